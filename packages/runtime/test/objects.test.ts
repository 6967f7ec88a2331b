import { expect, test } from "vitest";
import { scenario } from "./harness.ts";

const run = <T = unknown>(name: string): Promise<T> => scenario<T>("objects", name);

test("[C127] an object that is returned is its facade, and the same one each time", async () => {
  expect(await run("identity")).toEqual({
    returned: true,
    again: true,
    others: false,
    made: true,
    missing: true,
    nothing: null,
    eventually: true,
  });
});

test("[C128] a facade that is passed arrives as the very object that it stands for", async () => {
  expect(await run("originals")).toEqual({
    same: true,
    other: false,
    null: false,
    twice: true,
    returned: true,
    different: false,
  });
});

test("[C132] a result declared as the base class is a facade of the class that it is of", async () => {
  expect(await run("derivedResult")).toEqual({
    square: [3, 9, "square of 3"],
    exact: true,
    same: true,
    tilted: [true, 42],
  });
});

test("[C132] also as the first thing that the thread ever gets", async () => {
  expect(await run("derivedResultFirst")).toBe(3);
});

test("[C133] a facade of a derived class is one of the base class, and inherits its methods and statics", async () => {
  expect(await run("inheritance")).toEqual({
    instance: [true, true, true],
    inherited: "square of 4",
    overridden: 16,
    own: 4,
    base: 0,
    baseIsNoSquare: false,
    static: ["kinds of Shape", "kinds of Square"],
    asBase: 16,
  });
});

test("[C134] a method that returns this returns the same facade", async () => {
  expect(await run("returnsThis")).toEqual([true, true, "and again"]);
});

test("an argument that must live in the reactor and does not is refused by its path", async () => {
  const texts = await run<string[]>("wrongObjects");
  for (const text of texts)
    expect(text).toMatch(/^Drawer\.put: args\[0\] is no facade of Shape; .*Nothing was sent\.$/);
  expect(texts).toHaveLength(5);
});

test("[C171] a method of a class on an object of another is refused, here or in the reactor", async () => {
  const refused = await run<[string, string][]>("wrongReceivers");
  expect(refused.map(([code]) => code)).toEqual(Array.from({ length: 4 }, () => "ERR_PICOT_ARGUMENT"));
  for (const [, message] of refused) expect(message).toMatch(/Square\.area: /);
});

test("[C124] of what picot keeps in a facade nothing is seen", async () => {
  expect(await run("hidden")).toEqual(["{}", [], {}, []]);
});

test("facades of a reactor that has ended are told as stale, and new ones work", async () => {
  expect(await run("stale")).toEqual({
    codes: ["ERR_PICOT_STALE_HANDLE", "ERR_PICOT_STALE_HANDLE", "ERR_PICOT_STALE_HANDLE"],
    fresh: 1,
  });
});

test("[C126] a class whose constructor is private is made by its factory, and says so", async () => {
  expect(await run("privateConstructor")).toEqual([
    "red",
    true,
    expect.stringMatching(/^new Seal: the constructor is private/),
  ]);
});

test("[C82][C132] a stashed result that is an object of the reactor is a facade of its own in the thread that takes it", async () => {
  expect(await run("stashedObjects")).toEqual({
    there: [
      [true, "square of 3", 9],
      [true, "square of 1", 42],
    ],
    here: "square of 3",
  });
});
