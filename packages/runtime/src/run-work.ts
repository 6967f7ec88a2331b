/** Runs what a call came to. Reactor thread. */
import { runInContext } from "./context.ts";
import { type ContextValues, withValues } from "./context-value.ts";
import { logError } from "./log.ts";
import { RunningCall } from "./running-call.ts";
import { isThenable } from "./thenable.ts";

export interface Runnable {
  readonly label: string;
  readonly run: (call: RunningCall) => unknown;
}

/** What a call runs, in the context that it is to see. May throw, and may give a promise. */
export function runWork(call: RunningCall, { run }: Runnable): unknown {
  const { values } = call;
  return values === undefined ? runInContext(call, run) : withValues(values, () => runInContext(call, run));
}

/** The same of a call that nobody waits for: an error is logged. */
export function runPost(work: Runnable, values: ContextValues | undefined): void {
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
