/**
 * A LoopingCall was asked for what its state does not allow: started twice, or stopped or reset when it is not running.
 *
 * Never thrown for a failure of the body: that one rejects the promise of `start()`, as itself.
 */
export class LoopingCallError extends Error {
  /** Stable, for programs; the message is for people. */
  readonly code = "ERR_PICOT_LOOPING_CALL" as const;

  static {
    // On the prototype, as the built-in errors have it: an own property would be printed after every stack.
    Object.defineProperty(this.prototype, "name", {
      value: "LoopingCallError",
      configurable: true,
      writable: true,
    });
  }
}
