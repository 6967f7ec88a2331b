import { expect, test } from "vitest";
import { scenario } from "./harness.ts";
import type { Failure, Outcome } from "./scenarios/outcome.ts";

test("a twin of a function gives a promise, while the reactor's loop turns; its errors, limit and buffers are the function's", async () => {
  const found = await scenario<{ late: Failure }>("pool-twins", "functions");
  expect(found).toMatchObject({ sum: 6, refused: [true, "because"], bytes: [0, 100_000, 255] });
  expect(found.late).toMatchObject({ code: "ERR_PICOT_TIMEOUT" });
  expect(found.late.message).toContain("dawdle: no answer in 200 ms");
});

test("a twin outside the reactor is refused by name", async () => {
  const { error } = await scenario<Outcome>("pool-twins", "outside");
  expect(error?.code).toBe("ERR_PICOT_WRONG_THREAD");
  expect(error?.message).toMatch(/^sum is for the reactor thread/);
});

test("a twin may name a job in place of a module and a name, and takes options; what is no twin is refused", async () => {
  expect(await scenario("pool-twins", "references")).toEqual({
    first: 3,
    aborted: "ERR_PICOT_CANCELLED",
    plain: "ERR_PICOT_ARGUMENT",
    method: "ERR_PICOT_ARGUMENT",
    elsewhere: "ERR_PICOT_ARGUMENT",
  });
});

test("[C119] an object of a twin lives in one thread, with its methods in order; its constructor's error is that of its methods", async () => {
  const { threads, failed, again, ...found } = await scenario<{ threads: number[]; failed: Failure; again: Failure }>(
    "pool-twins",
    "objects",
  );
  expect(found).toEqual({ steps: [11, 21, 13, 23], listed: [1, 2], least: 2 });
  const [a, b] = threads;
  expect(threads).toEqual([a, b, a, b]);
  expect(a).not.toBe(b);
  expect(failed).toMatchObject({ name: "TallyError", message: "below zero" });
  expect(again).toEqual(failed);
});

test("[C119] an object whose thread dies is gone by name, and others go on", async () => {
  const { gone, ...found } = await scenario<{ gone: Failure }>("pool-twins", "objectDies");
  expect(found).toEqual({ died: "ERR_PICOT_THREAD_DIED", other: 22, next: 2 });
  expect(gone.code).toBe("ERR_PICOT_THREAD_DIED");
  expect(gone.message).toContain("Tally: the thread in which it lived has ended");
});

test("objects that the reactor drops are let go in their threads", async () => {
  const found = await scenario("pool-twins", "objectsDropped", [], { execArgv: ["--expose-gc"] });
  expect(found).toEqual({ before: 2, held: 2, after: 1 });
});

test("a twin of a generator gives its items as they are asked for, its result and its error; to leave the loop runs its finally", async () => {
  const { failed, ...found } = await scenario<{ failed: Failure }>("pool-twins", "streams");
  expect(found).toEqual({
    seen: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    left: 1,
    bounded: true,
    all: [1_000, "item 999"],
    returned: 1_000,
    before: ["item 0", "item 1", "item 2"],
  });
  expect(failed).toMatchObject({ name: "TallyError", message: "no more than 3" });
});

test("two iterators are independent of each other", async () => {
  expect(await scenario("pool-twins", "streamsTogether")).toEqual({
    items: ["a0", "b0", "a1", "b1", "a2", "b2"],
    ended: [true, true],
  });
});

test("a cancelled iterator is left in its thread, too, and one that nobody reads is never begun", async () => {
  expect(await scenario("pool-twins", "streamsCancelled")).toEqual({ code: "ERR_PICOT_CANCELLED", unread: 0 });
});
