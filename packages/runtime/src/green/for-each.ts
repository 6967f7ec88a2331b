/** `for await` for green tasks. */
import { waitForDeferred } from "./deferred.ts";
import type { Green } from "./wait.ts";

/**
 * Runs a green function for each item of an iterable, one after the other, as `for await` does in async code; an asynchronous
 * one is waited for. It ends where the body gives `false`. The iterator is closed, and that waited for, where the loop ends
 * early; where the task is cancelled while the next item is still to come, it is asked to close and not waited for, since that could
 * take for ever. In a green task.
 *
 * @example
 * yield* forEach(db.rows("select * from items"), function* (row) {
 *   yield* index.add(row);
 * });
 */
export function* forEach<T>(
  items: AsyncIterable<T> | Iterable<T>,
  body: (item: T) => Green<boolean | void>,
): Green<void> {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  let state: "open" | "asked" | "done" = "open";
  try {
    for (;;) {
      state = "asked";
      const next = yield* waitForDeferred(iterator.next());
      state = next.done === true ? "done" : "open";
      if (next.done === true || (yield* body(next.value)) === false) return;
    }
  } finally {
    if (state === "open") yield* waitForDeferred(iterator.return?.());
    // After an error of its own it is closed, and this does nothing.
    if (state === "asked") Promise.resolve(iterator.return?.()).catch(() => {});
  }
}
