/** Facades that do not block: their methods return EventualResults. */
import type { EventualResult } from "./eventual-result.ts";
import { ArgumentError } from "./errors.ts";
import { perThread } from "./per-thread.ts";

/**
 * A facade's members: its methods return EventualResults, and its getters are some. Setters block. Of an overloaded method
 * the last overload is typed.
 */
export type Eventual<T> = (T extends (...args: infer A) => infer R ? (...args: A) => EventualResult<R> : unknown) & {
  readonly [K in Exclude<keyof T, "prototype">]: T[K] extends (...args: infer A) => infer R
    ? (...args: A) => EventualResult<R>
    : EventualResult<T[K]>;
};

// Set for the one call that a generated method is, and taken by it: a facade holds no second form of its methods.
const mode = perThread("eventual", () => ({ on: false }));

/** Was the call made through eventual()? True once. */
export function takeEventualMode(): boolean {
  if (!mode.on) return false;
  mode.on = false;
  return true;
}

/**
 * The same facade (an object, a class for its statics, or a function), whose calls do not block: each returns an
 * EventualResult. Application thread.
 *
 * @example
 * const soon = [eurusd, usdjpy].map((each) => eventual(each).latestValue());   // both at once
 * const values = soon.map((each) => each.wait(500));
 */
export function eventual<T extends object>(facade: T): Eventual<T> {
  return new Proxy(facade, {
    get(target, key) {
      const found = read(target, key);
      return typeof found === "function" ? (...args: unknown[]) => unblocked(found, target, args) : found;
    },
    apply(target, receiver, args: unknown[]) {
      return unblocked(target, receiver, args);
    },
  }) as unknown as Eventual<T>; // the traps make it so
}

/** A method, or what a getter of the facade has begun. */
function read(target: object, key: string | symbol): unknown {
  mode.on = true;
  try {
    return Reflect.get(target, key, target);
  } finally {
    mode.on = false;
  }
}

function unblocked(method: object, receiver: unknown, args: unknown[]): unknown {
  mode.on = true;
  try {
    const result: unknown = Reflect.apply(method as (...args: unknown[]) => unknown, receiver, args); // tested, or a proxied function
    // Still set: nothing of it was a facade's call, and what ran has blocked or done something else.
    if (mode.on) throw new ArgumentError("eventual(): this is no method of a generated facade.");
    return result;
  } finally {
    mode.on = false;
  }
}
