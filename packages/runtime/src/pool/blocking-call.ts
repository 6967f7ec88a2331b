/** From a thread that may block into the reactor, and back: Twisted's blockingCallFromThread. */
import type { Timeout } from "../deadline.ts";
import { poolReactor } from "../role.ts";
import { waitFor } from "../run.ts";

/**
 * Runs an exported function of a module in the reactor (of a pool thread: its own; else the default one), and blocks for its
 * result. Twisted's word, same meaning, with the time that one is willing to wait in front: it must be said, and may be FOREVER.
 * Past it the work is asked to stop. Application thread, or a thread of a pool.
 *
 * @param timeout milliseconds, or FOREVER
 * @throws TimeoutRangeError, ArgumentError; TimeoutError; WrongThreadError in the reactor thread, which would wait for itself
 * @example const rate = blockingCallFromThread<number>(2_000, new URL("./rates.js", import.meta.url), "latest", "EURUSD");
 */
export function blockingCallFromThread<T>(timeout: Timeout, module: string | URL, name: string, ...args: unknown[]): T {
  return waitFor<(...args: unknown[]) => T>(module, name, timeout, { reactor: poolReactor() })(...args) as T; // T is the caller's word
}
