/** The mark of functions that block: MAAS's `synchronous`. */
import { ArgumentError, PromiseResultError, WrongThreadError } from "./errors.ts";
import { type AnyFunction, type Run, bears, isDecorating, marked } from "./mark.ts";
import { isInReactor } from "./role.ts";
import { trim } from "./stack.ts";
import { isThenable } from "./thenable.ts";

// A registered symbol: two copies of this package in one process must know each other's marks.
const SYNCHRONOUS: unique symbol = Symbol.for("picot.synchronous");

/**
 * Marks a function that blocks: MAAS's `synchronous`. In a reactor's thread a call is refused, since it would hold up all
 * others; and what is a promise is not handed out, since whoever calls a blocking function does not await. Any thread. Also a
 * decorator of methods.
 *
 * @throws WrongThreadError, PromiseResultError (a TypeError) from the function
 * @example
 * export const ratePage = synchronous(function ratePage(path: string): string { … });
 * await deferToThread(new URL("./pages.js", import.meta.url), "ratePage", path); // where the reactor needs it
 */
export function synchronous<This, A extends unknown[], R>(
  method: (this: This, ...args: A) => R,
  context: ClassMethodDecoratorContext<This, (this: This, ...args: A) => R>,
): (this: This, ...args: A) => R;
export function synchronous<F extends AnyFunction>(blocking: F): F;
export function synchronous(blocking: AnyFunction, context?: unknown): Run {
  if (typeof blocking !== "function") throw new ArgumentError("synchronous: only a function can be marked.");
  isDecorating(context, "synchronous");
  const run: Run = function (...args) {
    if (isInReactor()) {
      const message = `Function ${nameOf(blocking)}(...) must not be called in the reactor thread, which it would block. Use deferToThread().`;
      throw trim(new WrongThreadError(message));
    }
    const result: unknown = Reflect.apply(blocking, this, args as never[]); // any function takes what it is given
    if (isThenable(result)) refusePromise(blocking, args, result);
    return result;
  };
  return marked(run, blocking.name, blocking.length, SYNCHRONOUS);
}

/** Is the function marked `synchronous`? Any thread. */
export function isSynchronous(fn: unknown): boolean {
  return bears(fn, SYNCHRONOUS);
}

function refusePromise(blocking: AnyFunction, args: readonly unknown[], result: unknown): never {
  // Its error, if it comes to one, is nobody's any longer.
  if (result instanceof Promise) result.catch(() => undefined);
  const { inspect } = process.getBuiltinModule("node:util");
  const shown = args.map((each) => shortened(inspect(each, { depth: 0, breakLength: Infinity, customInspect: false })));
  throw trim(new PromiseResultError(`Synchronous call returned a promise: ${nameOf(blocking)}(${shown.join(", ")}).`));
}

/** Characters of an argument in a message. */
const SHOWN = 40;

function shortened(text: string): string {
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN - 1)}…`;
}

function nameOf({ name }: AnyFunction): string {
  return name === "" ? "anonymous" : name;
}
