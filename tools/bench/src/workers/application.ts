/** One thread of an application that has several: makes calls from a common start until a common end, and counts them. */
import { parentPort, workerData } from "node:worker_threads";
import { findContestant } from "../contestants.ts";
import { announcedRow } from "../row.ts";
import { findRow } from "../rows/index.ts";

export interface Application {
  readonly contestant: string;
  /** What share() gave it. */
  readonly data: unknown;
  readonly warmup: number;
  /** First the number of threads that are ready, then 1 once all may go. */
  readonly gate: Int32Array;
  /** Milliseconds from start to end. */
  readonly budget: number;
}

/** What it posts. */
export interface Done {
  readonly calls: number;
  /** Milliseconds that these calls took. */
  readonly took: number;
}

const { contestant, data, warmup, gate, budget } = workerData as Application; // what rows/threads.ts passes; it is typed any
const { join } = findContestant(contestant);
if (join === undefined) throw new Error(`${contestant} has no way to share a reactor`);
const call = await join(findRow(announcedRow()), data);
for (let at = 0; at < warmup; at++) call(1, 2);

Atomics.add(gate, 0, 1);
Atomics.notify(gate, 0);
Atomics.wait(gate, 1, 0);
const start = performance.now();
let calls = 0;
let now = start;
for (; now - start < budget; now = performance.now()) {
  if (call(1, 2) !== 3) throw new Error(`${contestant}: a wrong result`);
  calls++;
}
parentPort?.postMessage({ calls, took: now - start } satisfies Done);
