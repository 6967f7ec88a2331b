/**
 * "@picot/runtime/green": blocking-looking code in the reactor thread itself, without a thread per task. A green task is a
 * generator that waits by `yield*`. After geventreactor, whose words it has.
 */
export { callMultipleInGreenlet, deferToGreenlet, waitForGreenlet } from "./defer.ts";
export { blockingCallFromGreenlet, waitForDeferred } from "./deferred.ts";
export { forEach } from "./for-each.ts";
export { GreenPool, deferToGreenletPool } from "./pool.ts";
export { sleep } from "./sleep.ts";
export type { GreenTask } from "./task.ts";
export type { Green, Wait } from "./wait.ts";
