import { beforeAll, expect, test } from "vitest";
import { runScenario, scenario } from "./harness.ts";
import type { Failure } from "./scenarios/outcome.ts";

/** Of the scenarios that need no process of their own. */
const together = [
  ...["pumps", "onceAndOff", "twice", "values", "order", "among", "eager", "throws", "offWithin", "onceInFlight"],
  ...[
    "twoThreads",
    "terminated",
    "disposed",
    "scoped",
    "endless",
    "expects",
    "expectsAmong",
    "contexts",
    "otherClass",
    "tested",
  ],
];
let results: Record<string, unknown> = {};
beforeAll(async () => {
  results = await scenario("events", "many", together);
}, 60_000);

const run = async <T = unknown>(name: string, ...args: unknown[]): Promise<T> =>
  together.includes(name) ? (results[name] as T) : scenario<T>("events", name, args); // the caller knows its scenario

test("[C152] a handler hears events until it is taken off by the same function, and one that is for once hears one", async () => {
  expect(await run("onceAndOff")).toEqual({
    heard: ["on 1", "once 1", "on 2", "on 1"],
    same: true,
    counts: [2, 1, 0],
  });
  expect(await run("twice")).toEqual([2, 3]);
});

test("what a handler is called with is copied, or is the very facade, and it may call facades", async () => {
  expect(await run("values")).toEqual([
    ...[["a", { at: 2 }], true, "other.pdf", true],
    ...[true, true, "report.pdf", "/tmp/report.pdf", true, false],
  ]);
});

test("events are heard in their order, and each handler runs to its end before the next, also where it waits", async () => {
  expect(await run("order")).toEqual([
    "tick 1 begins",
    "tick 1 ends",
    "pair 2",
    "tick 3 begins",
    "tick 3 ends",
    "close",
    "tick 5 begins",
    "tick 5 ends",
  ]);
  expect(await run("among")).toEqual({ heard: [1, 2, 3], result: 2 });
});

test("an event that is emitted before on() returns is heard", async () => {
  expect(await run("eager")).toEqual({ before: [1], heard: [1, 2, 2] });
});

test("[C153] what a handler throws is thrown by the wait in which it ran, as the very object, and the reactor serves on", async () => {
  const result = await run<Record<string, unknown>>("throws");
  expect(result).toMatchObject({
    same: [true, true, true, true, true],
    untouched: true,
    blocked: ["from the handler", true],
    goesOn: "goes on",
    after: "alive",
  });
  expect((result["promise"] as Failure).message).toContain('Page.once("tick") returned a promise');
});

test("a handler that is taken off by another, or by itself, hears nothing that is on its way", async () => {
  expect(await run("offWithin")).toEqual({ heard: ["first 1"], left: 0 });
});

test("a handler for once hears one of two that are on their way", async () => {
  expect(await run("onceInFlight")).toBe(1);
});

test("two threads hear the events of one object, and one that ends is heard of no more", async () => {
  expect(await run("twoThreads")).toEqual({ both: 2, heard: [1, 2, 3], other: [1, 2, 3], left: 1 });
});

test("a thread that is terminated leaves no listener behind", async () => {
  expect(await run("terminated")).toEqual([1, 0]);
});

test("an object that is put away has no handlers any more", async () => {
  expect(await run("disposed")).toEqual({ heard: ["close"], left: 0 });
});

test("a scope that ends takes off the handlers of what it lets go of", async () => {
  expect(await run("scoped")).toEqual({ listening: 1, left: 0, heard: ["kept"] });
});

test("in a test reactor handlers run, and events are waited for, by the test's own time", async () => {
  expect(await run("tested")).toEqual({
    before: [1],
    heard: [1, 1, 2],
    ran: 2,
    name: "report.pdf",
    none: "ERR_PICOT_TIMEOUT",
    pumped: 0,
  });
});

test("a facade that is dropped takes its handlers with it, which may hold it", async () => {
  expect(await scenario("events-life", "dropped", [], { execArgv: ["--expose-gc"] })).toEqual({ before: 10, after: 0 });
});

test("pump() runs what has come, waits for the first of it, and says how many", async () => {
  expect(await run("pumps")).toEqual({
    nothing: [0, 0, "ERR_PICOT_ARGUMENT"],
    none: [0, true],
    ran: 3,
    heard: 3,
    bad: "ERR_PICOT_TIMEOUT_RANGE",
  });
});

test("a call returns, and so does pump(), although events come faster than they are handled", async () => {
  expect(await run("endless")).toEqual({ some: true, value: "returned", heard: true });
});

test("events that nobody hears are kept up to a limit; over it they are counted, logged, and told by pump()", async () => {
  const { result, stderr } = await runScenario("events", "unheard");
  expect(result).toEqual({ code: "ERR_PICOT_EVENTS_LOST", all: 10_500, inOrder: true, last: 1 });
  expect(stderr).toContain('Page.on("tick"): events are dropped; 10000 of them wait for their thread');
});

test("an event that cannot cross is logged, and whoever emits it goes on; what is no handler is refused", async () => {
  const { result, stderr } = await runScenario("events", "refused");
  const { text, unknown, handler, eventual } = result as Record<string, Failure>;
  expect(text).toBe("goes on");
  expect(stderr).toContain('Page.on("pair"): an event did not reach its handler');
  expect(unknown?.message).toContain('Page.on("tack"): there is no such event. There are "tick"');
  expect(handler?.message).toContain('Page.on("tick"): the handler is no function');
  expect(eventual?.code).toBe("ERR_PICOT_ARGUMENT");
});

test("[C154] an event that is armed before the act is waited for after it; a body that throws cancels it; none is a timeout", async () => {
  const result = await run<{ late: Failure }>("expects");
  expect(result).toMatchObject({
    same: [true, true, true, true],
    path: "/tmp/report.pdf",
    counted: 0,
    bodyThrew: true,
    cancelled: "ERR_PICOT_CANCELLED",
    listening: [1, 0],
  });
  expect(result.late).toMatchObject({ code: "ERR_PICOT_TIMEOUT" });
  expect(result.late.message).toBe('Page.expect("close"): no answer in 100 ms. There was no such event.');
});

test("handlers run while an event is expected, and may expect one themselves", async () => {
  expect(await run("expectsAmong")).toEqual({ error: "ERR_PICOT_TIMEOUT", heard: [1, "report.pdf"] });
});

test.each([
  ["dies", "pump", "ERR_PICOT_REACTOR_DIED"],
  ["dies", "expect", "ERR_PICOT_REACTOR_DIED"],
  ["stops", "pump", "ERR_PICOT_REACTOR_STOPPED"],
  ["stops", "expect", "ERR_PICOT_REACTOR_STOPPED"],
])("a reactor that %s ends %s, after what it had sent before", async (how, where, code) => {
  expect(await run("ends", how, where)).toEqual({ code, heard: [1], later: code, pumped: 0 });
});

test("[C201] a handler runs in the context in which it was registered, whatever its thread does meanwhile", async () => {
  expect(await run("contexts")).toEqual(["registered", null, "registered", null]);
});

test("handlers run in every call to their reactor", async () => {
  expect(await run("otherClass")).toBe(1);
});
