import { workerData } from "node:worker_threads";

const cell = workerData as Int32Array; // what bare-worker.ts passes; it is typed any
Atomics.store(cell, 0, 3);
Atomics.notify(cell, 0);
