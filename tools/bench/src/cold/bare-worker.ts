import { Worker } from "node:worker_threads";
import { report } from "./report.ts";

const cell = new Int32Array(new SharedArrayBuffer(4));
const worker = new Worker(new URL("./bare-worker.worker.js", import.meta.url), { workerData: cell });
worker.unref();
Atomics.wait(cell, 0, 0);
report(cell[0]);
