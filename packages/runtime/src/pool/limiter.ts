/** How many jobs run at once, over several pools or within one. */
import { ArgumentError } from "../errors.ts";

/**
 * Lets so many jobs run at once and makes the others wait, in their order: for a thing that bears fewer callers than the pool
 * has threads. A job takes its permit before it takes a thread, and gives it back once it has ended, however that was, also
 * where its caller no longer waits. Reactor thread.
 *
 * The idea is anyio's CapacityLimiter.
 *
 * @example
 * const printer = new Limiter(1);
 * await deferToThreadPool({ limiter: printer }, pages, "print", page);
 */
export class Limiter {
  readonly limit: number;
  #taken = 0;
  readonly #waiting: (() => void)[] = [];

  /** @throws ArgumentError unless `limit` is a whole number, 1 or more */
  constructor(limit: number) {
    if (!Number.isInteger(limit) || limit < 1)
      throw new ArgumentError(`new Limiter(): a whole number, 1 or more; got ${String(limit)}.`);
    this.limit = limit;
  }

  /** Permits that are taken: the jobs that run, or have theirs and wait for a thread. */
  get taken(): number {
    return this.#taken;
  }

  /** Jobs that wait for a permit. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Runs it with a permit: at once where one is free. It is told how to give the permit back, once.
   *
   * @returns a function that takes it out of the row again, if it still stands there
   */
  enter(run: (leave: () => void) => void): () => void {
    let left = false;
    const leave = (): void => {
      if (left) return;
      left = true;
      const next = this.#waiting.shift();
      // Handed on, and not given back in between: whoever came later would overtake.
      if (next === undefined) this.#taken -= 1;
      else next();
    };
    if (this.#taken < this.limit) {
      this.#taken += 1;
      run(leave);
      return () => {};
    }
    const turn = (): void => run(leave);
    this.#waiting.push(turn);
    return () => {
      const at = this.#waiting.indexOf(turn);
      if (at >= 0) this.#waiting.splice(at, 1);
    };
  }
}
