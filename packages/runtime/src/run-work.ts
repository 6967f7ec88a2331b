/** Runs what a call came to. Reactor thread. */
import { runInContext } from "./context.ts";
import { type ContextValues, withValues } from "./context-value.ts";
import { logError } from "./log.ts";
import type { HandleResult, Kept } from "./parts.ts";
import { RunningCall } from "./running-call.ts";
import { isThenable } from "./thenable.ts";
import type { Part } from "./wire.ts";

/** What a call runs: resolved from its numbers, or still waiting for its module. */
export interface Work {
  readonly label: string;
  /** Runs the member. Its result may be a promise. */
  readonly run: (call: RunningCall) => unknown;
  /** Whole buffers of its result move. */
  readonly transfer?: boolean;
  /** Where live objects are in its result, if there are any; for whoever gets it in the caller's stead. */
  readonly live?: Part | undefined;
  /** Where the result stays in the reactor, or has parts that do. */
  readonly toHandle?: ((value: unknown, call: RunningCall) => Staying | Promise<Staying>) | undefined;
}

/** What stays of a result: it, some objects in it, or nothing. */
export type Staying = HandleResult | Kept | undefined;

/** What a call runs, in the context that it is to see. May throw, and may give a promise. */
export function runWork(call: RunningCall, { run }: Work): unknown {
  const { values } = call;
  return values === undefined ? runInContext(call, run) : withValues(values, () => runInContext(call, run));
}

/** The same of a call that nobody waits for: an error is logged. */
export function runPost(work: Work, values: ContextValues | undefined): void {
  const { label } = work;
  const call = new RunningCall(-1, values);
  call.method = label;
  const failed = (error: unknown): void => logError(`${label}, called from another thread, failed`, error);
  try {
    const result = runWork(call, work);
    if (isThenable(result)) Promise.resolve(result).then(undefined, failed);
  } catch (error) {
    failed(error);
  }
}
