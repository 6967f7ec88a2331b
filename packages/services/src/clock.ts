/** Takes back a call that has not been made yet; afterwards it does nothing. */
export type Cancel = () => void;

/**
 * Time, as the reactor layer sees it: what it is, and how to be called later. Give another one in tests (`FakeClock`).
 *
 * The idea is Twisted's `IReactorTime`.
 */
export interface Clock {
  /** Milliseconds since a moment of the clock's own choice. It never goes back, and may have a fraction. */
  now(): number;
  /**
   * Calls `fn` once, never before `ms` milliseconds have passed by `now()`, and never inside `callLater` itself.
   *
   * @param ms any finite number from 0 on, also above 2^31 - 1
   * @throws {RangeError} for a negative, infinite or NaN `ms`
   */
  callLater(ms: number, fn: () => void): Cancel;
}

/** The longest delay that a timer of Node keeps; `setTimeout` with more fires after 1 ms. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * The clock of this thread's event loop: the monotonic time, and timers that keep the loop alive until they are made
 * or cancelled. Any thread whose loop turns.
 */
export const systemClock: Clock = {
  now: () => performance.now(),
  callLater(ms, fn) {
    requireDuration("callLater: ms", ms);
    const due = performance.now() + ms;
    let timer: NodeJS.Timeout;
    // Armed again for two reasons: a timer holds at most LONGEST_TIMER, and it counts in whole milliseconds of the
    // loop's own time, so that it can fire a fraction too early by `now()`.
    const arm = (): void => {
      timer = setTimeout(fire, Math.min(due - performance.now(), LONGEST_TIMER));
    };
    const fire = (): void => {
      if (performance.now() < due) arm();
      else fn();
    };
    arm();
    return () => clearTimeout(timer);
  },
};

/** Here a test reactor leaves the time that its thread is to see: this package depends on no other. */
const CLOCK: unique symbol = Symbol.for("picot.clock");

/**
 * The clock of this thread: `systemClock`, or within a test reactor (`@picot/runtime/testing`) its clock, which a test moves
 * on. The default of everything here that takes a clock, looked up when it is made or called. Any thread.
 *
 * @example const since = currentClock().now();
 */
export function currentClock(): Clock {
  return (globalThis as { [CLOCK]?: Clock })[CLOCK] ?? systemClock; // set by picot alone
}

/** Refuses what no timer can keep. `what` names the value in the message. */
export function requireDuration(what: string, ms: number): void {
  if (typeof ms === "number" && ms >= 0 && ms < Infinity) return;
  throw new RangeError(`${what} must be a finite number of milliseconds, 0 or more; got ${String(ms)}`);
}
