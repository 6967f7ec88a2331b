import { expect, test } from "vitest";
import { calm, runScenario, scenario } from "./harness.ts";

const run = <T = unknown>(name: string): Promise<T> => scenario<T>("gather", name, [], { limit: 30_000 });

test("[C91] gather gives results in the order in which they end, each with its call, and failures as values", async () => {
  expect(await run("order")).toEqual({
    items: ["3 returned 7", "2 returned fast", "1 threw failed", "0 returned slow"],
    same: [true, true, true, true],
    again: "slow",
  });
});

test("[C202] ten calls of a second each that are started at once all have their values after about a second", async () => {
  const { values, ms } = await scenario<{ values: unknown[]; ms: number }>("gather", "tenAtOnce");
  expect(values).toEqual(Array.from({ length: 10 }, (_, i) => `${i}`));
  expect(ms).toBeGreaterThanOrEqual(990);
  expect(ms).toBeLessThan(calm(3_000));
});

test("[C91] gather of nothing is empty at once", async () => {
  expect(await run("ofNothing")).toEqual({ value: [], fast: true });
});

test("[C91] at the limit the rest is cancelled and the iteration ends", async () => {
  const { items, ms, rest } = await run<{ items: string[]; ms: number; rest: unknown[] }>("limit");
  expect(items).toEqual(["1 returned 1"]);
  expect(ms).toBeGreaterThanOrEqual(295);
  expect(ms).toBeLessThan(calm(900));
  expect(rest).toEqual(["CancelledError", "ended in its own way"]);
});

test("[C91] what has ended before comes in the order in which it ended, also with no time left", async () => {
  expect(await run("settledBefore")).toEqual(["1 returned first", "0 returned second", "2 returned third"]);
});

test("gather sleeps while it waits", async () => {
  const { items, cpuMs } = await run<{ items: string[]; cpuMs: number }>("sleeps");
  expect(items).toHaveLength(2);
  expect(cpuMs).toBeLessThan(450);
});

test("[C78] a cancelled result that is waited for among others wakes the waiter", async () => {
  const { item, ms } = await run<{ item: unknown[]; ms: number }>("cancelled");
  expect(item).toEqual([0, "threw", "CancelledError"]);
  expect(ms).toBeLessThan(calm(1_500));
});

test("[C78] one whose work ignores its signal wakes the waiter after its grace", async () => {
  const { item, ms } = await run<{ item: unknown[]; ms: number }>("cancelledStubborn");
  expect(item).toEqual([0, "CancelledError"]);
  expect(ms).toBeGreaterThan(1_900);
  expect(ms).toBeLessThan(calm(6_000));
});

test("to leave the loop cancels nothing", async () => {
  expect(await run("leftEarly")).toEqual(["first", "second"]);
});

test("[C91] results that a death takes along end as failures, after those that were there", async () => {
  const [first, ...rest] = await run<{ code?: string; exitCode?: number; index: number }[]>("dead");
  expect(first).toBe(1);
  expect(rest).toMatchObject([
    { index: 1, code: "ERR_PICOT_REACTOR_DIED", exitCode: 3 },
    { index: 2, code: "ERR_PICOT_REACTOR_DIED", exitCode: 3 },
  ]);
});

test("[C91] of a reactor that was stopped what has ended is there, and the rest fails", async () => {
  expect(await run("twoReactors")).toMatchObject({
    value: [
      [0, "returned"],
      [1, "threw"],
    ],
  });
});

test("gather refuses a missing or bad limit, and what is no EventualResult", async () => {
  expect(await run("misuse")).toEqual([
    "ERR_PICOT_ARGUMENT",
    "ERR_PICOT_TIMEOUT_RANGE",
    "gather: results[1] is no EventualResult.",
  ]);
});

test("[C73] gather is refused in the reactor", async () => {
  expect(await run("inReactor")).toBe("ERR_PICOT_WRONG_THREAD");
});

test("[C79][C81] work that cancels itself is a CancelledError to its caller, and nothing is logged", async () => {
  expect(await runScenario("gather", "cancelsItself")).toMatchObject({
    status: 0,
    result: "CancelledError",
    stdout: "",
    stderr: "",
  });
});
