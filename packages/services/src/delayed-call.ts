import { currentClock, requireDuration } from "./clock.ts";
import type { Cancel, Clock } from "./clock.ts";
import { DelayedCallError } from "./errors.ts";

/** Where the time comes from. */
export interface ClockOptions {
  /** Default: `currentClock()`. Tests give a `FakeClock`. */
  readonly clock?: Clock;
}

/**
 * A call that is to be made, once, and that can be taken back or put off until then. Made by `callLater()`. For the thread
 * that made it.
 *
 * The idea is Twisted's `IDelayedCall`. Here `cancel()` may come late or twice, and then does nothing.
 */
export class DelayedCall {
  readonly #clock: Clock;
  readonly #fn: () => void;
  #due = 0;
  /** Present until it is made or cancelled. */
  #cancel: Cancel | undefined;

  /** For `callLater()`. */
  constructor(ms: number, fn: () => void, clock: Clock) {
    this.#fn = fn;
    this.#clock = clock;
    this.#arm(clock.now() + ms);
  }

  /** Whether it is still to be made. */
  get active(): boolean {
    return this.#cancel !== undefined;
  }

  /** The moment of the call, by its clock's `now()`, in milliseconds. */
  get due(): number {
    return this.#due;
  }

  /** Takes the call back. Does nothing once it was made or cancelled. */
  cancel(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /**
   * Puts the call off by `ms` milliseconds more than it was to wait.
   *
   * @throws {DelayedCallError} when it was made or cancelled already
   * @throws {RangeError} for a negative, infinite or NaN `ms`
   */
  delay(ms: number): void {
    this.#move("delay", ms, this.#due);
  }

  /**
   * Has the call made `ms` milliseconds from now, whenever it was due.
   *
   * @throws {DelayedCallError} when it was made or cancelled already
   * @throws {RangeError} for a negative, infinite or NaN `ms`
   */
  reset(ms: number): void {
    this.#move("reset", ms, this.#clock.now());
  }

  #move(verb: string, ms: number, from: number): void {
    requireDuration(`DelayedCall.${verb}: ms`, ms);
    if (!this.active) throw new DelayedCallError(`DelayedCall.${verb}: it was made or cancelled already`);
    this.cancel();
    this.#arm(from + ms);
  }

  #arm(due: number): void {
    this.#due = due;
    this.#cancel = this.#clock.callLater(Math.max(0, due - this.#clock.now()), () => {
      this.#cancel = undefined;
      this.#fn();
    });
  }
}

/**
 * Calls `fn` once, `ms` milliseconds from now, unless it is cancelled or put off until then. Twisted's
 * `reactor.callLater`, same meaning. Any thread whose loop turns, which it keeps alive.
 *
 * @param ms any finite number from 0 on, also above 2^31 - 1
 * @throws {RangeError} for a negative, infinite or NaN `ms`
 * @example
 * const lock = callLater(60_000, () => logOut());
 * onKey(() => lock.reset(60_000)); // a minute after the last key
 */
export function callLater(ms: number, fn: () => void, { clock = currentClock() }: ClockOptions = {}): DelayedCall {
  requireDuration("callLater: ms", ms);
  return new DelayedCall(ms, fn, clock);
}
