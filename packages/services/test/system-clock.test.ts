import { expect, test } from "vitest";
import { LoopingCall, systemClock } from "@picot/services";
import { beginnings, recorded } from "./record.ts";

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test("[C185] on the real clock a run comes at its turn: never before it, and not twice in one", async () => {
  // The first time that a loop asks for is the moment of its turn 0.
  let origin: number | undefined;
  const { loop, runs } = recorded({
    ...systemClock,
    now: () => {
      const now = systemClock.now();
      origin ??= now;
      return now;
    },
  });
  const ended = loop.start(7);
  await pause(200);
  loop.stop();
  await ended;
  const turns = beginnings(runs).map((began) => Math.floor((began - (origin ?? NaN)) / 7));
  expect(new Set(turns).size).toBe(turns.length);
  // The turn that was waited for at the end is the one after all that were run or missed.
  expect(turns.length + loop.missed).toBeGreaterThan(turns.at(-1) ?? NaN);
  expect(turns.length).toBeGreaterThan(3);
});

test("[C185] a body that blocks the real loop has its turns counted as missed", async () => {
  const loop: LoopingCall = new LoopingCall(() => {
    if (loop.missed > 0) return loop.stop();
    const until = performance.now() + 130;
    while (performance.now() < until);
  });
  await loop.start(50);
  expect(loop.missed).toBeGreaterThanOrEqual(2);
});

test.each([2 ** 31 - 1, 2 ** 31, 2 ** 40])(
  "[C185] an interval of %d ms waits, and does not fire at once",
  async (interval) => {
    const { loop, runs } = recorded(systemClock);
    // A timer that is asked for more than it can hold says so.
    const warnings: Error[] = [];
    const keep = (warning: Error): number => warnings.push(warning);
    process.on("warning", keep);
    const ended = loop.start(interval, { now: false });
    await pause(50);
    process.off("warning", keep);
    expect(runs).toEqual([]);
    expect(warnings).toEqual([]);
    loop.stop();
    await ended;
  },
);

test("a call is never made before its time by now(), though timers count in whole milliseconds", async () => {
  for (let i = 0; i < 50; i++) {
    const ms = 1 + (i % 10) / 7;
    const begun = systemClock.now();
    await new Promise<void>((resolve) => systemClock.callLater(ms, resolve));
    expect(systemClock.now() - begun).toBeGreaterThanOrEqual(ms);
  }
});

test("a cancelled call is never made, and 0 is not inside callLater itself", async () => {
  let calls = 0;
  systemClock.callLater(5, () => calls++)();
  systemClock.callLater(0, () => calls++);
  expect(calls).toBe(0);
  await pause(40);
  expect(calls).toBe(1);
});

test.each([-1, NaN, Infinity])("a delay of %d is a RangeError", (ms) => {
  expect(() => systemClock.callLater(ms, () => {})).toThrow(RangeError);
});
