import { TURN, TURNS, quotient } from "../quotient.ts";
import { callRegimes } from "../regime.ts";
import type { Row } from "../row.ts";

/** A loop over an iterator whose items are made beforehand, beside one whose items are made when they are asked for. */
export const prefetch: Row = {
  name: "prefetch",
  title: "an item of an iterator with @prefetch 1000, in items of one without",
  unit: "x",
  better: "less",
  statistic: "p50",
  regimes: callRegimes,
  ratios: false,
  takesPart: ({ role }) => role === "subject",
  counts: TURNS,
  targets: [
    { kind: "value", atMost: 0.05, regimes: ["free", "one"] },
    // A step there costs about what an async generator takes to make an item.
    { kind: "value", atMost: 0.5, regimes: ["apart"] },
  ],
  async measure(_, counts, apart) {
    const { Feed } = await import("../workload/feed.facade.ts");
    const feed = new Feed();
    const loop = (items: Iterable<number>): void => {
      let seen = 0;
      for (const _each of items) seen += 1;
      if (seen !== TURN) throw new Error(`${seen} items`);
    };
    const ahead = (): void => loop(feed.ahead(TURN));
    const inTurn = (): void => loop(feed.items(TURN));
    return { value: quotient(ahead, inTurn, counts, apart) };
  },
};
