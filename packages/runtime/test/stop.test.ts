import { expect, test } from "vitest";
import { calm, scenario } from "./harness.ts";
import type { Outcome } from "./scenarios/outcome.ts";
import type { Elsewhere, Refused, Stopped } from "./scenarios/stop.ts";

const STOPPED = "ERR_PICOT_REACTOR_STOPPED";

test.for(["obey", "hang"])(
  "[C13] a caller is released with ReactorStoppedError when the reactor stops under its call (%s)",
  async (how) => {
    const { outcome, ran } = await scenario<{ outcome: Outcome; ran: number }>("stop", "stopsItselfUnder", [how]);
    const { error, ms } = outcome;
    expect(error?.code).toBe(STOPPED);
    expect(ran).toBe(1);
    // The reactor stops after 100 ms, and waits 2 seconds for work that goes on: its caller does not.
    expect(ms).toBeLessThan(calm(1_800));
  },
);

test("[C16] a call after stop() is refused at once, and is not queued for the next reactor", async () => {
  const { refused, made, ran } = await scenario<Refused>("stop", "callAfterStop");
  for (const each of [refused, made]) {
    expect(each.error?.code).toBe(STOPPED);
    expect(each.error?.message).toContain("stopped");
    expect(each.ms).toBeLessThan(calm(180));
  }
  expect(ran).toBe(0);
});

test("[C18] stop() is harmless with no reactor and the second time; a call then names what happened", async () => {
  const { none, first, second, call } = await scenario<Record<string, Outcome>>("stop", "stopTwice");
  expect([none?.error, first?.error, second?.error]).toEqual([undefined, undefined, undefined]);
  expect(call?.error?.code).toBe(STOPPED);
  expect(call?.error?.message).toMatch(/^new Probe: the reactor was stopped/);
});

test("stop() of nothing starts nothing", async () => {
  expect(await scenario("stop", "stopOfNothing")).toBe(0);
});

test("setup() after stop() starts another reactor, which knows none of the first one's objects", async () => {
  const { first, second, stale } = await scenario<{ first: number; second: number; stale: Outcome }>(
    "stop",
    "setupAfterStop",
  );
  expect(second).not.toBe(first);
  expect(stale.error?.code).toBe("ERR_PICOT_STALE_HANDLE");
});

test.for([
  ["work that ends when it is told to", "obey", 3, 2000],
  ["work that goes on", "hang", 3, 100],
  ["a loop in the reactor", "loop", 1, 100],
  ["a reactor that sleeps on shared memory", "sleep", 1, 100],
] as const)("[R9] stop() releases the callers of %s, and ends the thread in time", async ([, how, callers, within]) => {
  const { stopped, released } = await scenario<Stopped>("stop", "stopUnderThree", [how, within]);
  expect(stopped.error).toBeUndefined();
  // Well below 2 seconds also where it would have waited so long.
  expect(stopped.ms).toBeLessThan(calm(1000));
  expect(released.map((each) => each.error?.code)).toEqual(Array.from({ length: callers }, () => STOPPED));
});

test("[C18] stop() in two threads at once is harmless in both", async () => {
  const { here, there } = await scenario<{ here: Outcome; there: Outcome }>("stop", "stopFromTwo");
  expect([here.error, there.error]).toEqual([undefined, undefined]);
});

test("stop() in the reactor's own thread returns at once, and releases those who wait", async () => {
  const { answer, other, next } = await scenario<Record<string, Outcome>>("stop", "stopInReactor");
  // The method that stops may answer first, or see its caller released.
  if (answer?.error === undefined) expect(answer?.value).toBe("stop() returned");
  else expect(answer.error.code).toBe(STOPPED);
  expect(other?.error?.code).toBe(STOPPED);
  expect(next?.error?.code).toBe(STOPPED);
});

test("[C18] a second stop() in the reactor leaves the first one its time", async () => {
  expect(await scenario("stop", "stopTwiceInReactor")).toBe(2);
});

test("stop() ends a reactor that takes no requests any more", async () => {
  const { stopped, released, sent } = await scenario<Stopped & { sent: number }>("stop", "stopOfFull");
  expect(sent).toBeGreaterThan(100);
  expect(stopped.error).toBeUndefined();
  expect(stopped.ms).toBeLessThan(calm(6000));
  expect(released[0]?.error?.code).toBe(STOPPED);
});

test("stop() ends a reactor that is still starting", async () => {
  const { stopped, released, next } = await scenario<Stopped & { next: Outcome }>("stop", "stopOfStarting");
  expect(stopped.error).toBeUndefined();
  expect(stopped.ms).toBeLessThan(calm(3000));
  expect(released[0]?.error?.code).toBe(STOPPED);
  expect(next.error?.code).toBe(STOPPED);
});

test("stop() of a reactor whose owner was terminated is harmless, and setup() starts another", async () => {
  const { stopped, next } = await scenario<{ stopped: Outcome; next: Outcome<boolean> }>("stop", "stopOfOrphan");
  expect(stopped.error).toBeUndefined();
  expect(stopped.ms).toBeLessThan(calm(6000));
  expect(next.value).toBe(true);
});

test.for([
  ["is blocked in it", "stopUnderOwner"],
  ["does nothing", "stopForIdleOwner"],
])("stop() ends a reactor in a loop from another thread than the one that started it, which %s", async ([, name]) => {
  const { stopped, released } = await scenario<Elsewhere>("stop", name!);
  expect(stopped.error).toBeUndefined();
  expect(stopped.ms).toBeLessThan(calm(1200));
  expect(released.error?.code).toBe(STOPPED);
});

test("stop() of a reactor in a loop gives up after a second where the thread that started it is busy", async () => {
  const { stopped, released } = await scenario<Elsewhere>("stop", "stopUnderBusyOwner");
  expect(stopped.error?.code).toBe(STOPPED);
  expect(stopped.error?.message).toContain("is busy");
  expect(stopped.ms).toBeGreaterThan(1000);
  expect(released.error?.code).toBe(STOPPED);
});
