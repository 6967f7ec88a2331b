/** Calls of single functions by (module URL, export name): crochet's run_in_reactor and wait_for, MAAS's callInReactor. */
import { runInContext } from "./context.ts";
import { FOREVER, type Timeout, checkTimeout } from "./deadline.ts";
import { TimeoutError } from "./errors.ts";
import type { EventualResult } from "./eventual-result.ts";
import { begin, block } from "./handoff.ts";
import { perThread } from "./per-thread.ts";
import { type Member, referencePlan, referenceUrl } from "./plan.ts";
import type { Outgoing } from "./outgoing.ts";
import { functionOf, loadModule, moduleAtOnce } from "./reactor/modules.ts";
import { isInReactor, poolReactor } from "./role.ts";

/** Where the work runs. */
export interface RunOptions {
  /** The reactor's name. Default: the one with no name. */
  readonly reactor?: string;
}

// `never` parameters: any function is one of these.
type AnyFunction = (...args: never[]) => unknown;

/**
 * A function that runs an export of a reactor-layer module in the reactor, and returns at once with an EventualResult.
 * Functions do not cross threads: it is named by its module and its name. Application thread.
 *
 * @throws ArgumentError if the module is not named by URL
 * @example
 * const download = runInReactor<typeof import("./rates.reactor.js").download>(new URL("./rates.reactor.js", import.meta.url), "download");
 * const soon = download("EURUSD");
 */
export function runInReactor<F extends AnyFunction>(
  module: string | URL,
  name: string,
  options: RunOptions = {},
): (...args: Parameters<F>) => EventualResult<Awaited<ReturnType<F>>> {
  const { reactor = "" } = options;
  const member = referencePlan(module, name, FOREVER, reactor);
  return (...args) =>
    begin(reactor, name, FOREVER, () => outgoing(member, args)) as EventualResult<Awaited<ReturnType<F>>>; // F is the caller's word
}

/**
 * As runInReactor, but blocks for the result, up to `timeout` milliseconds; past it the work is asked to stop.
 *
 * @throws TimeoutRangeError here for a bad timeout; TimeoutError from the function
 * @example const download = waitFor<typeof import("./rates.reactor.js").download>(new URL("./rates.reactor.js", import.meta.url), "download", 5_000);
 */
export function waitFor<F extends AnyFunction>(
  module: string | URL,
  name: string,
  timeout: Timeout,
  options: RunOptions = {},
): (...args: Parameters<F>) => Awaited<ReturnType<F>> {
  const { reactor = "" } = options;
  const member = referencePlan(module, name, timeout, reactor);
  return (...args) => block(reactor, name, timeout, () => outgoing(member, args)) as Awaited<ReturnType<F>>; // F is the caller's word
}

/** By module and name: one registration each, however often it is called. */
const members = perThread("callInReactor", () => new Map<string, Member>());

/**
 * Runs an exported function of a module in the reactor, wherever it is called: MAAS's `callInReactor`. In an application thread
 * it blocks for the result, without a limit (of a pool thread: in its own reactor; else in the default one). In a reactor's
 * thread it calls the function there and then, and returns what that returns: a promise, if it is asynchronous. Any thread.
 * `T` is the caller's word.
 *
 * @throws ArgumentError for an argument that cannot cross, or a module that is not named by URL; the function's own errors
 * @example const size = callInReactor<number>(new URL("./cache.js", import.meta.url), "size");
 */
export function callInReactor<T = unknown>(module: string | URL, name: string, ...args: unknown[]): T {
  return inReactor(FOREVER, module, name, args) as T; // T is the caller's word
}

/**
 * As callInReactor, for up to `timeout` milliseconds; past them the function is asked to stop: its `currentCall().signal` fires.
 * In a reactor's thread it always returns a promise. MAAS's `callInReactorWithTimeout`. Any thread.
 *
 * @throws TimeoutRangeError for a bad timeout; TimeoutError, in a reactor's thread as a rejection
 * @example const size = callInReactorWithTimeout<number>(500, new URL("./cache.js", import.meta.url), "size");
 */
export function callInReactorWithTimeout<T = unknown>(
  timeout: Timeout,
  module: string | URL,
  name: string,
  ...args: unknown[]
): T {
  checkTimeout(timeout, "callInReactorWithTimeout");
  const run = (): unknown => inReactor(timeout, module, name, args);
  return (isInReactor() ? limited(timeout, name, run) : run()) as T; // T is the caller's word
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

/** A call of a function. */
export function outgoing({ label, plan, number, params, transfer }: Member, args: readonly unknown[]): Outgoing {
  const fixed = { on: undefined, target: 0, receive: undefined, callsBack: false };
  return { label, plan, member: number, params, args, transfer, ...fixed };
}
