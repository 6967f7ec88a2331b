import { expect, test } from "vitest";
import { FakeClock } from "@picot/services";

test("a call is made at its time, not before, and once", async () => {
  const clock = new FakeClock();
  const times: number[] = [];
  clock.callLater(10, () => times.push(clock.now()));
  await clock.advance(9);
  expect(times).toEqual([]);
  await clock.advance(100);
  expect(times).toEqual([10]);
  expect(clock.now()).toBe(109);
});

test("calls are made by time, and at one time in the order of their callLater", async () => {
  const clock = new FakeClock();
  const order: string[] = [];
  for (const [name, ms] of [
    ["c", 20],
    ["a", 10],
    ["d", 20],
    ["b", 10],
  ] as const)
    clock.callLater(ms, () => order.push(name));
  await clock.advance(20);
  expect(order).toEqual(["a", "b", "c", "d"]);
});

test("a cancelled call is never made; cancelling twice or too late does nothing", async () => {
  const clock = new FakeClock();
  const order: string[] = [];
  const cancel = clock.callLater(10, () => order.push("cancelled"));
  const late = clock.callLater(10, () => order.push("made"));
  cancel();
  cancel();
  await clock.advance(10);
  late();
  expect(order).toEqual(["made"]);
  expect(clock.pending).toBe(0);
});

test("a call made on the way may add calls, which see the time between", async () => {
  const clock = new FakeClock();
  const times: number[] = [];
  clock.callLater(10, () => void clock.callLater(5, () => times.push(clock.now())));
  await clock.advance(100);
  expect(times).toEqual([15]);
});

test("promise jobs of a call are done before the next call", async () => {
  const clock = new FakeClock();
  const order: string[] = [];
  clock.callLater(
    1,
    () =>
      void (async () => {
        for (let i = 0; i < 20; i++) await Promise.resolve();
        order.push("jobs");
      })(),
  );
  clock.callLater(1, () => order.push("next"));
  await clock.advance(1);
  expect(order).toEqual(["jobs", "next"]);
});

test("the error of a call rejects advance(), and the clock stands at its moment", async () => {
  const clock = new FakeClock();
  clock.callLater(3, () => {
    throw new Error("in a call");
  });
  await expect(clock.advance(10)).rejects.toThrow("in a call");
  expect(clock.now()).toBe(3);
});

test.each([-1, NaN, Infinity])("it neither goes back nor jumps for ever: %d is a RangeError", async (ms) => {
  const clock = new FakeClock();
  await expect(clock.advance(ms)).rejects.toThrow(RangeError);
  expect(() => clock.callLater(ms, () => {})).toThrow(RangeError);
  expect(clock.now()).toBe(0);
});
