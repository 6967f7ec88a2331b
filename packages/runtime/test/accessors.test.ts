import { expect, test } from "vitest";
import { scenario } from "./harness.ts";

const run = <T = unknown>(name: string): Promise<T> => scenario<T>("accessors", name);

test("[C136][C137] getters and setters of an object and of its class block, and their errors are thrown", async () => {
  expect(await run("accessors")).toEqual({
    values: [30, 31, 31, ["value = 30", "value = 31"]],
    self: true,
    static: ["Sensor 4", 4, ["indoor", "outdoor"]],
    errors: ["RangeError: no reading", "RangeError: 101 is too hot"],
    setterOnly: true,
  });
});

test("[C136] fields are read and set in the reactor, and those of a marked class are facades", async () => {
  expect(await run("fields")).toEqual({
    read: ["roof", 4, "F", null, "warm"],
    objects: ["next", true, null],
    method: 40,
    nothingHere: ["{}", []],
  });
});

test("[C136] a derived class's accessor is used, also through a facade of its base", async () => {
  expect(await run("inherited")).toEqual([9, 9, "hall", ["indoor", "outdoor"], "Thermostat 1"]);
});

test("[C136] a getter of eventual() is an EventualResult", async () => {
  expect(await run("eventually")).toEqual([{ value: 20 }, "roof", 60, ["indoor", "outdoor"]]);
});
