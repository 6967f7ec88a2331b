import { expect, test } from "vitest";
import { scenario } from "./harness.ts";

const run = <T = unknown>(name: string, args: readonly unknown[] = []): Promise<T> => scenario<T>("errors", name, args);

test("[C161] an error of a class of its own comes out as one, with fields and cause", async () => {
  expect(await run("ownClass")).toEqual({
    ofClass: true,
    name: "RateError",
    message: "no rate",
    code: "E_RATE",
    details: ["EURUSD", true, 0],
    cause: "cause of it",
    causeIsHidden: true,
    keys: expect.arrayContaining(["code", "details"]),
    picot: false,
  });
});

test("[C161][C162] a derived class is one too, and no cause is added", async () => {
  expect(await run("derivedClass")).toEqual([true, true, 7, true, false]);
});

test("[C161] a field over an accessor of its class is kept, and the call after it is fine", async () => {
  expect(await run("accessorField")).toEqual([true, true, 404, "fine"]);
});

test("[C161] a class registered by hand is found by its name", async () => {
  expect(await run("registered")).toBe(true);
});

test("[R73] errors with names of other things are RemoteErrors of that name", async () => {
  const names = ["eval", "Function", "constructor", "__proto__", "toString", "process"];
  expect(await run("misnamed", [names])).toEqual(names.map((name) => [true, true, `named ${name}`, "object", true]));
});

test("[R73] errors of classes with such names are RemoteErrors", async () => {
  const names = ["Function", "constructor", "__proto__", "Object", "Map"];
  expect(await run("unknownClasses", [names])).toEqual(names.map((name) => [true, true, `of class ${name}`]));
});

interface Strange {
  readonly message: string;
  readonly name: string;
  readonly stack: string;
  readonly next: string;
}

test.each<[string, Record<string, unknown>]>([
  ["message getter throws", { message: "" }],
  ["stack is 42", { message: "strange" }],
  ["name is an object", { message: "strange", name: "Error" }],
  ["cyclic cause", { message: "strange", ownCause: true }],
  ["cause with a function", { message: "strange", cause: "string" }],
  ["field getter throws", { message: "strange", kept: 1 }],
  ["frozen", { message: "strange", kept: 1 }],
  ["2000 causes", { message: "strange" }],
])("[R75][C166] an error whose %s is delivered, and the next call is fine", async (which, expected) => {
  const error = await run<Strange>("strange", [which]);
  expect(error).toMatchObject({ ...expected, stack: "string", next: "fine" });
});

test("[R77][C166] what is thrown and is no error arrives as the value of a NonErrorThrownError", async () => {
  const whats = ["null", "undefined", "string", "number", "object", "bare", "noText"];
  expect(await run("nonErrors", [whats])).toEqual([
    [null, "Failures.nothing threw null, which is no Error.", "fine"],
    ["undefined", "Failures.nothing threw undefined, which is no Error.", "fine"],
    ["str", 'Failures.nothing threw "str", which is no Error.', "fine"],
    [42, "Failures.nothing threw 42, which is no Error.", "fine"],
    [{ a: 1 }, "Failures.nothing threw an object, which is no Error.", "fine"],
    [{}, "Failures.nothing threw an object, which is no Error.", "fine"],
    [{ toString: 1, valueOf: 1 }, "Failures.nothing threw an object, which is no Error.", "fine"],
  ]);
});

test("[C169][R76] an AggregateError keeps its members, nested ones too", async () => {
  expect(await run("group")).toEqual({
    message: "the group",
    first: "first",
    nested: "nested",
    inner: true,
    last: "no error",
    hidden: true,
  });
});

test("[R76] a DOMException keeps name, message and code", async () => {
  expect(await run("domException")).toEqual(["AbortError", "gone", 20, true]);
});

test("[R76] a system error keeps code, errno, syscall and path", async () => {
  expect(await run("systemError")).toEqual(["Error", true, "ENOENT", -2, "open", "/nowhere/at/all"]);
});

test("[R72] an own field __proto__ of an error is data, and it stays of its class", async () => {
  expect(await run("protoField")).toEqual([true, true, true, "with a strange field"]);
});

test("[C79] a CancelledError that the method throws comes out as one", async () => {
  expect(await run("ownPicotError")).toEqual([true, "my own decision", "ERR_PICOT_CANCELLED"]);
});
