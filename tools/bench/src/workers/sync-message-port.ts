import { type MessagePort, workerData } from "node:worker_threads";
import { SyncMessagePort } from "sync-message-port";
import { announcedRow } from "../row.ts";
import { findRow } from "../rows/index.ts";

const work = await findRow(announcedRow()).work();
const port = new SyncMessagePort(workerData as MessagePort); // what peers/sync-message-port.ts passes; it is typed any
port.on("message", async (args: readonly unknown[]) => port.postMessage(await work(...args)));
