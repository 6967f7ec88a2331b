import { expect, test } from "vitest";
import { calm, runScenario, scenario } from "./harness.ts";

const run = <T = unknown>(name: string): Promise<T> => scenario<T>("eventual-results", name);

test("[C67][C68][R56] waiting returns the value, also begun before it is there, and the same each time", async () => {
  expect(await run("values")).toEqual([123, 123, 123, "later", "later"]);
});

test("[C69][R56] waiting throws the error, each time", async () => {
  const { texts, same, ranges } = await run<{ texts: string[]; same: boolean[]; ranges: boolean }>("failures");
  expect(texts).toEqual(["RangeError: at once", "RangeError: at once", "RangeError: later", "RangeError: later"]);
  expect({ same, ranges }).toEqual({ same: [true, true], ranges: true });
});

test("[C70][R57] a wait ends at its limit, twice, and a later one returns the result", async () => {
  const { waits, value } = await run<{ waits: { code: string; ms: number }[]; value: string }>("shortWaits");
  expect(waits.map(({ code }) => code)).toEqual(["ERR_PICOT_TIMEOUT", "ERR_PICOT_TIMEOUT"]);
  for (const { ms } of waits) {
    expect(ms).toBeGreaterThanOrEqual(30);
    expect(ms).toBeLessThan(calm(150));
  }
  expect(value).toBe("later");
});

test("[C39][C71] wait() without a limit is a TypeError that says what to write, and does not compile", async () => {
  expect(await run("noLimit")).toEqual([
    "ERR_PICOT_ARGUMENT",
    "EventualResult.wait (value): say how long to wait, in milliseconds, or write FOREVER.",
  ]);
});

test("[C72] two threads that wait for one result both get it, and a third cannot", async () => {
  expect(await run("twoThreads")).toEqual({
    here: "for both",
    there: { values: ["for both", "for both"] },
    again: "ERR_PICOT_UNKNOWN_RESULT",
  });
});

test("[C82] a value, or an error, that is there already is stashed for another thread", async () => {
  expect(await run("settledForOther")).toEqual([{ values: ["a value"] }, { code: "", text: "RangeError: a failure" }]);
});

test("[C73] an EventualResult is not waited for, stashed or retrieved in the reactor", async () => {
  expect(await run("inReactor")).toEqual([
    "ERR_PICOT_WRONG_THREAD",
    "ERR_PICOT_WRONG_THREAD",
    "ERR_PICOT_WRONG_THREAD",
  ]);
});

test("[C74][R58] a cancelled call's signal fires, and the waiter gets what the work settles with", async () => {
  const { cancelled, value, ms, events } = await run<{
    cancelled: boolean;
    value: string;
    ms: number;
    events: string[];
  }>("cancels");
  expect({ cancelled, value }).toEqual({ cancelled: true, value: "ended in its own way" });
  expect(events).toEqual(["throwing began", "ending began", "throwing cancelled", "ending cancelled"]);
  // Well before the grace for work that does not look at its signal.
  expect(ms).toBeLessThan(calm(1_500));
});

test("[C74] work that ignores its signal ends for the waiter with CancelledError after the grace of 2 s", async () => {
  const { cancelled, message, ms } = await run<{ cancelled: boolean; message: string; ms: number }>("cancelsStubborn");
  expect(cancelled).toBe(true);
  expect(message).toMatch(/^stubborn: cancelled/);
  expect(ms).toBeGreaterThan(1_900);
  expect(ms).toBeLessThan(calm(6_000));
});

test("[C74] work that ignores its signal and ends within the grace is waited for", async () => {
  expect(await run("cancelsSlow")).toBe("stubborn");
});

test("[C75][R58] a cancel straight after the call cancels, also if the work had not begun, which it then never does", async () => {
  expect(await run("cancelsAtOnce")).toEqual({
    first: true,
    events: [],
    value: "ended in its own way",
    afterwards: ["loaded began", "loaded cancelled"],
  });
});

test("[C76][R58] a second cancel, and one after the end, have no effect", async () => {
  expect(await run("cancelsTwice")).toEqual({
    value: "ended in its own way",
    after: "ended in its own way",
    done: 5,
    failed: "RangeError: failed",
    events: ["twice began", "twice cancelled"],
  });
});

test("[C77] a cancel after the stop was asked for does no harm, and the work is cancelled and cleans up", async () => {
  const ended = await runScenario("eventual-results", "cancelsAfterStop");
  expect(ended).toMatchObject({
    status: 0,
    stderr: "",
    result: "ERR_PICOT_REACTOR_STOPPED",
    stdout: "cancelled\ncleaned up\n",
  });
});

test("[C82][R59] stash() gives an integer, by which the same object is retrieved once", async () => {
  expect(await run("stashes")).toEqual({
    integer: true,
    same: true,
    value: "later",
    again: "ERR_PICOT_UNKNOWN_RESULT",
    unknown: "ERR_PICOT_UNKNOWN_RESULT",
  });
});

test("[C83] over a hundred rounds of stash and retrieve the ids strictly increase", async () => {
  expect(await run("manyStashes")).toBe(true);
});

test("[C84] originalFailure() is the failure with its stack of the reactor, or null, and never throws", async () => {
  expect(await run("originalFailures")).toEqual({
    early: null,
    success: null,
    failure: ["told", true],
    unwaited: ["not waited for", true],
  });
});

test("[C168] an error that is waited for again is the same object, and its stack does not grow", async () => {
  expect(await run("sameError")).toEqual({ same: 1, stacks: 1, joins: 2 });
});

test("eventual() of what is no method of a facade is refused, and leaves the next call blocking", async () => {
  expect(await run("misusedEventual")).toEqual({
    codes: ["ERR_PICOT_ARGUMENT", "ERR_PICOT_ARGUMENT", "ERR_PICOT_ARGUMENT"],
    after: "still fine",
  });
});

test("[R60] what a thread stashed goes with it: another thread that lives has its own still", async () => {
  expect(await run("stashesOfThreads")).toEqual({
    whileItLives: "of a thread",
    afterItsEnd: ["ERR_PICOT_UNKNOWN_RESULT", "ERR_PICOT_UNKNOWN_RESULT"],
    own: "of main",
  });
});
