/**
 * Which jobs of a pool run, and which wait for a thread. A thread that waits for a reactor does nothing; once all do, and have
 * for a moment, the pool has one thread more for as long as such a job lasts. Else a method that waits for a thread, and whose
 * callers have all of them, would wait for ever.
 */
import { newWaits, readWait, waitIn, withdrawWait } from "../memory/wait-entry.ts";

/** Threads that a pool comes to have at the most, whatever waits. */
export const MOST_THREADS = 128;
/** Milliseconds between two looks at what the threads wait for, while jobs wait. A wait of 20 ms is seen. */
const LOOK = 25;

/** Where a job's thread tells of its waits. */
export interface Place {
  readonly waits: SharedArrayBuffer;
  readonly slot: number;
}

interface Running {
  /** The wait that was seen last; 0: none. */
  ticket: number;
  /** Another job runs in its stead. */
  spared: boolean;
}

export class Crew {
  readonly #waits = newWaits(MOST_THREADS);
  readonly #free = Array.from({ length: MOST_THREADS }, (_, slot) => slot);
  readonly #running = new Map<number, Running>();
  readonly #queue: ((place: Place) => Promise<unknown>)[] = [];
  #size: number;
  #spared = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(size: number) {
    this.#size = size;
  }

  /** Runs it once a thread is free, in the order of the calls. */
  run<T>(job: (place: Place) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#queue.push((place) => job(place).then(resolve, reject));
      this.#next();
    });
  }

  resize(size: number): void {
    this.#size = size;
    this.#next();
  }

  #next(): void {
    while (this.#running.size < Math.min(this.#size + this.#spared, MOST_THREADS)) {
      const job = this.#queue.shift();
      if (job === undefined) break;
      const slot = this.#free.pop()!; // there are as many as may run
      // Of a thread that ended while it waited.
      withdrawWait(waitIn(this.#waits, slot));
      const running: Running = { ticket: 0, spared: false };
      this.#running.set(slot, running);
      void job({ waits: this.#waits, slot }).then(() => this.#ended(slot, running));
    }
    if (this.#queue.length > 0) this.#timer ??= setInterval(() => this.#look(), LOOK).unref();
    else this.#rest();
  }

  #ended(slot: number, { spared }: Running): void {
    if (spared) this.#spared -= 1;
    this.#running.delete(slot);
    this.#free.push(slot);
    this.#next();
  }

  #look(): void {
    let stuck = true;
    let next: Running | undefined;
    for (const [slot, each] of this.#running) {
      const ticket = readWait(waitIn(this.#waits, slot))?.ticket ?? 0;
      // The same wait as the last time: threads that come and go between short waits are not stuck.
      if (ticket === 0 || ticket !== each.ticket) stuck = false;
      each.ticket = ticket;
      if (!each.spared) next ??= each;
    }
    if (!stuck || next === undefined) return;
    next.spared = true;
    this.#spared += 1;
    this.#next();
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
