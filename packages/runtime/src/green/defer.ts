/** Starting green tasks, and waiting for them from outside. */
import { GreenTask } from "./task.ts";
import type { Green } from "./wait.ts";

/**
 * Runs a green function as a task of its own, beside all others of this thread, and returns the task, which is a promise of
 * its result. It begins once the code that runs now has ended, in the AsyncLocalStorage context of this call. geventreactor's word, same
 * meaning. Reactor thread, or any other whose event loop turns, as in a unit test of the reactor layer.
 *
 * @example
 * const task = deferToGreenlet(function* (sql: string) {
 *   const rows = yield* db.query(sql);
 *   yield* sleep(100);
 *   return rows.length;
 * }, "select * from items");
 */
export function deferToGreenlet<A extends readonly unknown[], T>(
  body: (...args: A) => Green<T>,
  ...args: A
): GreenTask<T> {
  const task = new GreenTask(body, args);
  task.beginSoon();
  return task;
}

/**
 * Runs green functions one after the other in one task, which gives their results in order, or fails with the first error: those
 * after it never begin. geventreactor's word; there the results are lost. The same threads as `deferToGreenlet`.
 *
 * @example const [users, items] = await callMultipleInGreenlet([() => db.query("…"), () => db.query("…")]);
 */
export function callMultipleInGreenlet<T>(bodies: Iterable<() => Green<T>>): GreenTask<T[]> {
  return deferToGreenlet(function* callMultipleInGreenlet() {
    const results: T[] = [];
    for (const body of bodies) results.push(yield* body());
    return results;
  });
}

/**
 * A promise linked to a green task: it settles with the task's value or its error. Given what a green function returns, it runs
 * that as a task first. geventreactor's word, same meaning. Any async code of the thread; inside a green task, wait for another
 * one by `yield* waitForDeferred(task)`.
 *
 * @example
 * async latest(): Promise<Rate> {
 *   return waitForGreenlet(this.#green.latest());
 * }
 */
export async function waitForGreenlet<T>(green: GreenTask<T> | Green<T>): Promise<Awaited<T>> {
  return await (green instanceof GreenTask ? green : deferToGreenlet(() => green));
}
