// For the reactor layer: services.
export { Service } from "./service.ts";
export type { Startable } from "./service.ts";
export { MultiService } from "./multi-service.ts";
export { TimerService } from "./timer-service.ts";
export type { TimerServiceOptions } from "./timer-service.ts";
export { ClientService } from "./client-service.ts";
export type { ClientServiceOptions, WhenConnectedOptions } from "./client-service.ts";
export { tcpEndpoint } from "./endpoint.ts";
export type { Endpoint } from "./endpoint.ts";
export { backoffPolicy } from "./backoff.ts";
export type { BackoffOptions, BackoffPolicy } from "./backoff.ts";

// For the reactor layer: time, and processes.
export { LoopingCall } from "./looping-call.ts";
export type { LoopingCallOptions, StartOptions } from "./looping-call.ts";
export { callLater, DelayedCall } from "./delayed-call.ts";
export type { ClockOptions } from "./delayed-call.ts";
export { pause } from "./pause.ts";
export type { WaitOptions } from "./pause.ts";
export { deferWithTimeout } from "./defer-with-timeout.ts";
export type { Work } from "./defer-with-timeout.ts";
export { retry } from "./retry.ts";
export type { RetryOptions } from "./retry.ts";
export { terminateProcess } from "./terminate-process.ts";
export type { TerminateOptions } from "./terminate-process.ts";

// Errors.
export { DelayedCallError, LoopingCallError, ServiceError, ServiceStoppedError, TimeoutError } from "./errors.ts";

// For tests, and for clocks of one's own.
export { FakeClock } from "./fake-clock.ts";
export { currentClock, systemClock } from "./clock.ts";
export type { Cancel, Clock } from "./clock.ts";
