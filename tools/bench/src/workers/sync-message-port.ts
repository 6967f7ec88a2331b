import { type MessagePort, workerData } from "node:worker_threads";
import { SyncMessagePort } from "sync-message-port";
import { workOf } from "../call-row.ts";
import type { Bytes } from "../contestant.ts";
import { announcedRow } from "../row.ts";
import { findRow } from "../rows/index.ts";

const row = findRow(announcedRow());
const work = await workOf(row);
// What peers/sync-message-port.ts passes; it is typed any.
for (const channel of workerData as MessagePort[]) {
  const port = new SyncMessagePort(channel);
  const moves = async (args: readonly unknown[]): Promise<void> => {
    const bytes = (await work(...args)) as Bytes; // such a row's
    port.postMessage(bytes, [bytes.buffer]);
  };
  const copies = async (args: readonly unknown[]): Promise<void> => port.postMessage(await work(...args));
  port.on("message", row.moves === true ? moves : copies);
}
