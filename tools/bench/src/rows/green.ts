/** Many tasks that wait, in one thread: no hand-off is in it. */
import { setTimeout as later } from "node:timers/promises";
import { COUNTS } from "../call-row.ts";
import type { Contestant } from "../contestant.ts";
import type { Row } from "../row.ts";

/** Milliseconds that each task waits. */
const WAIT = 100;

/** A line of these tables only. */
export const asyncAwait: Contestant = { name: "async/await", role: "reference" };

export const green = crowd("green", "ms", "time", 3_000, async (run) => {
  const start = performance.now();
  await run();
  return performance.now() - start;
});

export const greenMemory = crowd("green-memory", "MB", "most RSS", 200, async (run) => {
  await run();
  return process.resourceUsage().maxRSS / 1e3;
});

function crowd(
  name: string,
  unit: Row["unit"],
  statistic: string,
  atMost: number,
  measure: (run: () => Promise<void>) => Promise<number>,
): Row {
  return {
    name,
    title: `100,000 green tasks that wait for ${WAIT} ms each, in one thread`,
    unit,
    better: "less",
    statistic,
    regimes: ["free"],
    ratios: true,
    takesPart: (one) => one.role === "subject" || one === asyncAwait,
    counts: { ...COUNTS, warmup: 0, calls: 100_000 },
    targets: [{ kind: "value", atMost }],
    async measure(one, { calls }) {
      const start = one === asyncAwait ? waiting : await greenTasks();
      const run = async (): Promise<void> => {
        const tasks = Array.from({ length: calls }, start);
        for (const task of tasks) await task;
      };
      return { value: await measure(run) };
    },
  };
}

async function waiting(): Promise<void> {
  await later(WAIT);
}

async function greenTasks(): Promise<() => PromiseLike<void>> {
  const { deferToGreenlet, sleep } = await import("@picot/runtime/green");
  const body = function* (): ReturnType<typeof sleep> {
    yield* sleep(WAIT);
  };
  return () => deferToGreenlet(body);
}
