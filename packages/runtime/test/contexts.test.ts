import { expect, test } from "vitest";
import { valuesToSend } from "../dist/context-value.js";
import { scenario } from "./harness.ts";

const run = <T = unknown>(name: string): Promise<T> => scenario<T>("contexts", name);

test("[C200] a value that is set by a caller is seen by the method, before and after it awaits, and by its jobs and their calls", async () => {
  expect(await run("seen")).toEqual({
    none: [null, null],
    inside: ["r1", "r1", ["r1", "r1"]],
    nested: ["r3", "r2"],
    soon: "r4",
    jobs: [["r5", "ann"], "r5"],
    after: null,
  });
});

test("[C200] what a method changes in a value leaves its caller's as it was", async () => {
  expect(await run("unaffected")).toEqual({
    there: ["other", ["mine", "changed"]],
    here: ["r1", ["mine"]],
  });
});

test("[C107][C200] a function that is called back sees what was set where it was passed, whatever its thread waits for", async () => {
  expect(await run("callbacks")).toEqual({ blocking: ["r1", "r1", null], other: ["r2", "r2", "bob"] });
});

test("[C200] the value of an AsyncLocalStorage of the program's own arrives in the one of the same name", async () => {
  expect(await run("ownStorage")).toEqual([null, "ann"]);
});

test("a value that cannot cross is refused by its name, and nothing is sent", async () => {
  const found = await run<Record<string, [string, string]>>("refused");
  expect(found).toMatchObject({ name: ["ERR_PICOT_ARGUMENT", expect.stringContaining("contextValue")], strange: "r1" });
  expect(found["function"]).toEqual([
    "ERR_PICOT_ARGUMENT",
    'Contexts.now: the context value "handler".f is a function (f); functions do not cross threads. Nothing was sent.',
  ]);
  expect(found["facade"]?.[1]).toContain('the context value "handler" is an instance of Contexts');
});

test("calls that nobody waits for have the values of whoever made them, also in one turn of the reactor itself", async () => {
  expect(await run("posts")).toEqual(["r1", null, "first", "second"]);
});

test("where no value was named, nothing is looked for and nothing is sent", () => {
  expect(valuesToSend()).toBeUndefined();
});
