/** What a stranger does: see ../strangers.ts. */
import { Witness } from "../../fixtures/witness.facade.ts";
import { awaitCount, countUp } from "../threads.ts";

export function call(): number {
  return new Witness().thread();
}

/** All call at once: each waits for the others to be loaded. */
export function meet(start: SharedArrayBuffer, count: number): number {
  countUp(start);
  awaitCount(start, count);
  return call();
}

export function hang(begun: SharedArrayBuffer): void {
  new Witness().hang(begun);
}
