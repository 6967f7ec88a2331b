/** What a thread of the pool runs: one job at a time. It may block, and may call facades. */
import { workerData } from "node:worker_threads";
import { answer } from "./answer.ts";
import { type Job, type Setup, toSend } from "./job.ts";

/** Gives the reply, and moves what is large in it. */
export default async function run(job: Job): Promise<unknown> {
  const reply = await answer(job, workerData as Setup); // as thread.ts starts it
  const { sent, transferList } = toSend(reply);
  if (transferList.length === 0) return sent;
  // Late, and seldom: all of piscina, where a thread has only what it needs of it.
  const { move } = await import("piscina");
  return move({
    [Symbol.for("Piscina.transferable")]: transferList,
    [Symbol.for("Piscina.valueOf")]: sent,
  } as never); // what move() asks for is typed by symbols of its own
}
