import { TURN, TURNS, quotient } from "../quotient.ts";
import { callRegimes } from "../regime.ts";
import type { Row } from "../row.ts";

/** A function of the caller's, called from the reactor: how many plain calls it costs as much as. */
export const callback: Row = {
  name: "callback",
  title: "a function called back, in plain calls",
  unit: "x",
  better: "less",
  statistic: "p50",
  regimes: callRegimes,
  ratios: false,
  takesPart: ({ role }) => role === "subject",
  counts: TURNS,
  targets: [{ kind: "value", atMost: 2.5 }],
  async measure(_, counts, apart) {
    const { Caller } = await import("../workload/caller.facade.ts");
    const caller = new Caller();
    const plain = (): void => {
      let sum = 0;
      for (let i = 0; i < TURN; i += 1) sum += caller.add(1, 2);
      if (sum !== 3 * TURN) throw new Error("a wrong sum");
    };
    const back = (): void => {
      if (caller.each(TURN, (a, b) => a + b) !== 3 * TURN) throw new Error("a wrong sum");
    };
    return { value: await quotient(back, plain, counts, apart) };
  },
};
