import { requireDuration } from "./clock.ts";
import type { Cancel, Clock } from "./clock.ts";

interface Call {
  readonly due: number;
  readonly fn: () => void;
}

/**
 * A clock that stands still until a test moves it on. Any thread; it starts no timer.
 *
 * The idea is Twisted's `task.Clock`. Unlike that one it stops at the moment of each call on its way, so that a call
 * sees the time it was made for, as under a real clock.
 *
 * @example
 * const clock = new FakeClock();
 * clock.callLater(2_000, () => console.log("called"));
 * await clock.advance(2_000);
 */
export class FakeClock implements Clock {
  readonly #calls = new Set<Call>();
  #now = 0;

  /** Milliseconds that the clock was moved on so far; a new one stands at 0. */
  now(): number {
    return this.#now;
  }

  /** How many calls are waiting to be made: 0 when nothing was left behind. */
  get pending(): number {
    return this.#calls.size;
  }

  /** Calls `fn` once the clock was moved on by `ms`. @throws {RangeError} for a negative, infinite or NaN `ms` */
  callLater(ms: number, fn: () => void): Cancel {
    requireDuration("callLater: ms", ms);
    const call = { due: this.#now + ms, fn };
    this.#calls.add(call);
    return () => void this.#calls.delete(call);
  }

  /**
   * Moves the clock on by `ms`, and makes the calls that fall due: by time, then in the order of their `callLater`.
   * First, and after each of them, it lets all promise jobs run, so that also the calls which these add are made.
   *
   * @returns a promise that resolves when the clock has arrived; wait for it before moving the clock again. It rejects
   * with what a call throws, and the clock then stands at the moment of that call.
   * @throws {RangeError} (as a rejection) for a negative, infinite or NaN `ms`
   */
  async advance(ms: number): Promise<void> {
    requireDuration("advance: ms", ms);
    const end = this.#now + ms;
    await promiseJobs();
    for (let call = this.#next(end); call !== undefined; call = this.#next(end)) {
      this.#calls.delete(call);
      this.#now = call.due;
      call.fn();
      await promiseJobs();
    }
    this.#now = end;
  }

  /** The first call due by `end`. The set keeps the order of arrival, and `<` keeps the first of equals. */
  #next(end: number): Call | undefined {
    let first: Call | undefined;
    for (const call of this.#calls) {
      if (call.due <= end && (first === undefined || call.due < first.due)) first = call;
    }
    return first;
  }
}

/** A turn of the real loop, not one promise job: what a call began may await any number of times. */
function promiseJobs(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
