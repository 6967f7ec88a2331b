import { expect, test } from "vitest";
import { scenario } from "./harness.ts";

const run = <T = unknown>(name: string): Promise<T> => scenario<T>("live", name);

test("[C129] an object that is twice in a result is one facade, the same as anywhere", async () => {
  expect(await run("twice")).toEqual([true, true, true, "ann"]);
});

test("[C130] objects in fields, arrays, maps, sets, records and tuples are facades here and themselves there", async () => {
  expect(await run("everywhere")).toEqual({
    here: ["all of bob", true, true, true, true, null, 7],
    there: [true, true, true, true, true, true, true],
    page: [true, true, 2],
    none: [],
    later: true,
  });
});

test("[C130][C131] what may be a number or an object is what it is, and nothing is nothing", async () => {
  expect(await run("either")).toEqual({ number: 42, object: true, back: true, maybe: [true, null, true] });
});

test("[C132] within a value, too, a facade is of the object's own class, and the same as elsewhere", async () => {
  expect(await run("derived")).toEqual(["all of bob", true, true]);
});

test("[C134][C136] getters and fields give facades and values with facades, also inherited ones", async () => {
  expect(await run("getters")).toEqual({ own: true, inherited: true, set: true, read: true });
});

test("[C139][C150][C182] rest parameters, a function's parameters and its result have objects in them", async () => {
  expect(await run("callsAndBack")).toEqual({
    rest: "ann,new,ann true",
    none: " true",
    seen: [true, 2, 1],
    chosen: true,
  });
});

test("[C142] items of an iterator are objects, or have some in them, also where they are prefetched", async () => {
  expect(await run("items")).toEqual({
    streamed: [
      ["ann", true, 0],
      ["bob", false, 1],
    ],
    ahead: [
      [true, false],
      [false, true],
      [true, false],
    ],
  });
});

test("[C82] a stashed result with objects in it has facades of its own in the thread that takes it", async () => {
  const page = [["ann", false], ["bob", true], 2];
  expect(await run("stashed")).toEqual([page, page]);
});

test("[C155] what is no such object in its place is refused by its path, in arguments and in results", async () => {
  const only = "only an object that lives in the reactor may be passed here";
  expect(await run("wrong")).toEqual([
    `Office.check: args[0].head is no facade of User; ${only}. Nothing was sent.`,
    `Office.check: args[0].teams["value 0"][0] is no facade of User; ${only}. Nothing was sent.`,
    `The function at args[0] of Office.asked: its result.chosen[0] is no facade of User; ${only}.`,
    "Office.broken: its result[2] is no object of a class that this thread has a facade for.",
    "Office.broken: its result[2] is no object of a class that this thread has a facade for.",
    "Office.broken: its result[2] is no object of a class that this thread has a facade for.",
  ]);
});
