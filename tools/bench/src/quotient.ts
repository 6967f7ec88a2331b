/** Two ways to do the same in one process, timed by turns. */
import { type Apart, keepApart } from "./apart.ts";
import type { Counts } from "./sample.ts";
import { median } from "./statistics.ts";

/** How much of it each turn does, so that what is around it counts for nothing. */
export const TURN = 500;

/** Enough for V8 to have compiled it all. */
export const TURNS: Counts = { warmup: 8_000, calls: 20_000, budget: 600, wait: 2_000 };

/** A turn of one of them. */
export type Turn = () => void | Promise<void>;

/** The one's time in the other's: whatever else the machine does, it does to both. */
export async function quotient(
  one: Turn,
  other: Turn,
  { warmup, calls, budget }: Counts,
  apart: Apart | undefined,
): Promise<number> {
  await one();
  keepApart(apart);
  for (let done = 0; done < warmup; done += TURN) {
    await one();
    await other();
  }
  keepApart(apart);
  const quotients: number[] = [];
  const began = performance.now();
  for (let done = 0; done < calls && performance.now() - began < budget; done += TURN) {
    const start = performance.now();
    await one();
    const middle = performance.now();
    await other();
    quotients.push((middle - start) / (performance.now() - middle));
  }
  return median(quotients);
}
