import { TURN, TURNS, quotient } from "../quotient.ts";
import { callRegimes } from "../regime.ts";
import type { Row } from "../row.ts";

/** Methods of live objects that came within a value, by turns: how many calls of a plain function each costs as much as. */
export const live: Row = {
  name: "live",
  title: "a method of a live object, in plain calls",
  unit: "x",
  better: "less",
  statistic: "p50",
  regimes: callRegimes,
  ratios: false,
  takesPart: ({ role }) => role === "subject",
  counts: TURNS,
  targets: [{ kind: "value", atMost: 1.1 }],
  async measure(_, counts, apart) {
    const { add, openAccounts } = await import("../workload/accounts.facade.ts");
    const { accounts } = openAccounts(100);
    const sumOf = (one: (i: number) => number): void => {
      let sum = 0;
      for (let i = 0; i < TURN; i += 1) sum += one(i);
      if (sum !== 3 * TURN) throw new Error("a wrong sum");
    };
    const method = (): void => sumOf((i) => accounts[i % accounts.length]!.add(1, 2)); // within it
    const plain = (): void => sumOf(() => add(1, 2));
    return { value: await quotient(method, plain, counts, apart) };
  },
};
