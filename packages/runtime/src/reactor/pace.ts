/**
 * When a reactor that has nothing to do goes to sleep. A wake-up costs 25 to 50 us where it crosses cores, so it first looks
 * about for a little: a few microseconds on the spot, then once per turn of the loop, as long as that has paid lately.
 */
import { availableParallelism } from "node:os";
import { Credit } from "../memory/credit.ts";

/** Milliseconds on the spot: longer than an immediate answer's way back and forth, and too short for anyone else to notice. */
const SPOT_MS = 0.005;
/** Milliseconds of turns of the loop, other work of the reactor between them. */
const TURNS_MS = 0.05;
const LOOKS_PER_CLOCK = 32;

export class Pace {
  readonly #spot = new Credit();
  readonly #turns = new Credit();
  readonly #maySpin: boolean;

  constructor(spin: boolean) {
    this.#maySpin = spin && availableParallelism() > 1;
  }

  /** Whether to look on the spot this time. */
  maySpin(): boolean {
    return this.#maySpin && this.#spot.allows();
  }

  /** Looks on the spot whether something comes. */
  spin(comes: () => boolean): boolean {
    // As in the other half: what comes at once costs no look at the clock.
    let end = 0;
    do {
      for (let i = 0; i < LOOKS_PER_CLOCK; i += 1) {
        if (comes()) {
          // Past the end: the caller ran only since this thread was taken off the core that they share.
          if (end !== 0 && performance.now() > end + SPOT_MS) this.#spot.lost();
          else this.#spot.won();
          return true;
        }
      }
      if (end === 0) end = performance.now() + SPOT_MS;
    } while (performance.now() < end);
    this.#spot.lost();
    return false;
  }

  /** When to stop looking once per turn; undefined: at once. */
  lookUntil(): number | undefined {
    return this.#maySpin && this.#turns.allows() ? performance.now() + TURNS_MS : undefined;
  }

  looked(found: boolean): void {
    if (found) this.#turns.won();
    else this.#turns.lost();
  }
}
