/** Worker: one caller, with a worker of its own, as each peer has it. */
import { fileURLToPath } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { awaitGo } from "../callers.ts";
import { outcomeOf } from "../outcome.ts";
import type { Way } from "../ways.ts";
import type { PeerStep, work } from "./work.ts";

interface Data {
  readonly peer: string;
  readonly way: Way;
  readonly step: PeerStep;
  readonly caller: number;
  readonly memory: SharedArrayBuffer;
}

const { peer, way, step, caller, memory } = workerData as Data; // given by callers.ts
type Call = (...args: Parameters<typeof work>) => string;

async function open(): Promise<Call> {
  const worker = new URL(`./${peer}.worker.js`, import.meta.url);
  if (peer === "synckit") return (await import("synckit")).createSyncFn<typeof work>(fileURLToPath(worker));
  const { makeSynchronized } = await import("make-synchronized");
  return makeSynchronized<{ work: typeof work }>(worker).work;
}

const call = await open();
call(caller);
awaitGo(memory);
parentPort!.postMessage(
  outcomeOf(caller, () => {
    const first = call(caller, way, step, memory);
    // It has answered, and is gone: the next call is the one that hears of it.
    if (step === "about to sleep" && first === `answer to ${caller}`) return call(caller);
    return first;
  }),
); // a worker
