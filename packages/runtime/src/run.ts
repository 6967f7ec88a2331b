/** Calls of single functions by (module URL, export name): crochet's run_in_reactor and wait_for. */
import { FOREVER, type Timeout } from "./deadline.ts";
import type { EventualResult } from "./eventual-result.ts";
import { begin, block } from "./handoff.ts";
import { type Member, paramsOf, referencePlan } from "./plan.ts";
import type { Outgoing } from "./outgoing.ts";

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

/** A call of a function. */
export function outgoing(member: Member, args: readonly unknown[]): Outgoing {
  const { label, plan, number, transfer } = member;
  const fixed = { on: undefined, target: 0, receive: undefined, callsBack: false };
  return { label, plan, member: number, params: paramsOf(member, args), args, transfer, ...fixed };
}
