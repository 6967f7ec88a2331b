import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { COUNTS } from "../call-row.ts";
import type { Contestant, Entrance } from "../contestant.ts";
import { regimeNames } from "../regime.ts";
import type { Row } from "../row.ts";
import type { Counts } from "../sample.ts";
import { addition } from "../work/addition.ts";
import type { Application, Done } from "../workers/application.ts";

const THREADS = 4;

export const threads: Row = {
  name: "threads",
  title: `add(1, 2) from ${THREADS} application threads to one reactor, all together`,
  unit: "calls/s",
  better: "more",
  statistic: "calls/s",
  regimes: regimeNames,
  ratios: true,
  takesPart: ({ share }) => share !== undefined,
  // Long enough that what is measured is calls, and not the compiling of the code that makes them.
  counts: { ...COUNTS, warmup: 3_000, budget: 1_500 },
  targets: [
    { kind: "ratio", to: "sync-message-port", atLeast: 5, regimes: ["two"] },
    { kind: "ratio", to: "sync-message-port", atLeast: 1, regimes: ["one"] },
  ],
  async measure(contestant, counts) {
    const entrances = await contestant.share?.(threads, THREADS);
    if (entrances === undefined) throw new Error(`${contestant.name} has no way to share a reactor`);
    const gate = new Int32Array(new SharedArrayBuffer(8));
    const running = entrances.map((entrance) => start(contestant, entrance, gate, counts));
    while (Atomics.load(gate, 0) < THREADS) await setTimeout(1);
    Atomics.store(gate, 1, 1);
    Atomics.notify(gate, 1);
    const done = await Promise.all(running);
    // Each by its own clock: a thread that is late to start must not count less.
    return { value: done.reduce((sum, { calls, took }) => sum + (calls / took) * 1_000, 0) };
  },
  work: addition.work as NonNullable<Row["work"]>, // sound: see call-row.ts
  facade: addition.facade as NonNullable<Row["facade"]>, // as above
};

async function start(
  contestant: Contestant,
  { data, transfer }: Entrance,
  gate: Int32Array,
  { warmup, budget }: Counts,
): Promise<Done> {
  const workerData: Application = { contestant: contestant.name, data, warmup, gate, budget };
  const worker = new Worker(new URL("../workers/application.js", import.meta.url), {
    workerData,
    transferList: [...transfer],
  });
  const [done] = (await once(worker, "message")) as [Done]; // it posts one
  return done;
}
