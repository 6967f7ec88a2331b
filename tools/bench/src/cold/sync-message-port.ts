import { Worker } from "node:worker_threads";
import { SyncMessagePort } from "sync-message-port";
import { report } from "./report.ts";

const channel = SyncMessagePort.createChannel();
const port = new SyncMessagePort(channel.port1);
const worker = new Worker(new URL("./sync-message-port.worker.js", import.meta.url), {
  workerData: channel.port2,
  transferList: [channel.port2],
});
worker.unref();
channel.port1.unref();
port.postMessage([1, 2]);
report(port.receiveMessage());
