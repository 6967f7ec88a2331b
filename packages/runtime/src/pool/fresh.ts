/** A thread for one job alone. */
import { Worker } from "node:worker_threads";
import { decodeReply } from "../codec/messages.ts";
import { corrupt } from "../codec/reader.ts";
import { valuesToSend } from "../context-value.ts";
import { ThreadDiedError, textOf } from "../errors.ts";
import { newJobWords } from "../memory/job-words.ts";
import { newWaits } from "../memory/wait-entry.ts";
import { ownReactor, requireThreads } from "../role.ts";
import { joinDeferred } from "../stack.ts";
import { type JobCall, describe } from "./described.ts";
import { type Job, type Packed, type Setup, packedArguments, unpacked } from "./job.ts";

/**
 * As deferToThread, in a thread of its own, which is started for this job, bears its name (debuggers and profilers show it), and
 * ends with it: for work of minutes that should take no thread from the pool, or that leaves its thread unusable. A start takes
 * 30 ms or more. Nothing limits how many there are. Reactor thread.
 *
 * @throws as deferToThread
 * @example await deferToFreshThread(new URL("./nightly.js", import.meta.url), "reindex");
 */
export async function deferToFreshThread<T>(...call: JobCall): Promise<T> {
  requireThreads("deferToFreshThread");
  const { label, work, args, transfer } = describe(call, "deferToFreshThread");
  const setup: Setup = {
    place: { waits: newWaits(1), words: newJobWords(1), slot: 0 },
    reactor: ownReactor() ?? "",
    context: undefined,
  };
  const sent = packedArguments(args, valuesToSend(), transfer);
  const reply = await replyOf({ number: 1, label, work, args: sent, transfer }, setup);
  const settled = decodeReply(unpacked(reply), label, corrupt);
  if (settled.kind === "returned") return settled.value as T; // T is the caller's word
  joinDeferred(settled.error, label);
  throw settled.error;
}

function replyOf(job: Job, setup: Setup): Promise<Packed> {
  return new Promise((resolve, reject) => {
    const failed = (how: string, cause?: unknown): void =>
      reject(new ThreadDiedError(`${job.label}: its thread ended before it did: ${how}.`, { cause }));
    const worker = new Worker(new URL("./fresh-thread.js", import.meta.url), {
      name: job.label,
      workerData: { job, setup },
      transferList: [...job.args.transfers],
    });
    worker.once("message", (reply: Packed) => {
      resolve(reply);
      // Whatever it has left to do: its job is done.
      void worker.terminate();
    });
    worker.once("error", (error) => failed(textOf(error), error));
    worker.once("exit", (code) => failed(`it exited with code ${code}`));
  });
}
