/** Worker entry: one job, and then the thread's end. */
import { parentPort, workerData } from "node:worker_threads";
import { answer } from "./answer.ts";
import type { Job } from "./job.ts";

const reply = await answer(workerData as Job); // as fresh.ts starts it
parentPort?.postMessage(reply, [...reply.transfers]);
