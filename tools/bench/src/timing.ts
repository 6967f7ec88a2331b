/** The loops that time calls: the same for every contestant that makes the same kind of call. */
import { type Apart, keepApart } from "./apart.ts";
import type { Call } from "./row.ts";
import type { Counts, Sample } from "./sample.ts";
import { mean, median, quantile } from "./statistics.ts";

/** What the calls of a row pass and return. */
export interface Passed {
  readonly args: readonly unknown[];
  /** Asked after each call, outside the time that is measured. */
  readonly isRight: (result: unknown) => boolean;
}

/** Milliseconds that warming up may take: whoever is slow on a busy machine need not be slow twice. */
export const WARMUP_BUDGET = 1_500;

/** A call that starts the worker, calls to warm up, then timed ones. */
export async function timeCalls(
  call: Call,
  asynchronous: boolean,
  passed: Passed,
  { warmup, calls, budget }: Counts,
  apart: Apart | undefined,
): Promise<Float64Array> {
  // By itself, so that a worker that starts slowly is warmed up as long as the others.
  await (asynchronous ? promised(call, passed, 1, Infinity) : blocking(call, passed, 1, Infinity));
  keepApart(apart);
  if (asynchronous) {
    await promised(call, passed, warmup, WARMUP_BUDGET);
    keepApart(apart);
    return promised(call, passed, calls, budget);
  }
  blocking(call, passed, warmup, WARMUP_BUDGET);
  keepApart(apart);
  return blocking(call, passed, calls, budget);
}

/** The time of each of so many calls, back to back, in milliseconds. */
function blocking(call: Call, { args, isRight }: Passed, count: number, budget: number): Float64Array {
  const times = new Float64Array(count);
  const began = performance.now();
  for (let at = 0; at < count; at++) {
    const start = performance.now();
    const result = call(...args);
    const end = performance.now();
    times[at] = end - start;
    if (!isRight(result)) throw new Error(`call ${at} returned ${String(result)}`);
    if (end - began > budget) return times.subarray(0, at + 1);
  }
  return times;
}

async function promised(call: Call, { args, isRight }: Passed, count: number, budget: number): Promise<Float64Array> {
  const times = new Float64Array(count);
  const began = performance.now();
  for (let at = 0; at < count; at++) {
    const start = performance.now();
    const result = await call(...args);
    const end = performance.now();
    times[at] = end - start;
    if (!isRight(result)) throw new Error(`call ${at} returned ${String(result)}`);
    if (end - began > budget) return times.subarray(0, at + 1);
  }
  return times;
}

/** Times in milliseconds as a sample in microseconds. */
export function sampleOf(times: Float64Array, statistic: "p50" | "mean" = "p50"): Sample {
  const value = statistic === "mean" ? mean(times) : median(times);
  return { value: value * 1_000, p99: quantile(times, 0.99) * 1_000 };
}
