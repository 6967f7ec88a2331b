/**
 * When a reactor that has nothing to do goes to sleep. A wake-up costs 25 to 50 us where it crosses cores, so it first looks
 * about for a little: a few microseconds on the spot, then once per turn of the loop, as long as that has paid lately. Where
 * it has not, since both threads share a core, it parks instead while a storm of calls lasts: a sleep outside the event loop,
 * from which a caller wakes it at less cost. The loop's other events wait for some milliseconds where a request is late, or none comes.
 */
import { availableParallelism } from "node:os";
import { Credit } from "../memory/credit.ts";
import { Spin } from "../memory/spin.ts";

/** Milliseconds on the spot: longer than an immediate answer's way back and forth, and too short for anyone else to notice. */
const SPOT_MS = 0.005;
/** Milliseconds of turns of the loop, other work of the reactor between them. */
const TURNS_MS = 0.05;
/** Milliseconds for which it parks at the most. Not less: a timer due before the system's next tick costs more than parking saves. */
const PARK_MS = 5;
/** Milliseconds within which a request belongs to the same storm as the one before. */
const STORM_MS = 0.2;
/** Requests, each soon after the last answer, that make a storm; and those that a late one counts for. */
const STORM = 32;
const MAX_STORM = 2048;

export class Pace {
  readonly spot: Spin;
  readonly #turns = new Credit();
  /** Requests that came soon after an answer, less some for each that did not, and how many of them it takes to park. */
  #streak = 0;
  #storm = STORM;
  #sleptAt = 0;
  readonly #maySpin: boolean;

  constructor(spin: boolean) {
    this.#maySpin = spin && availableParallelism() > 1;
    this.spot = new Spin(spin, SPOT_MS);
  }

  /** Going to sleep in the event loop, and back. */
  asleep(): void {
    this.#sleptAt = performance.now();
  }

  woken(): void {
    this.#count(performance.now() - this.#sleptAt < STORM_MS);
  }

  /** One that is late ends no storm: a collection of garbage, or another process, held its caller up. */
  #count(soon: boolean): void {
    this.#streak = soon ? Math.min(this.#storm + STORM, this.#streak + 1) : Math.max(0, this.#streak - STORM);
  }

  /** Whether to park this time: only in a storm, since the whole event loop waits for the end of it. */
  mayPark(): boolean {
    return this.#streak >= this.#storm;
  }

  /** Parks by `sleep`, which tells whether something came. */
  park(sleep: (ms: number) => boolean): boolean {
    const from = performance.now();
    const came = sleep(PARK_MS);
    const soon = performance.now() - from < STORM_MS;
    if (came) {
      if (soon) this.#storm = STORM;
      this.#count(soon);
    } else {
      // The storm is over: it took a longer one to be trusted than it lasted, perhaps.
      this.#streak = 0;
      this.#storm = Math.min(MAX_STORM, this.#storm * 2);
    }
    return came;
  }

  /** When to stop looking once per turn; 0: not to begin with it. */
  lookUntil(): number {
    return this.#maySpin && this.#turns.allows() ? performance.now() + TURNS_MS : 0;
  }

  looked(found: boolean): void {
    if (found) this.#turns.won();
    else this.#turns.lost();
  }
}
