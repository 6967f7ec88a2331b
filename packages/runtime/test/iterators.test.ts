import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { Source } from "../dist/reactor/source.js";
import type { RunningCall } from "../dist/running-call.js";
import { StepKind } from "../dist/wire.js";
import { scenario } from "./harness.ts";

const run = <T = unknown>(name: string, args: unknown[] = [], execArgv: string[] = []): Promise<T> =>
  scenario<T>("iterators", name, args, { execArgv });

test("[C142] a generator and the loop over it alternate strictly", async () => {
  expect(await run("alternates")).toEqual({
    events: ["made 0", "got 0", "made 1", "got 1", "made 2", "got 2"],
    after: ["finally"],
  });
});

test("[C143] what is sent into a generator arrives there, and its end comes back", async () => {
  expect(await run("conversation")).toEqual([
    { done: false, value: 0 },
    { done: false, value: 1_764 * 1_764 },
    { done: true, value: "negative" },
    { done: true },
  ]);
});

test("[C144] what is thrown into a generator is caught there, and after its end it is thrown here", async () => {
  expect(await run("thrownInto")).toEqual([
    { done: false, value: "hello" },
    { done: false, value: "world: RangeError" },
    { done: true },
    "Error: late",
  ]);
});

test("[C145] leaving a loop runs the generator's finally and waits for it up to the limit; a slower one goes on", async () => {
  expect(await run("leaves")).toEqual({
    afterBreak: { events: ["made 0", "made 1", "finally"], open: 0 },
    slow: "ERR_PICOT_TIMEOUT",
    quick: [1],
    events: ["slow finally", "slow finally"],
  });
});

test("[C146] iterables, streams, generators that do not wait, objects and a class of its own are iterated over", async () => {
  expect(await run("kinds")).toEqual({
    iterable: ["a", "b"],
    stream: ["one", "two"],
    web: ["three", "four"],
    plain: [1, 2, 3],
    itself: [7, 8],
    pages: [
      [true, 1],
      [true, 2],
    ],
    returned: "counted",
  });
});

test("[C147] two generators at once are independent", async () => {
  expect(await run("independent")).toEqual([0, 0, 1, 1, "enough", 2, "counted"]);
});

test("an error of a generator ends the loop, after the items before it, also where these were made beforehand", async () => {
  expect(await run("failures")).toEqual({
    got: [1],
    error: "RangeError: failed after one",
    range: true,
    ahead: [1, 2],
    late: "RangeError: no third",
  });
});

test("a prefetched generator runs ahead as far as it may, and gives every item once", async () => {
  const { first, made, sum, after } = await run<{ first: unknown; made: number; sum: number; after: unknown }>(
    "prefetched",
  );
  expect(first).toEqual({ done: false, value: 0 });
  expect(made).toBeGreaterThan(50);
  expect(made).toBeLessThanOrEqual(201);
  expect({ sum, after }).toEqual({ sum: 499_500, after: { done: true } });
});

test("[C142] a prefetched generator that waits between batches is not over when the next one is asked for at once", async () => {
  async function* batches(): AsyncGenerator<number> {
    for (let batch = 0; batch < 3; batch += 1) {
      yield batch;
      yield batch;
      await sleep(2);
    }
  }
  const source = new Source(batches(), "batches", undefined, undefined);
  const call = {} as RunningCall; // nothing of it is asked for where the iterator's own call has no signal
  const items: unknown[] = [];
  for (;;) {
    const stepped = await source.step(StepKind.Next, undefined, 2, call);
    if ("end" in stepped) break;
    items.push(...stepped);
  }
  expect(items).toEqual([0, 0, 1, 1, 2, 2]);
});

test("memory is flat over a loop of many rows", async () => {
  const { sum, grown } = await run<{ sum: number; grown: number }>("million", [300_000]);
  expect(sum).toBe(135_000);
  expect(grown).toBeLessThan(40);
});

test("[C145] iterators that were dropped are ended after a collection of garbage", async () => {
  expect(await run("dropped", [], ["--expose-gc"])).toEqual({ before: 5, after: 0 });
});

test("iterators end with their thread", async () => {
  expect(await run("endedWithThread")).toEqual({ value: 0, before: 1, after: 0 });
});
