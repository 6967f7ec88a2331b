import { expect, test } from "vitest";
import { FOREVER, TimeoutRangeError } from "@picot/runtime";
import { Deadline, checkTimeout } from "../dist/deadline.js";
import { calm, runScenario, scenario } from "./harness.ts";
import type { TimedOut } from "./scenarios/limits.ts";

test("[C32][C33][C36] a call past its limit throws, names method and limit, and is cancelled in the reactor", async () => {
  const { code, message, mayHaveRun, ms, events } = await scenario<TimedOut>("limits", "pastLimit");
  expect(code).toBe("ERR_PICOT_TIMEOUT");
  expect(message).toMatch(/^Calls\.never: no answer in 500 ms\./);
  expect(mayHaveRun).toBe(true);
  expect(ms).toBeGreaterThanOrEqual(500);
  expect(ms).toBeLessThan(calm(800));
  expect(events).toEqual(["work began", "work cleaned up"]);
});

test("[C37] nothing is logged of a call that was cancelled at its limit", async () => {
  expect(await runScenario("limits", "pastLimit")).toMatchObject({ status: 0, stdout: "", stderr: "" });
});

test("[C34][R51] a limit of 0 is up at once, and the work is cancelled", async () => {
  const { code, message, ms, events } = await scenario<TimedOut>("limits", "noTime");
  expect(code).toBe("ERR_PICOT_TIMEOUT");
  expect(message).toContain("Calls.never: no answer in 0 ms");
  expect(ms).toBeLessThan(calm(100));
  expect(events).toEqual(["work began", "work cleaned up"]);
});

test("[C35] a wait past its limit throws, the work goes on, and a later wait returns its value", async () => {
  expect(await scenario("limits", "waitLimit")).toEqual({
    error: "ERR_PICOT_TIMEOUT",
    before: [],
    value: "work",
    again: "work",
  });
});

test("[C38] a TimeoutError of the method's own is told apart from the hand-off's by class and code", async () => {
  expect(await scenario("limits", "ownTimeoutError")).toEqual({
    name: "TimeoutError",
    code: "ETIMEDOUT",
    picot: false,
    ofHandOff: false,
  });
});

test("[C40] a limit of FOREVER waits three seconds, and returns", async () => {
  expect(await scenario("limits", "forever")).toBe("at last");
});

test("[C41][R52] limits over 2 ** 31 ms are waited for and not up at once", async () => {
  expect(await scenario("limits", "farLimits")).toEqual([
    "in time",
    "2 ** 31",
    "2 ** 53",
    "the largest number",
    "wait 2 ** 31",
    "wait 2 ** 53",
    "wait forever",
  ]);
});

test("[C39][R50] a bad limit is a RangeError where it is declared or given", async () => {
  const brought = await scenario<Record<string, string[]>>("limits", "badLimits");
  const { setup, ...declared } = brought;
  for (const [place, codes] of Object.entries(declared)) {
    expect(codes, place).toEqual(Array.from({ length: 8 }, () => "ERR_PICOT_TIMEOUT_RANGE"));
  }
  // Its limit is optional: what is not there is the default.
  expect(setup?.slice(2)).toEqual(Array.from({ length: 6 }, () => "ERR_PICOT_TIMEOUT_RANGE"));
});

test("[C39] integers, fractions, 0 and FOREVER are limits", async () => {
  expect(await scenario("limits", "goodLimits")).toBe("a fraction");
});

test("[C39] the text of a bad limit names the place and the value", async () => {
  expect(await scenario("limits", "badLimitText")).toBe(
    "Rates.latest: a timeout is a number of milliseconds, 0 or more, or FOREVER; got NaN.",
  );
});

test("checkTimeout() shows any value in its text, and throws nothing else", () => {
  for (const each of [Symbol("s"), Object.create(null) as object, 1n, [], {}, "", true]) {
    expect(() => checkTimeout(each, "here")).toThrow(TimeoutRangeError);
  }
});

test("a deadline is one moment: what is left of it only shrinks", () => {
  const deadline = Deadline.after(10_000);
  const first = deadline.remaining();
  expect(first).toBeLessThanOrEqual(10_000);
  expect(first).toBeGreaterThan(9_000);
  expect(deadline.remaining()).toBeLessThanOrEqual(first);
  expect(deadline.passed()).toBe(false);
  expect(deadline.milliseconds).toBe(10_000);
});

test("a deadline that has passed has 0 left, never less", async () => {
  const deadline = Deadline.after(1);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(deadline.passed()).toBe(true);
  expect(deadline.remaining()).toBe(0);
  expect(Deadline.after(0).passed()).toBe(true);
});

test("a deadline after FOREVER never passes", () => {
  const deadline = Deadline.after(FOREVER);
  expect([deadline.remaining(), deadline.passed(), deadline.milliseconds]).toEqual([Infinity, false, Infinity]);
});

test("[C41] a deadline beyond 2 ** 53 ms has not passed", () => {
  expect(Deadline.after(2 ** 53).passed()).toBe(false);
  expect(Deadline.after(Number.MAX_VALUE).remaining()).toBeGreaterThan(2 ** 53);
});
