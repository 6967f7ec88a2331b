/** What a thread of the pool runs: one job at a time. It may block, and may call facades. */
import { answer } from "./answer.ts";
import type { Job } from "./job.ts";

/** Bytes of a reply up to which a copy costs less than what it takes to move them. */
const SMALL = 32_768;

/** Gives the reply, and moves what is large in it. */
export default async function run(job: Job): Promise<unknown> {
  const reply = await answer(job);
  if (reply.body.length <= SMALL && reply.attachments.length === 0) return reply;
  // Late, and seldom: all of piscina, where a thread has only what it needs of it.
  const { move } = await import("piscina");
  return move({
    [Symbol.for("Piscina.transferable")]: reply.transfers,
    [Symbol.for("Piscina.valueOf")]: reply,
  } as never); // what move() asks for is typed by symbols of its own
}
