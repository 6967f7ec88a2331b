import { expect, test } from "vitest";
import { type RunOptions, runScenario, scenario } from "./harness.ts";
import type { Dropped } from "./scenarios/dropped.ts";

const gc: RunOptions = { execArgv: ["--expose-gc"], limit: 60_000 };

/** How often standard error tells of each error. */
async function told(name: string, texts: readonly string[]): Promise<{ counts: number[]; stderr: string }> {
  const { status, stderr } = await runScenario("dropped", name, [], gc);
  expect(status).toBe(0);
  return { counts: texts.map((each) => stderr.split(`RangeError: ${each}\n`).length - 1), stderr };
}

test("[C85][C86][C87][R62] the error of a result that was dropped is logged once, with the reactor's stack", async () => {
  const texts = ["never waited for", "waited for too briefly", "dropped before it failed"];
  const { counts, stderr } = await told("dropsFailed", texts);
  expect(counts).toEqual([1, 1, 1]);
  // After the collection and not only at the end.
  const before = stderr.slice(0, stderr.indexOf("before the end"));
  for (const each of texts) expect(before).toContain(each);
  expect(before).toContain("picot: Thing.failing failed, and nobody waited for its result:");
  expect(before).toMatch(/at .*things\.reactor/);
});

test("[C88][C165] an error that somebody got is not logged, nor that of a call that was cancelled", async () => {
  expect((await told("dropsSeen", [])).stderr).toBe("");
});

test("[C85] an error that nobody has got when the process ends is logged then", async () => {
  expect((await told("heldAtExit", ["held at the end"])).counts).toEqual([1]);
});

test("[C89] of stashed results those that failed and nobody retrieved are logged once at the end", async () => {
  const { counts } = await told("stashedAtExit", ["error A", "error B", "open"]);
  expect(counts).toEqual([1, 1, 0]);
});

test("[C85] also in a thread whose loop never turns", async () => {
  const { counts, stderr } = await told("dropsWithoutLoop", ["in one job"]);
  expect(counts).toEqual([1]);
  expect(stderr.indexOf("in one job")).toBeLessThan(stderr.indexOf("before the end"));
});

test.for([
  ["[R83] objects that were dropped in one job", "dropsMany", 200_000],
  [
    "[R84] objects that were dropped in one job of a pool whose threads sleep on shared memory",
    "dropsManyInPool",
    100_000,
  ],
] as const)("%s are let go of by the reactor, most of them soon", { timeout: 60_000 }, async ([, name, count]) => {
  const { made, atEnd, after } = await scenario<Dropped>("dropped", name, [count], gc);
  expect(made).toBe(count);
  expect(atEnd).toBeLessThan(count / 2);
  expect(after).toBeLessThan(2000);
});

test("facades that were dropped are let go of with no further call, where the loop turns", async () => {
  const { before, after } = await scenario<{ before: number; after: number }>("dropped", "dropsInLoop", [], gc);
  expect(before).toBeGreaterThan(90);
  expect(after).toBeLessThan(10);
});

test("[C157] the original of a facade that is dropped is released, once, and that of one that is held is not finalised", async () => {
  expect(await scenario("dropped", "dropsAllButOne", [], gc)).toEqual({ kept: 1, still: 1, later: 0 });
});

test("[R87] a call completes, though nothing but itself needs its facade any longer", async () => {
  expect(await scenario("dropped", "droppedWhileCalled", [], gc)).toEqual({ soon: "done", there: "done" });
});
