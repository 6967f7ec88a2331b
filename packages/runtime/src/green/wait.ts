/** What a green task yields to whoever runs it. */

/** A registered symbol: two copies of the package in one thread know each other's waits. */
const WAIT: unique symbol = Symbol.for("picot.wait");

/** Who waits. It is told once; what comes for a wait that is over is not heard. */
export interface Waiter {
  goOn(wait: Wait, value: unknown): void;
  fail(wait: Wait, error: unknown): void;
}

/** One wait of a green task. Only the verbs of "@picot/runtime/green" make them. */
export abstract class Wait {
  /** Begins within the task's own step, so that what it starts has the task's AsyncLocalStorage context. */
  abstract begin(waiter: Waiter): void;

  /** The task was cancelled: nobody waits any longer. */
  abstract end(): void;

  get [WAIT](): true {
    return true;
  }
}

export function isWait(value: unknown): value is Wait {
  return typeof value === "object" && value !== null && WAIT in value;
}

/**
 * What a green function gives: a generator, of which `yield*` makes a T. Between two waits it runs alone in its thread, as
 * everything in an event loop does.
 *
 * @example
 * function* total(db: Database): Green<number> {
 *   const rows = yield* db.query("select price from items");
 *   return rows.reduce((sum, row) => sum + row.price, 0);
 * }
 */
export type Green<T> = Generator<Wait, T, unknown>;
