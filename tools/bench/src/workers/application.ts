/** One thread of an application that has several: makes calls from a common start until a common end, and counts them. */
import { parentPort, workerData } from "node:worker_threads";
import { ownThread } from "../apart.ts";
import { findContestant } from "../contestants.ts";
import { pass } from "../gate.ts";
import { announcedRow } from "../row.ts";
import { findRow } from "../rows/index.ts";

export interface Application {
  readonly contestant: string;
  /** What share() gave it. */
  readonly data: unknown;
  /** Which of the threads it is. */
  readonly at: number;
  /** Where each writes its own number in the system, if they are kept apart from the others. */
  readonly own?: Int32Array;
  /** The first opens once all have called, so that every thread is there; the second once all are warm. */
  readonly gates: readonly [Int32Array, Int32Array];
  readonly warmup: number;
  /** Milliseconds from start to end. */
  readonly budget: number;
}

/** What it posts. */
export interface Done {
  readonly calls: number;
  /** Milliseconds that these calls took. */
  readonly took: number;
}

const { contestant, data, at, own, gates, warmup, budget } = workerData as Application; // what rows/threads.ts passes; it is typed any
const { join } = findContestant(contestant);
if (join === undefined) throw new Error(`${contestant} has no way to share a reactor`);
const call = await join(findRow(announcedRow()), data);
call(1, 2);
if (own) own[at] = ownThread();
pass(gates[0]);
for (let made = 0; made < warmup; made++) call(1, 2);
pass(gates[1]);

const start = performance.now();
let calls = 0;
let now = start;
for (; now - start < budget; now = performance.now()) {
  if (call(1, 2) !== 3) throw new Error(`${contestant}: a wrong result`);
  calls++;
}
parentPort?.postMessage({ calls, took: now - start } satisfies Done);
