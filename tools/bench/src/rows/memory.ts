import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { COUNTS, open } from "../call-row.ts";
import type { Row } from "../row.ts";
import { addition } from "../workload/addition.ts";

export const memory: Row = {
  name: "memory",
  title: "growth of resident memory by 100,000 calls of add(1, 2)",
  unit: "MB",
  better: "less",
  statistic: "RSS",
  // On one core, where a peer's call takes a third of the time.
  regimes: ["one"],
  ratios: false,
  takesPart: (one) => one.open !== undefined && one.role !== "floor",
  counts: { ...COUNTS, warmup: 10_000, calls: 100_000 },
  targets: [{ kind: "value", atMost: 5 }],
  async measure(contestant, { warmup, calls }) {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void; // which the flag puts there
    const call = await open(contestant, memory);
    const make = async (count: number): Promise<number> => {
      for (let at = 0; at < count; at++) {
        const result = call(1, 2);
        if (contestant.asynchronous === true) await result;
      }
      collect();
      return process.memoryUsage.rss();
    };
    const before = await make(warmup);
    return { value: ((await make(calls)) - before) / 1e6 };
  },
  work: addition.work as NonNullable<Row["work"]>, // sound: see call-row.ts
  facade: addition.facade as NonNullable<Row["facade"]>, // as above
};
