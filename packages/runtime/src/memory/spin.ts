/** Looking about on the spot before going to sleep: for some microseconds, and only where that has paid lately. */
import { availableParallelism } from "node:os";
import { Credit } from "./credit.ts";

const LOOKS_PER_CLOCK = 32;
/** Milliseconds between two looks at the clock over which this thread was off its core: the one that it waits for ran there, perhaps. */
const GAP_MS = 0.01;

export class Spin {
  readonly #credit = new Credit();
  readonly #allowed: boolean;
  readonly #longest: number;

  /** `ms`: how long to look about at the most. */
  constructor(allowed: boolean, ms: number) {
    this.#allowed = allowed && availableParallelism() > 1;
    this.#longest = ms;
  }

  /** Whether to look about this time. */
  may(): boolean {
    return this.#allowed && this.#credit.allows();
  }

  /** Looks until `ready()`, or returns false when the time is up. */
  until(ready: () => boolean, ms: number = this.#longest): boolean {
    // Known after the first looks: what comes at once costs no look at the clock.
    let end = 0;
    let before = 0;
    for (;;) {
      for (let i = 0; i < LOOKS_PER_CLOCK; i += 1) {
        if (!ready()) continue;
        if (end !== 0 && performance.now() - before > GAP_MS) this.#credit.lost();
        else this.#credit.won();
        return true;
      }
      const now = performance.now();
      if (end === 0) end = now + Math.min(ms, this.#longest);
      else if (now - before > GAP_MS) break;
      if (now >= end) break;
      before = now;
    }
    this.#credit.lost();
    return false;
  }
}
