/** The errors of this package. Each has a stable `code`, for programs; the message is for people. */

/**
 * A LoopingCall was asked for what its state does not allow: started twice, or stopped or reset when it is not running.
 *
 * Never thrown for a failure of the body: that one rejects the promise of `start()`, as itself.
 */
export class LoopingCallError extends Error {
  readonly code = "ERR_PICOT_LOOPING_CALL" as const;
}

/** A DelayedCall that was made or cancelled already cannot be put off. */
export class DelayedCallError extends Error {
  readonly code = "ERR_PICOT_DELAYED_CALL" as const;
}

/** A service's name is taken or cannot change now, or there is no service of that name. */
export class ServiceError extends Error {
  readonly code = "ERR_PICOT_SERVICE" as const;
}

/** What was waited for will not come, since its service was stopped. */
export class ServiceStoppedError extends Error {
  readonly code = "ERR_PICOT_SERVICE_STOPPED" as const;
}

/**
 * `deferWithTimeout` or `retry`: the time was up. `cause` is the last error of what was tried, where it had failed before.
 * Another one than the hand-off's error of this name, as `code` tells: here the reactor layer itself set the limit.
 */
export class TimeoutError extends Error {
  readonly code = "ERR_PICOT_TIME_UP" as const;
}

for (const each of [LoopingCallError, DelayedCallError, ServiceError, ServiceStoppedError, TimeoutError]) {
  // On the prototype, as the built-in errors have it: an own property would be printed after every stack.
  Object.defineProperty(each.prototype, "name", { value: each.name, configurable: true, writable: true });
}
