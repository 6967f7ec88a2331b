/** A job for a thread of the pool: it sleeps, and then calls the reactor. */
import { Ending } from "../../fixtures/ending.facade.ts";
import { blockFor, countUp } from "../threads.ts";

export function sleepAndCall(started: SharedArrayBuffer, ms: number): number {
  countUp(started);
  blockFor(ms);
  return new Ending().answer();
}
