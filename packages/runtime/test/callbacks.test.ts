import { expect, test } from "vitest";
import { runScenario, scenario } from "./harness.ts";
import type { Failure } from "./scenarios/outcome.ts";

const run = <T = unknown>(name: string, ...args: unknown[]): Promise<T> => scenario<T>("callbacks", name, args);

test("[C149] a function given to a facade runs in its caller's thread while that waits, and may call facades again", async () => {
  expect(await run("values")).toEqual({ twice: 10, nested: 22, where: [false], sum: 499_500 });
});

test("[C150][C182] objects of the reactor cross as facades into a function, and as themselves out of it", async () => {
  expect(await run("objects")).toEqual({
    chosen: "second,null",
    same: [true, true, true, true, true],
    after: 42,
    failed: "not that much",
    balance: 42,
  });
});

test("[C151] functions of 300 ms that are called at once run one after the other, and do not block the reactor", async () => {
  const { ticks, order } = await run<{ ticks: number; order: number[] }>("atOnce");
  expect(order).toEqual([0, 1, 2]);
  // 90, were nothing else running.
  expect(ticks).toBeGreaterThan(20);
});

test("[R43] functions that call and are called, fifty deep", async () => {
  expect(await run("deep", 50)).toMatchObject({ value: 50, after: 2 });
});

test("[R44] the 257th function within one another is refused by name, and the reactor serves on", async () => {
  expect(await run("deep", 256)).toMatchObject({ value: 256 });
  expect(await run("deep", 257)).toMatchObject({ error: { code: "ERR_PICOT_NESTING" }, after: 2 });
});

test("[R45] an error of a function reaches the method, and comes back as the very object, also as a cause", async () => {
  expect(await run("errors")).toEqual({
    same: [true, true, true, true, true],
    untouched: true,
    wrapped: "wrapped: Error: from the function",
    other: "ERR_PICOT_NON_ERROR_THROWN",
  });
});

test("[R46] a function whose thread waits for nothing fails by name at the call's limit, and does not run later", async () => {
  expect(await run("idle")).toEqual({
    end: "ERR_PICOT_CALLBACK_TIMEOUT",
    told: ["ERR_PICOT_CALLBACK_TIMEOUT"],
    ran: 0,
  });
});

test("[R47] a function whose caller has timed out, or has ended its call, fails by name and never runs in a later call", async () => {
  expect(await run("gone")).toEqual({
    late: "ERR_PICOT_TIMEOUT",
    told: ["ERR_PICOT_CALLER_GONE"],
    kept: "ERR_PICOT_CALLER_GONE",
    ran: 0,
  });
});

test("a call whose time is up while its function runs ends when that does, and the reactor has the answer", async () => {
  expect(await run("overdue")).toEqual({ late: "ERR_PICOT_TIMEOUT", told: ["too late"], after: 2 });
});

test("a function that returns a promise, or what cannot cross, and what is no function, are refused by name", async () => {
  const { asynchronous, text, result, after } = await run<Record<string, Failure>>("refused");
  expect(asynchronous).toMatchObject({
    code: "ERR_PICOT_ARGUMENT",
    message: expect.stringContaining("The function at args[1] of Callbacks.atOnce returned a promise") as string,
  });
  expect(text).toMatchObject({ code: "ERR_PICOT_ARGUMENT", message: expect.stringContaining("args[0]") as string });
  expect(result).toMatchObject({ code: "ERR_PICOT_RESULT" });
  expect(after).toBe(2);
});

test("functions that nobody awaits run in their order before their call returns", async () => {
  expect(await run("progress")).toEqual({ end: "done", steps: [1, 2, 3, 4, 5] });
});

test("the error of a function that nobody awaits is logged, and does not end the reactor", async () => {
  const { result, stderr } = await runScenario("callbacks", "progressFails");
  expect(result).toEqual({ end: "done", after: "alive" });
  expect(stderr).toContain("The function at args[1] of Callbacks.progress threw, and nobody awaited that");
  expect(stderr).toContain("RangeError: nobody awaits it");
});

test("a function of a call that goes on runs while its thread waits for another one", async () => {
  expect(await run("eventually")).toEqual({ order: ["function", "another call has ended"], value: 2 });
});

test("[C74] a call may be cancelled by its own function", async () => {
  expect(await run("cancelled")).toEqual(["run", 2]);
});

test.each([
  ["dies", "ERR_PICOT_REACTOR_DIED"],
  ["stops", "ERR_PICOT_REACTOR_STOPPED"],
])(
  "a reactor that %s while a function runs: the next call says so, and so does the one that is waited for",
  async (how, code) => {
    expect(await run("ends", how)).toEqual({ outer: code, inner: code });
  },
);

test("Ctrl-C in a function that waits ends that wait, and its error goes through the method to the caller", async () => {
  expect(await run("interrupted")).toEqual({ code: "ERR_PICOT_INTERRUPTED", same: true, after: 2 });
});

test("a thread that is terminated in a function leaves the reactor serving", async () => {
  expect(await run("callerTerminated")).toBe(2);
});
