/** Pools of green tasks: at most so many at once. */
import { ArgumentError } from "../errors.ts";
import { GreenTask } from "./task.ts";
import type { Green } from "./wait.ts";

let enqueue: <T>(pool: GreenPool, body: (...args: never) => Green<T>, args: readonly unknown[]) => GreenTask<T>;

/**
 * Room for a number of green tasks, as many as a server takes connections, say; those beyond it wait, and begin in their order.
 * Belongs to its thread. After gevent's Pool.
 *
 * @throws ArgumentError for a size that is no whole number from 1 on
 * @example
 * const pool = new GreenPool(20);
 * for (const url of urls) deferToGreenletPool(pool, visit, url);
 * await pool.whenIdle();
 */
export class GreenPool {
  /** How many run at the most. */
  readonly size: number;
  readonly #running = new Set<GreenTask<unknown>>();
  readonly #queue = new Set<GreenTask<unknown>>();
  #idle: (() => void)[] = [];

  static {
    enqueue = (pool, body, args) => pool.#add(body, args);
  }

  constructor(size: number) {
    if (!Number.isInteger(size) || size < 1)
      throw new ArgumentError(`new GreenPool: its size is a whole number, 1 or more; got ${String(size)}.`);
    this.size = size;
  }

  /** How many tasks have begun, and not ended. */
  get running(): number {
    return this.#running.size;
  }

  /** How many wait for their turn. */
  get waiting(): number {
    return this.#queue.size;
  }

  /** Cancels all tasks: those that wait for their turn never begin. The pool can be used again at once. Its own thread. */
  cancel(): void {
    for (const task of [...this.#queue, ...this.#running]) task.cancel();
  }

  /** Resolves once no task runs or waits for its turn, however they end. Any async code of its thread. */
  async whenIdle(): Promise<void> {
    if (this.#running.size + this.#queue.size > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #add<T>(body: (...args: never) => Green<T>, args: readonly unknown[]): GreenTask<T> {
    const task: GreenTask<T> = new GreenTask(body, args, () => this.#ended(task));
    this.#queue.add(task);
    // In a turn of its own, as without a pool.
    void Promise.resolve().then(() => this.#beginNext());
    return task;
  }

  #beginNext(): void {
    for (const task of this.#queue) {
      if (this.#running.size >= this.size) return;
      this.#queue.delete(task);
      this.#running.add(task);
      task.begin();
    }
  }

  #ended(task: GreenTask<unknown>): void {
    this.#queue.delete(task);
    this.#running.delete(task);
    if (this.#queue.size > 0) {
      // Not in the last step of the task that has just ended, which is still going on.
      void Promise.resolve().then(() => this.#beginNext());
    } else if (this.#running.size === 0) {
      for (const resolve of this.#idle.splice(0)) resolve();
    }
  }
}

/**
 * As `deferToGreenlet`, but the task begins once the pool has room for it. geventreactor's word, same meaning. The thread of the
 * pool.
 *
 * @example const task = deferToGreenletPool(pool, visit, "https://example.org");
 */
export function deferToGreenletPool<A extends readonly unknown[], T>(
  pool: GreenPool,
  body: (...args: A) => Green<T>,
  ...args: A
): GreenTask<T> {
  return enqueue(pool, body, args);
}
