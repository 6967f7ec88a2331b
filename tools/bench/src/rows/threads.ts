import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { keepApart } from "../apart.ts";
import { COUNTS } from "../call-row.ts";
import type { Entrance } from "../contestant.ts";
import { allWaiting, makeGate, openGate } from "../gate.ts";
import { callRegimes } from "../regime.ts";
import type { Row } from "../row.ts";
import { addition } from "../workload/addition.ts";
import type { Application, Done } from "../workers/application.ts";

const THREADS = 4;

export const threads: Row = {
  name: "threads",
  title: `add(1, 2) from ${THREADS} application threads to one reactor, all together`,
  unit: "calls/s",
  better: "more",
  statistic: "calls/s",
  regimes: callRegimes,
  ratios: true,
  takesPart: ({ share }) => share !== undefined,
  // Long enough that what is measured is calls, and not the compiling of the code that makes them.
  counts: { ...COUNTS, warmup: 3_000, budget: 1_500 },
  targets: [
    { kind: "ratio", to: "sync-message-port", atLeast: 5, regimes: ["apart"] },
    { kind: "ratio", to: "sync-message-port", atLeast: 1, regimes: ["one"] },
  ],
  async measure(contestant, { warmup, budget }, apart) {
    const entrances = await contestant.share?.(threads, THREADS);
    if (entrances === undefined) throw new Error(`${contestant.name} has no way to share a reactor`);
    const own = new Int32Array(new SharedArrayBuffer(4 * THREADS));
    const gates = [makeGate(), makeGate()] as const;
    const running = entrances.map(({ data, transfer }, at) =>
      start({ contestant: contestant.name, data, at, ...(apart && { own }), gates, warmup, budget }, transfer),
    );
    for (const gate of gates) {
      await allWaiting(gate, THREADS);
      // This thread has nothing to do while they call: it counts as one of the others.
      keepApart(apart, [...own]);
      openGate(gate);
    }
    const done = await Promise.all(running);
    // Each by its own clock: a thread that is late to start must not count less.
    return { value: done.reduce((sum, { calls, took }) => sum + (calls / took) * 1_000, 0) };
  },
  work: addition.work as NonNullable<Row["work"]>, // sound: see call-row.ts
  facade: addition.facade as NonNullable<Row["facade"]>, // as above
};

async function start(workerData: Application, transfer: Entrance["transfer"]): Promise<Done> {
  const worker = new Worker(new URL("../workers/application.js", import.meta.url), {
    workerData,
    transferList: [...transfer],
  });
  const [done] = (await once(worker, "message")) as [Done]; // it posts one
  return done;
}
