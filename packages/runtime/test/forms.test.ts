import { expect, test } from "vitest";
import { scenario } from "./harness.ts";

const run = <T = unknown>(name: string): Promise<T> => scenario<T>("forms", name);

test("[C132] abstract members of a facade are those of the object's own class, which need not be marked", async () => {
  expect(await run("abstractClass")).toEqual({
    circle: [true, false, 1000, 3, "circle of 3"],
    quad: [true, 4, 9, "quad"],
    made: "quad of 25",
    refused: "ERR_PICOT_ARGUMENT",
  });
});

test("[C133] a constructor that applications must not use is passed through by that of a derived class", async () => {
  expect(await run("constructors")).toEqual([400, "ERR_PICOT_ARGUMENT"]);
});

test("[C134][C138][C139] a generic class that is a default export, its overloads, rest parameters and this", async () => {
  expect(await run("generic")).toEqual({
    same: true,
    one: 2,
    all: [1, 2],
    counts: [0, 2, 2],
    name: "Shelf",
  });
});

test("[C126] a function that is exported under another name takes its own defaults", async () => {
  expect(await run("renamed")).toEqual([11, 3]);
});
