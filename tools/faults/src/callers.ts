/** Main thread of a run: starts the callers, and tells what came of them. Its own loop is free. */
import { writeSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { type Outcome, PATIENCE, type Report } from "./outcome.ts";
import { CALLERS, SHARED_BYTES, Word, shared } from "./ways.ts";

export interface Run {
  readonly memory: SharedArrayBuffer;
  /** Once the callers are about to call. */
  readonly armed?: () => void;
  /** Once it dies, or waits for somebody to end it. */
  readonly dying?: () => void;
  /** Whether a caller got what it should. */
  readonly right: (outcome: Outcome, all: readonly Outcome[]) => boolean;
}

export const newShared = (): SharedArrayBuffer => new SharedArrayBuffer(SHARED_BYTES);

/** Prints the report, and ends the process: a caller that hangs would keep it. */
export async function runCallers(program: URL, data: object, run: Run): Promise<never> {
  const { words, died } = shared(run.memory);
  const outcomes: Outcome[] = [];
  const workers = Array.from({ length: CALLERS }, (_, caller) => {
    const worker = new Worker(program, { workerData: { ...data, caller, memory: run.memory } });
    const got = (outcome: Outcome): void => {
      if (!outcomes.some((each) => each.caller === caller)) outcomes.push(outcome);
    };
    worker.on("message", got);
    // The whole caller may end by the error of its own worker: then that is what it has got.
    worker.on("error", ({ name, message }) =>
      got({ caller, error: `${name}: ${message}`, at: process.hrtime.bigint() }),
    );
    return worker;
  });
  await until(() => words[Word.Ready] === CALLERS, PATIENCE);
  run.armed?.();
  Atomics.store(words, Word.Go, 1);
  Atomics.notify(words, Word.Go);
  await until(() => words[Word.Dying] !== 0, PATIENCE);
  run.dying?.();
  await until(() => outcomes.length === CALLERS, PATIENCE);
  const report: Report = {
    hangs: workers.length - outcomes.length,
    met: words[Word.Dying] !== 0,
    callers: outcomes.map((outcome) => ({
      caller: outcome.caller,
      late: since(died[outcome.caller] || died[0] || 0n, outcome.at),
      got: outcome.error ?? JSON.stringify(outcome.value) ?? "undefined",
      right: run.right(outcome, outcomes),
    })),
  };
  writeSync(1, JSON.stringify(report));
  process.kill(process.pid, "SIGKILL");
  throw new Error("unreachable: the process was killed");
}

/** Milliseconds; null for one who had what it got before anything died. */
function since(died: bigint, at: bigint): number | null {
  return died === 0n || at < died ? null : Number(at - died) / 1e6;
}

async function until(ready: () => boolean, limit: number): Promise<void> {
  const end = performance.now() + limit;
  while (!ready() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** In a caller: all call at the same moment. */
export function awaitGo(memory: SharedArrayBuffer): void {
  const { words } = shared(memory);
  Atomics.add(words, Word.Ready, 1);
  Atomics.wait(words, Word.Go, 0);
}
