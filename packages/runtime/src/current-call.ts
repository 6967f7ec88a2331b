import { type CurrentCall, contextOrOutside, trackContexts } from "./context.ts";

trackContexts();

/**
 * The call that this code serves, also after any number of awaits. Reactor thread; elsewhere, and in a unit test of the
 * reactor layer without picot, a call with no name whose signal never fires.
 *
 * @example
 * async latestValue(): Promise<number> {
 *   const response = await fetch(this.#url, { signal: currentCall().signal });   // ends when the caller's time is up
 *   return Number(await response.text());
 * }
 */
export function currentCall(): CurrentCall {
  return contextOrOutside();
}

export type { CurrentCall };
