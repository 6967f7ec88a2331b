import { currentClock, requireDuration } from "./clock.ts";
import { TimeoutError } from "./errors.ts";
import type { WaitOptions } from "./pause.ts";

/** Asynchronous work that can be told to end. */
export type Work<T> = (signal: AbortSignal) => T | PromiseLike<T>;

/**
 * Runs `work` and gives it up after `timeout` milliseconds: its signal fires, and whatever it settles with later is
 * dropped. MAAS's `deferWithTimeout`; the limit is one that the reactor layer sets itself, on a part of its work. Any
 * thread whose loop turns.
 *
 * @param timeout milliseconds, 0 or more
 * @returns a promise of the work's own result or error; when the time is up first it rejects with a TimeoutError, and when
 *   `signal` fires first, with that signal's reason
 * @throws {RangeError} (as a rejection) for a negative, infinite or NaN `timeout`
 * @example const rate = await deferWithTimeout(2_000, (signal) => download("EURUSD", { signal }));
 */
export async function deferWithTimeout<T>(
  timeout: number,
  work: Work<T>,
  { clock = currentClock(), signal }: WaitOptions = {},
): Promise<T> {
  requireDuration("deferWithTimeout: timeout", timeout);
  signal?.throwIfAborted();
  const own = new AbortController();
  let end = (): void => {};
  try {
    return await new Promise<T>((resolve, reject) => {
      const giveUp = (reason: Error): void => {
        // First, so that work which ends at once with an error of its own does not come before the reason.
        reject(reason);
        own.abort(reason);
      };
      const cancelled = (): void => giveUp(signal?.reason as Error); // whatever the owner of the signal gave
      const cancel = clock.callLater(timeout, () =>
        giveUp(new TimeoutError(`deferWithTimeout: not done after ${seconds(timeout)}`)),
      );
      signal?.addEventListener("abort", cancelled, { once: true });
      end = () => {
        cancel();
        signal?.removeEventListener("abort", cancelled);
      };
      // What it throws at once rejects as well.
      void (async () => work(own.signal))().then(resolve, reject);
    });
  } finally {
    end();
  }
}

/** A duration, as texts show it. */
export function seconds(ms: number): string {
  return `${ms / 1000}s`;
}
