// For the reactor layer.
export { LoopingCall } from "./looping-call.ts";
export type { LoopingCallOptions, StartOptions } from "./looping-call.ts";
export { LoopingCallError } from "./errors.ts";

// For tests, and for clocks of one's own.
export { FakeClock } from "./fake-clock.ts";
export { systemClock } from "./clock.ts";
export type { Cancel, Clock } from "./clock.ts";
