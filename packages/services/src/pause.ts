import { currentClock, requireDuration } from "./clock.ts";
import type { ClockOptions } from "./delayed-call.ts";

/** Options of a wait that can be given up. */
export interface WaitOptions extends ClockOptions {
  /** Gives up as soon as it fires, and rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits for `ms` milliseconds: MAAS's `pause`. Any thread whose loop turns.
 *
 * @returns a promise that resolves then; it rejects with the signal's reason when that fires first, and leaves no timer
 * @throws {RangeError} (as a rejection) for a negative, infinite or NaN `ms`
 * @example await pause(1_000, { signal: currentCall().signal });
 */
export async function pause(ms: number, { clock = currentClock(), signal }: WaitOptions = {}): Promise<void> {
  requireDuration("pause: ms", ms);
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const giveUp = (): void => {
      cancel();
      reject(signal?.reason as Error); // whatever the owner of the signal gave as its reason
    };
    const cancel = clock.callLater(ms, () => {
      signal?.removeEventListener("abort", giveUp);
      resolve();
    });
    signal?.addEventListener("abort", giveUp, { once: true });
  });
}
