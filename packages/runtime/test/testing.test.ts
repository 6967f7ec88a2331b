import { withTestReactor } from "@picot/runtime/testing";
import { expect, test } from "vitest";
import { scenario } from "./harness.ts";
import type { Failure, Outcome } from "./scenarios/outcome.ts";

test("a test reactor serves facades in one thread: jobs, ticks, timers of the test's clock, errors, objects", async () => {
  const seen = await scenario<Record<string, unknown>>("testing", "basics");
  expect(seen).toMatchObject({
    where: "[0,true]",
    here: false,
    jobs: 1_000,
    nextTick: "ticked",
    function: 42,
    later: "in time",
    now: [1_501, 1_501],
    failure: { name: "RangeError", message: "as it was thrown" },
    sibling: "sibling",
    same: false,
    threads: 0,
  });
  // The clock jumps, by ten minutes in all: no real wait.
  expect(seen["ms"]).toBeLessThan(30_000);
});

test("time is moved on by hand, and all that falls due is done", async () => {
  expect(await scenario("testing", "byHand")).toEqual({
    seen: [0, 0, 1_000, 3_000, 3_500, 1],
    events: ["1000 tick", "2000 tick", "3000 tick"],
    bad: "ERR_PICOT_TIMEOUT_RANGE",
  });
});

test("Node's timers go by the test's clock, also those that were imported by name, and are as before at its end", async () => {
  expect(await scenario("testing", "timers")).toEqual({
    seen: [
      [
        ["promise", 10],
        ["timeout", 10],
        ["promisified", 35],
        [3, 335],
        ["turn", 385],
        ["AbortError", 385],
      ],
      0,
    ],
    restored: true,
  });
});

test("a call ends at its timeout, by the test's clock, and its work is told to end", async () => {
  const { late, at, obeys, after, events } = await scenario<{
    late: Failure;
    at: number;
    obeys: string;
    after: number;
    events: string[];
  }>("testing", "limits");
  expect(late).toMatchObject({
    code: "ERR_PICOT_TIMEOUT",
    message: expect.stringContaining("Paced.later: no answer in 2000 ms"),
  });
  expect([at, obeys, after]).toEqual([2_000, "ERR_PICOT_TIMEOUT", 4_000]);
  expect(events).toEqual(["2001 too late", "4000 told to end"]);
});

test("what one thread cannot do is refused by name, and the next call works", async () => {
  const { timed, file, spinning, pool, after, hosted, other } = await scenario<Record<string, Outcome>>(
    "testing",
    "refusals",
  );
  expect(timed?.error?.code).toBe("ERR_PICOT_TIMEOUT");
  expect(file?.error).toMatchObject({
    code: "ERR_PICOT_TEST_REACTOR",
    message: expect.stringContaining("input and output"),
  });
  expect(spinning?.error).toMatchObject({
    code: "ERR_PICOT_TEST_REACTOR",
    message: expect.stringContaining("without end"),
  });
  expect(pool?.error).toMatchObject({
    code: "ERR_PICOT_TEST_REACTOR",
    message: expect.stringContaining("a test reactor has one thread"),
  });
  expect(after?.value).toBe("paced");
  expect(hosted?.error?.code).toBe("ERR_PICOT_SETUP");
  expect(other?.error).toMatchObject({
    code: "ERR_PICOT_TEST_REACTOR",
    message: expect.stringContaining("the reactor other"),
  });
});

test("a body that awaits, a call in a promise job, a module that is not there: each is refused; an error of the body comes out", async () => {
  const { asynchronous, nested, thrown, missing } = await scenario<Record<string, Outcome<Outcome>>>(
    "testing",
    "misuses",
  );
  expect(asynchronous?.error?.code).toBe("ERR_PICOT_ARGUMENT");
  expect(nested?.value?.error?.code).toMatch(/ERR_PICOT_(TEST_REACTOR|WRONG_THREAD)/);
  expect(thrown?.error).toMatchObject({ name: "RangeError", message: "of the body" });
  expect(missing?.error?.code).toBe("ERR_PICOT_REACTOR_START");
});

test("EventualResults, gather(), cancel() and stash() go by the test's clock; many requests find room", async () => {
  expect(await scenario("testing", "eventuals")).toEqual({
    order: [1, 2, 0],
    at: 301,
    one: 8,
    cancelled: "ERR_PICOT_CANCELLED",
    stashed: "number",
    many: 1,
    large: 5,
  });
});

test("at the end hooks run and instances are taken back; facades of one test are stale in the next", async () => {
  expect(await scenario("testing", "apart")).toEqual({
    first: "first",
    ended: ["100 shared put away"],
    second: { shared: "second", stale: "ERR_PICOT_STALE_HANDLE", soon: "ERR_PICOT_REACTOR_STOPPED", now: 0 },
  });
});

test("a facade called by the reactor layer is refused there too; setup() and stop() do nothing", async () => {
  expect(await scenario("testing", "inReactor")).toEqual({ refused: "ERR_PICOT_WRONG_THREAD", after: "paced" });
});

test("callbacks run in the body, also nested, and iterators give one item after the other", async () => {
  expect(await scenario("testing", "conversations")).toEqual({
    twice: 10,
    nested: 15,
    later: "in time",
    failing: "of the body",
    seen: [0, 1, 2, 1, true, 10, 15],
    now: 250,
  });
});

test("services are started first and stopped at the end", async () => {
  expect(await scenario("testing", "services")).toEqual({
    during: ["50 service started"],
    after: ["50 service started", "100 service stopped"],
  });
});

test("after a test, calls go to a real reactor", async () => {
  expect(await scenario("testing", "thenReal")).toEqual({ name: "real", elsewhere: true, inside: true });
});

test("in a test runner's own thread, whose loader gives modules of its own making", async () => {
  // As it is built: the reactor layer lies beside it.
  const built = new URL("../dist-test/fixtures/paced.facade.js", import.meta.url).href;
  const { Paced } = (await import(built)) as typeof import("./fixtures/paced.facade.ts"); // what it was built from
  await withTestReactor(({ advance, clock }) => {
    const paced = new Paced("here");
    expect(paced.later(1_000, "in time")).toBe("in time");
    expect(() => paced.later(5_000, "late")).toThrow(expect.objectContaining({ code: "ERR_PICOT_TIMEOUT" }));
    advance(7_000);
    expect(clock.now()).toBe(10_000);
    expect(paced.sibling().name()).toBe("sibling");
  });
});
