import { currentClock, requireDuration } from "./clock.ts";
import { type Work, deferWithTimeout, seconds } from "./defer-with-timeout.ts";
import { TimeoutError } from "./errors.ts";
import { type WaitOptions, pause } from "./pause.ts";

/** Options of `retry()`. */
export interface RetryOptions extends WaitOptions {
  /** Milliseconds for all tries together. Default: 30,000. */
  readonly timeout?: number;
  /** Milliseconds between the end of a try and the next one; several are taken in turn, and after the last of them comes the last try. Default: 1,000. */
  readonly intervals?: number | Iterable<number>;
}

/**
 * Runs `work` until it succeeds, again and again, for `timeout` milliseconds in all: MAAS's `retries`, as one call. A try
 * that is under way when the time is up is given up: its signal fires. Any thread whose loop turns.
 *
 * @returns a promise of the first result; when the time is up, or the last try has failed, it rejects with
 *   a TimeoutError whose `cause` is the error of the last try, and when `signal` fires, with that signal's reason
 * @throws {RangeError} (as a rejection) for a `timeout` or interval that is no duration
 * @example const rates = await retry((signal) => download({ signal }), { timeout: 10_000, intervals: [100, 500, 2_000] });
 */
export async function retry<T>(work: Work<T>, options: RetryOptions = {}): Promise<T> {
  const { timeout = 30_000, intervals = 1_000, clock = currentClock(), signal } = options;
  requireDuration("retry: timeout", timeout);
  const begun = clock.now();
  const left = (): number => Math.max(0, begun + timeout - clock.now());
  const waits = (typeof intervals === "number" ? forever(intervals) : intervals)[Symbol.iterator]();
  let cause: unknown;
  do {
    try {
      return await deferWithTimeout(left(), work, { clock, signal });
    } catch (error) {
      signal?.throwIfAborted();
      // Where the time was up, that says less than what went wrong before.
      if (left() > 0 || cause === undefined) cause = error;
    }
    const { value: wait, done } = waits.next();
    if (done === true) break;
    requireDuration("retry: an interval", wait);
    await pause(Math.min(wait, left()), { clock, signal });
  } while (left() > 0);
  const spent = Math.min(timeout, clock.now() - begun);
  throw new TimeoutError(`Retries exhausted after ${seconds(spent)}`, { cause });
}

function* forever(interval: number): Generator<number> {
  for (;;) yield interval;
}
