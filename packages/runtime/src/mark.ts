/** What both marks have in common: how a marked function looks, and what a decorator is handed. */
import { ArgumentError } from "./errors.ts";

// `never` parameters: any function is one of these.
export type AnyFunction = (...args: never[]) => unknown;
export type Run = (this: unknown, ...args: unknown[]) => unknown;

/** Makes `run` look like the function that it stands for, and bear the mark. */
export function marked(run: Run, name: string, length: number, mark: symbol): Run {
  // Not enumerable, as the language itself makes the first two.
  Object.defineProperties(run, {
    name: { value: name, configurable: true },
    length: { value: length, configurable: true },
    [mark]: { value: true },
  });
  return run;
}

/** Whether a second argument is what the language hands a decorator. Refuses what is decorated and is no method. */
export function isDecorating(second: unknown, what: string): second is { readonly name: string | symbol } {
  if (typeof second !== "object" || second === null || !("kind" in second)) return false;
  if (second.kind === "method") return true;
  throw new ArgumentError(`@${what}: a decorator of methods only; this is a ${String(second.kind)}.`);
}

/** Whether a function bears the mark. */
export function bears(fn: unknown, mark: symbol): boolean {
  return typeof fn === "function" && Object.hasOwn(fn, mark);
}
