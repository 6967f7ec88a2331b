import { workerData } from "node:worker_threads";
import { workOf } from "../call-row.ts";
import type { Bytes } from "../contestant.ts";
import type { RawLine } from "../floors/raw-port.ts";
import { announcedRow } from "../row.ts";
import { findRow } from "../rows/index.ts";

const row = findRow(announcedRow());
const work = await workOf(row);
// What floors/raw-port.ts passes; it is typed any.
for (const { port, cell } of workerData as RawLine[]) {
  port.on("message", async (args: readonly unknown[]) => {
    const result = await work(...args);
    // The result must be on the port before the waiter can wake, or it would find nothing there.
    if (row.moves === true) port.postMessage(result, [(result as Bytes).buffer]);
    else port.postMessage(result);
    Atomics.add(cell, 0, 1);
    Atomics.notify(cell, 0);
  });
}
