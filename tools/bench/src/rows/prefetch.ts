import { TURN, TURNS, quotient } from "../quotient.ts";
import { callRegimes } from "../regime.ts";
import type { Contestant } from "../contestant.ts";
import type { Row } from "../row.ts";

/** A line of these tables only: such items made and taken in one thread. No hand-off can be faster than that. */
export const oneThread: Contestant = { name: "for await, one thread", role: "floor" };

/** A loop over an iterator whose items are made beforehand, beside one whose items are made when they are asked for. */
export const prefetch: Row = {
  name: "prefetch",
  title: "an item of an iterator with @prefetch 1000, in items of one without",
  unit: "x",
  better: "less",
  statistic: "p50",
  regimes: callRegimes,
  ratios: false,
  takesPart: (one) => one.role === "subject" || one === oneThread,
  counts: TURNS,
  targets: [{ kind: "value", atMost: 0.05 }],
  async measure(one, counts, apart) {
    const { Feed } = await import("../workload/feed.facade.ts");
    const feed = new Feed();
    const loop = (items: Iterable<number>): void => {
      let seen = 0;
      for (const _each of items) seen += 1;
      if (seen !== TURN) throw new Error(`${seen} items`);
    };
    const ahead = one === oneThread ? alone : (): void => loop(feed.ahead(TURN));
    const inTurn = (): void => loop(feed.items(TURN));
    return { value: await quotient(ahead, inTurn, counts, apart) };
  },
};

async function* items(count: number): AsyncGenerator<number> {
  for (let i = 0; i < count; i += 1) yield i;
}

async function alone(): Promise<void> {
  let seen = 0;
  for await (const _each of items(TURN)) seen += 1;
  if (seen !== TURN) throw new Error(`${seen} items`);
}
