/** The mark of functions that run in the reactor: MAAS's `asynchronous`. */
import { runHere, runMember, sendAndWait } from "./call-in-reactor.ts";
import { FOREVER, type Timeout, checkTimeout } from "./deadline.ts";
import { ArgumentError, WrongThreadError } from "./errors.ts";
import type { EventualResult } from "./eventual-result.ts";
import { begin, block } from "./handoff.ts";
import { type AnyFunction, type Run, bears, isDecorating, marked } from "./mark.ts";
import { eventual } from "./eventual.ts";
import { type Member, memberOfFunction, referencePlan } from "./plan.ts";
import { isSetUp } from "./reactor/connect.ts";
import { ownReactor } from "./role.ts";
import { outgoing } from "./run.ts";
import { trim } from "./stack.ts";

// A registered symbol: two copies of this package in one process must know each other's marks.
const ASYNCHRONOUS: unique symbol = Symbol.for("picot.asynchronous");

/** Options of `asynchronous()`. */
export interface AsynchronousOptions {
  /**
   * Milliseconds, 0 or more, for which a caller outside the reactor blocks, or FOREVER. Default: it does not block, and gets
   * an EventualResult.
   */
  readonly timeout?: Timeout;
  /** Whether work whose caller's time is up is asked to stop, as by a facade. Default: true. */
  readonly cancel?: boolean;
  /** The name of its reactor. Default: the one with no name. */
  readonly reactor?: string;
}

/** Options of `asynchronous()` for a function of one's own module. */
export interface OwnFunctionOptions extends AsynchronousOptions {
  /** `import.meta.url` of the module that exports it, marked: without it no other thread can hand the call over. */
  readonly module?: string | URL;
  /** The name of that export. Default: the function's own name. */
  readonly name?: string;
}

/** With a timeout: callers block. */
export interface Blocking {
  readonly timeout: Timeout;
}

/**
 * A marked function that does not block. Typed for both sides: in the reactor's thread its result is what the function itself
 * returns, to be awaited; in any other it is an EventualResult, and no promise.
 */
export type Asynchronous<F extends AnyFunction> = (
  ...args: Parameters<F>
) => EventualResult<Awaited<ReturnType<F>>> & PromiseLike<Awaited<ReturnType<F>>>;

/** A marked function whose callers outside the reactor block. In the reactor's thread its result is to be awaited. */
type AsynchronousBlocking<F extends AnyFunction> = (...args: Parameters<F>) => Awaited<ReturnType<F>>;

/**
 * Marks a function that runs in the reactor: MAAS's `asynchronous`. Called in the reactor's thread it is the function itself,
 * and its result is passed on as it is. Called elsewhere, it hands the call to the reactor, and returns an EventualResult, or
 * with a timeout blocks for the result. Any thread; a limit that is none is refused here and not at the first call.
 *
 * The function is one of this module's own, or a generated one, or is named by (module URL, export name). One of this module's own is also called
 * straight through as long as no reactor was ever set up in the process.
 *
 * As a decorator of a method (`@asynchronous`) it guards: the object lives in this thread, so there is nothing to hand over,
 * and where a reactor was set up, a call in any other thread is refused. Its facade is what blocks.
 *
 * @throws TimeoutRangeError, ArgumentError here; from the function: WrongThreadError, TimeoutError, and as a facade's call does
 * @example
 * // rates.ts, imported on both sides
 * export const latest = asynchronous(async function latest(pair: string): Promise<number> { … },
 *   { module: import.meta.url, timeout: 5_000 });
 */
export function asynchronous<F extends AnyFunction>(
  module: string | URL,
  name: string,
  options: AsynchronousOptions & Blocking,
): AsynchronousBlocking<F>;
export function asynchronous<F extends AnyFunction>(
  module: string | URL,
  name: string,
  options?: Omit<AsynchronousOptions, "timeout">,
): Asynchronous<F>;
export function asynchronous<This, A extends unknown[], R>(
  method: (this: This, ...args: A) => R,
  context: ClassMethodDecoratorContext<This, (this: This, ...args: A) => R>,
): (this: This, ...args: A) => R;
export function asynchronous<F extends AnyFunction>(
  own: F,
  options: OwnFunctionOptions & Blocking,
): AsynchronousBlocking<F>;
export function asynchronous<F extends AnyFunction>(
  own: F,
  options?: Omit<OwnFunctionOptions, "timeout">,
): Asynchronous<F>;
export function asynchronous(what: unknown, second?: unknown, third?: unknown): unknown {
  // As the overloads say; whoever writes JavaScript is told by the refusals of what these become.
  if (typeof what !== "function")
    return ofReference(what as string | URL, String(second), (third ?? {}) as AsynchronousOptions);
  if (isDecorating(second, "asynchronous")) return guarded(what as Run, second.name);
  const generated = memberOfFunction(what);
  if (generated !== undefined) return ofGenerated(what as Run, generated, (second ?? {}) as AsynchronousOptions);
  return ofFunction(what as Run, (second ?? {}) as OwnFunctionOptions);
}

function ofReference(module: string | URL, name: string, options: AsynchronousOptions): Run {
  const { reactor = "" } = options;
  const member = checkedMember(module, name, options);
  const { url } = member.plan.registration;
  const run: Run = (...args) =>
    ownReactor() === reactor ? runHere(url, name, args) : handOff(member, reactor, options, args);
  return marked(run, name, run.length, ASYNCHRONOUS);
}

function ofGenerated(fn: Run, member: Member, { timeout, cancel = true }: AsynchronousOptions): Run {
  const { label, plan } = member;
  if (timeout !== undefined) checkTimeout(timeout, label);
  const send = eventual(fn) as unknown as (...args: readonly unknown[]) => EventualResult<unknown>; // its type is fn's
  const run: Run = (...args) => {
    if (ownReactor() === plan.reactor) return runMember(member, args);
    return timeout === undefined ? send(...args) : sendAndWait(() => send(...args), label, timeout, cancel);
  };
  return marked(run, fn.name, fn.length, ASYNCHRONOUS);
}

function ofFunction(fn: Run, options: OwnFunctionOptions): Run {
  const { reactor = "", module, name = fn.name } = options;
  const label = name === "" ? "a function without a name" : name;
  if (module !== undefined && name === "")
    throw new ArgumentError("asynchronous: the function has no name of its own; say which export it is: { name }.");
  const member = module === undefined ? undefined : checkedMember(module, name, options);
  if (options.timeout !== undefined) checkTimeout(options.timeout, label);
  const run: Run = function (...args) {
    const own = ownReactor();
    if (own === reactor || (own === undefined && !isSetUp(reactor))) return Reflect.apply(fn, this, args);
    if (member !== undefined) return handOff(member, reactor, options, args);
    throw trim(
      new WrongThreadError(
        `${label} is for the reactor thread, and nobody said where that finds it: declare it as ` +
          "asynchronous(fn, { module: import.meta.url }), and export it.",
      ),
    );
  };
  return marked(run, fn.name, fn.length, ASYNCHRONOUS);
}

function checkedMember(module: string | URL, name: string, { timeout, reactor = "" }: AsynchronousOptions): Member {
  return referencePlan(module, name, timeout === undefined ? FOREVER : timeout, reactor);
}

function handOff(
  member: Member,
  reactor: string,
  { timeout, cancel = true }: AsynchronousOptions,
  args: readonly unknown[],
): unknown {
  const compose = (): ReturnType<typeof outgoing> => outgoing(member, args);
  if (timeout === undefined) return begin(reactor, member.label, FOREVER, compose);
  if (cancel) return block(reactor, member.label, timeout, compose);
  return sendAndWait(() => begin(reactor, member.label, timeout, compose), member.label, timeout, false);
}

/** A method whose object lives here. */
function guarded(method: Run, name: string | symbol): Run {
  const run: Run = function (...args) {
    if (ownReactor() !== undefined || !isSetUp("")) return Reflect.apply(method, this, args);
    throw trim(
      new WrongThreadError(
        `${String(name)} is marked asynchronous: it runs in the reactor thread, and this is another one. Call it by the facade of its class.`,
      ),
    );
  };
  return marked(run, method.name, method.length, ASYNCHRONOUS);
}

/** Is the function marked `asynchronous`? Any thread. */
export function isAsynchronous(fn: unknown): boolean {
  return bears(fn, ASYNCHRONOUS);
}
