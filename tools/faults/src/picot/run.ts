/** Program: one death of picot's reactor. Arguments: the way, the step. */
import type { Worker } from "node:worker_threads";
import { FOREVER, setup, stop, waitFor } from "@picot/runtime";
import { newShared, runCallers } from "../callers.ts";
import type { Outcome } from "../outcome.ts";
import { PUBLISHED, type Step } from "../steps.ts";
import { LATER, type Way, Word, shared } from "../ways.ts";

type Victim = typeof import("./victim.ts");

const [way, step] = process.argv.slice(2) as [Way, Step]; // as cli.ts passes them
const memory = newShared();
const { words, died } = shared(memory);

// This thread starts the reactor's first of all.
const workers: Worker[] = [];
process.on("worker", (worker) => workers.push(worker));
setup(way === "out of memory" ? { resourceLimits: { maxOldGenerationSizeMb: 24, maxYoungGenerationSizeMb: 4 } } : {});
waitFor<Victim["arm"]>(new URL("./victim.js", import.meta.url), "arm", FOREVER)(way, step, memory);

function dying(): void {
  if (way !== "terminate()" && way !== "a loop, and stop()") return;
  died[0] = process.hrtime.bigint();
  if (way === "terminate()") void workers[0]?.terminate();
  else stop({ within: 0 });
}

const ENDED = way === "a loop, and stop()" ? "ERR_PICOT_REACTOR_STOPPED" : "ERR_PICOT_REACTOR_DIED";

function right({ caller, value, error }: Outcome, all: readonly Outcome[]): boolean {
  const answered = all.filter((each) => each.error === undefined).length;
  if (error === undefined) {
    const before = !LATER.includes(way) && !PUBLISHED.includes(step) && step !== "about to sleep";
    return caller !== 0 && value === `answer to ${caller}` && !before;
  }
  // An answer that was out is delivered: somebody has it.
  return error === ENDED && (!PUBLISHED.includes(step) || answered > 0);
}

await runCallers(
  new URL("./caller.js", import.meta.url),
  {},
  {
    memory,
    armed: () => void Atomics.store(words, Word.Armed, 1),
    dying,
    right,
  },
);
