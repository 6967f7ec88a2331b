import { keepApart } from "../apart.ts";
import { COUNTS } from "../call-row.ts";
import { callRegimes } from "../regime.ts";
import type { Row } from "../row.ts";
import { WARMUP_BUDGET, sampleOf } from "../timing.ts";
import { addition } from "../workload/addition.ts";

const IN_FLIGHT = 100;

export const inFlight: Row = {
  name: "in-flight",
  title: `add(1, 2), ${IN_FLIGHT} calls in flight, per call`,
  unit: "µs",
  better: "less",
  statistic: "p50",
  regimes: callRegimes,
  ratios: true,
  takesPart: ({ burst }) => burst !== undefined,
  counts: { ...COUNTS, warmup: 20_000, calls: 50_000 },
  targets: [
    { kind: "value", atMost: 1, regimes: ["apart"] },
    { kind: "value", atMost: 2, regimes: ["one"] },
  ],
  async measure(contestant, { warmup, calls, budget }, apart) {
    const burst = await contestant.burst?.(inFlight);
    if (burst === undefined) throw new Error(`${contestant.name} has one call in flight at the most`);
    const time = async (count: number, most: number): Promise<Float64Array> => {
      const times: number[] = [];
      const began = performance.now();
      for (let at = 0; at < count; at += IN_FLIGHT) {
        const start = performance.now();
        const made = burst(IN_FLIGHT);
        const results = Array.isArray(made) ? made : await made;
        const end = performance.now();
        times.push((end - start) / IN_FLIGHT);
        if (results.some((result) => result !== 3)) throw new Error(`${contestant.name}: a wrong result`);
        if (end - began > most) break;
      }
      return Float64Array.from(times);
    };
    await burst(1);
    keepApart(apart);
    await time(warmup, WARMUP_BUDGET);
    keepApart(apart);
    return sampleOf(await time(calls, budget));
  },
  work: addition.work as NonNullable<Row["work"]>, // sound: see call-row.ts
};
