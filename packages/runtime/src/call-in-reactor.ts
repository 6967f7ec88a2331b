/** Calls that run in the reactor wherever they are made: MAAS's callInReactor. */
import { contextOrOutside, runInContext } from "./context.ts";
import { Deadline, FOREVER, type Timeout, checkTimeout } from "./deadline.ts";
import { ArgumentError, TimeoutError } from "./errors.ts";
import { eventual } from "./eventual.ts";
import type { EventualResult } from "./eventual-result.ts";
import { block } from "./handoff.ts";
import { perThread } from "./per-thread.ts";
import { referenceUrl } from "./module-url.ts";
import { type Member, memberOfFunction, referencePlan } from "./plan.ts";
import { functionOf, loadModule, moduleAtOnce } from "./reactor/modules.ts";
import { isInReactor, poolReactor } from "./role.ts";
import { outgoing } from "./run.ts";
import { trim } from "./stack.ts";
import { NO_SIGNAL } from "./wire.ts";

// `never` parameters: any function is one of these.
type AnyFunction = (...args: never[]) => unknown;

/** By module and name: one registration each, however often it is called. */
const members = perThread("callInReactor", () => new Map<string, Member>());

/**
 * Runs an exported function of a module in the reactor, wherever it is called: MAAS's `callInReactor`. In an application thread
 * it blocks for the result, without a limit (of a pool thread: in its own reactor; else in the default one). In a reactor's
 * thread it calls the function there and then, and returns what that returns: a promise, if it is asynchronous. Any thread.
 * The function is a generated one, or is named by (module URL, export name); then `T` is the caller's word.
 *
 * @throws ArgumentError for an argument that cannot cross, or a module that is not named by URL; the function's own errors
 * @example const size = callInReactor<number>(new URL("./cache.js", import.meta.url), "size");
 */
export function callInReactor<F extends AnyFunction>(generated: F, ...args: Parameters<F>): ReturnType<F>;
export function callInReactor<T = unknown>(module: string | URL, name: string, ...args: unknown[]): T;
export function callInReactor(what: unknown, ...rest: unknown[]): unknown {
  return calling(FOREVER, what, rest).run();
}

/**
 * As callInReactor, for up to `timeout` milliseconds; past them the function is asked to stop: its `currentCall().signal` fires.
 * In a reactor's thread it always returns a promise. MAAS's `callInReactorWithTimeout`. Any thread.
 *
 * @throws TimeoutRangeError for a bad timeout; TimeoutError, in a reactor's thread as a rejection
 * @example const size = callInReactorWithTimeout<number>(500, new URL("./cache.js", import.meta.url), "size");
 */
export function callInReactorWithTimeout<F extends AnyFunction>(
  timeout: Timeout,
  generated: F,
  ...args: Parameters<F>
): ReturnType<F>;
export function callInReactorWithTimeout<T = unknown>(
  timeout: Timeout,
  module: string | URL,
  name: string,
  ...args: unknown[]
): T;
export function callInReactorWithTimeout(timeout: Timeout, what: unknown, ...rest: unknown[]): unknown {
  checkTimeout(timeout, "callInReactorWithTimeout");
  const { label, run } = calling(timeout, what, rest);
  return isInReactor() ? limited(timeout, label, run) : run();
}

/** The function that a call names: a generated one, or by (module URL, export name); the rest are its arguments. */
function calling(timeout: Timeout, what: unknown, rest: readonly unknown[]): { label: string; run: () => unknown } {
  const member = typeof what === "function" ? memberOfFunction(what) : undefined;
  if (member !== undefined) {
    const { label } = member;
    const send = eventual(what as object) as unknown as (...args: readonly unknown[]) => EventualResult<unknown>; // a generated function
    const run = (): unknown =>
      isInReactor() ? runMember(member, rest) : sendAndWait(() => send(...rest), label, timeout, true);
    return { label, run };
  }
  const [name, ...args] = rest;
  if (typeof name !== "string" || !(typeof what === "string" || what instanceof URL))
    throw new ArgumentError(
      "callInReactor: name the function by its module's URL and its name, or give a generated one.",
    );
  return { label: name, run: () => inReactor(timeout, what, name, args) };
}

/** In the reactor's own thread: the function that a generated one calls. */
export function runMember({ plan, number }: Member, args: readonly unknown[]): unknown {
  const { url, members: wire } = plan.registration;
  const [, exported = "", , , , signal = NO_SIGNAL] = wire[number] ?? []; // a member has its place there
  if (signal === NO_SIGNAL) return runHere(url, exported, args);
  // Called by what a call is served by: that it is to end counts for this as well.
  const given = Array.from({ length: Math.max(args.length, signal) }, (_, i) => args[i]);
  given[signal] = contextOrOutside().signal;
  return runHere(url, exported, given);
}

/** Sends a call and waits for it, in `timeout` milliseconds together; then it is asked to stop, if it is to be. */
export function sendAndWait(
  send: () => EventualResult<unknown>,
  label: string,
  timeout: Timeout,
  cancels: boolean,
): unknown {
  const deadline = Deadline.after(timeout);
  const result = send();
  if (timeout === FOREVER) return result.wait(FOREVER);
  try {
    return result.wait(deadline.remaining());
  } catch (error) {
    // One of the work itself is passed on.
    if (!(error instanceof TimeoutError) || error.method !== label || !deadline.passed()) throw error;
    if (cancels) result.cancel();
    const advice = cancels ? "Its work was asked to stop." : "It goes on.";
    throw trim(new TimeoutError(label, timeout, true, advice, error.stalled));
  }
}

function inReactor(timeout: Timeout, module: string | URL, name: string, args: readonly unknown[]): unknown {
  if (isInReactor()) return runHere(referenceUrl(module, name), name, args);
  const reactor = poolReactor();
  const key = `${reactor}#${String(module)}#${name}`;
  let member = members.get(key);
  if (member === undefined) members.set(key, (member = referencePlan(module, name, FOREVER, reactor)));
  const call = outgoing(member, args);
  return block(reactor, name, timeout, () => call);
}

/** Calls an exported function in this very thread: at once, unless its module has still to be imported. */
export function runHere(url: string, name: string, args: readonly unknown[]): unknown {
  const exports = moduleAtOnce(url);
  if (exports !== undefined) return functionOf(exports, url, name).apply(undefined, [...args]);
  return loadModule(url).then((later) => functionOf(later, url, name).apply(undefined, [...args]));
}

/** The longest delay that a timer of Node keeps: 24 days. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** In the reactor's thread: as a call of its own, with a signal that fires when its time is up. */
async function limited(timeout: Timeout, label: string, run: () => unknown): Promise<unknown> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    if (timeout === FOREVER) return;
    timer = setTimeout(
      () => {
        const error = new TimeoutError(label, timeout, true, "Its work was asked to stop.");
        reject(error);
        controller.abort(error);
      },
      Math.min(timeout, LONGEST_TIMER),
    );
  });
  try {
    // What it throws at once rejects as well.
    const work = (async () => runInContext({ method: label, signal: controller.signal }, run))();
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
