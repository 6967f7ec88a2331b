import { keepApart } from "../apart.ts";
import { COUNTS } from "../call-row.ts";
import type { Bytes } from "../contestant.ts";
import { callRegimes } from "../regime.ts";
import type { Row } from "../row.ts";
import { WARMUP_BUDGET, sampleOf } from "../timing.ts";

const LENGTH = 64 * 1_024 * 1_024;

export const transferRow: Row = {
  name: "transfer",
  title: "64 MB of bytes, there and back, transferred",
  unit: "µs",
  better: "less",
  statistic: "p50",
  regimes: callRegimes,
  ratios: true,
  takesPart: ({ move }) => move !== undefined,
  counts: { ...COUNTS, warmup: 3_000, calls: 5_000 },
  targets: [{ kind: "value", atMost: 50 }],
  async measure(contestant, { warmup, calls, budget }, apart) {
    const move = await contestant.move?.(transferRow);
    if (move === undefined) throw new Error(`${contestant.name} transfers nothing`);
    let bytes: Bytes = new Uint8Array(LENGTH).fill(7);
    const time = async (count: number, most: number): Promise<Float64Array> => {
      const times = new Float64Array(count);
      const began = performance.now();
      for (let at = 0; at < count; at++) {
        const start = performance.now();
        const moved = move(bytes);
        const result = moved instanceof Promise ? await moved : moved;
        const end = performance.now();
        times[at] = end - start;
        // What left must be gone: otherwise it was copied.
        if (bytes.length !== 0 || result.length !== LENGTH || result[LENGTH - 1] !== 7)
          throw new Error(`${contestant.name}: nothing was transferred`);
        bytes = result;
        if (end - began > most) return times.subarray(0, at + 1);
      }
      return times;
    };
    await time(1, Infinity);
    keepApart(apart);
    await time(warmup, WARMUP_BUDGET);
    keepApart(apart);
    return sampleOf(await time(calls, budget));
  },
  moves: true,
  // In a peer's worker, which transfers what it returns by itself.
  work: async () => async (value) => value,
};
