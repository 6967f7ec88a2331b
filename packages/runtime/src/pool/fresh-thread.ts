/** Worker entry: one job, and then the thread's end. */
import { parentPort, workerData } from "node:worker_threads";
import { answer } from "./answer.ts";
import { type Job, type Setup, toSend } from "./job.ts";

const { job, setup } = workerData as { readonly job: Job; readonly setup: Setup }; // as fresh.ts starts it
const { sent, transferList } = toSend(await answer(job, setup));
parentPort?.postMessage(sent, transferList);
