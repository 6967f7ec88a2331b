/** Promise jobs, without turning the event loop. */
import { TestReactorError } from "../errors.ts";

/** Not documented: Node's own way to run a tick from JavaScript, between two immediates for example. Held by a test on each version. */
interface Ticking {
  _tickCallback?(): void;
}

/**
 * Runs all promise jobs and `process.nextTick` callbacks, those too that they bring. An engine runs none while one of them
 * runs: so it works in a callback of the event loop only, and refuses elsewhere.
 */
export function runJobs(): void {
  const { _tickCallback: tick } = process as Ticking;
  if (typeof tick !== "function")
    throw new TestReactorError("A test reactor needs Node: this runtime has no way to run promise jobs on the spot.");
  let ran = false;
  void SETTLED.then(() => {
    ran = true;
  });
  tick.call(process);
  if (!ran)
    throw new TestReactorError(
      "A facade was called in a promise job, where no other job can run: the body of withTestReactor() calls facades itself, and awaits nothing.",
    );
}

const SETTLED = Promise.resolve();
