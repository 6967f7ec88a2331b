import { expect, test } from "vitest";
import { calm, runScenario, scenario } from "./harness.ts";

test("[C25][C26][C27] a call returns a plain value, and what a promise settles with, at once or later", async () => {
  expect(await scenario("calls", "values")).toEqual(["plain", "fulfilled", "later"]);
});

test("[C28][C29] what a method throws, or rejects with at once or later, is thrown to the caller", async () => {
  expect(await scenario("calls", "errors")).toEqual([
    "RangeError: thrown at once",
    "RangeError: rejected at once",
    "RangeError: rejected later",
  ]);
});

test("[C30] positional, optional, rest and keyword-object arguments arrive unchanged", async () => {
  expect(await scenario("calls", "forms")).toEqual({
    positional: ["a", 2],
    left: ["a", null], // JSON has no undefined
    rest: ["a", 2, { b: [true] }, null, "c"],
    keywords: { name: "n", size: 3 },
    byDefault: { name: "none" },
    inner: ["a", "undefined", "after a gap"],
  });
});

test("[C31] the method's body runs in the reactor, the code around the call does not", async () => {
  expect(await scenario("calls", "threads")).toEqual([false, true, false]);
});

test("[C124] a facade keeps the names, is not async, and neither it nor its results are thenable", async () => {
  const looks = await scenario<Record<string, unknown>>("calls", "looks");
  expect(looks).toMatchObject({
    name: "Calls",
    async: [],
    result: "value",
    thenable: false,
    keys: [],
    functionName: "twice",
  });
  expect(looks["members"]).toEqual(expect.arrayContaining(["constructor", "add", "later", "throwsAtOnce"]));
  expect(looks["members"]).not.toContain("create");
});

test("[C126] instance, static, constructor, factory, bound and function forms work", async () => {
  expect(await scenario("calls", "callForms")).toMatchObject({
    instance: 13,
    static: 6,
    factory: 103,
    isOfClass: true,
    bound: 13,
    mapped: [11, 13, 15],
    function: 42,
  });
});

test("[C126] a method without its object is refused with the advice to bind it", async () => {
  const { unbound } = await scenario<{ unbound: [string, string] }>("calls", "callForms");
  expect(unbound[0]).toBe("ERR_PICOT_ARGUMENT");
  expect(unbound[1]).toMatch(/^Calls\.add: .*bind/);
});

test("[R53] a reply that comes too late is not taken for the answer to the next call", async () => {
  expect(await scenario("calls", "lateReplies")).toEqual(["ERR_PICOT_TIMEOUT", "first", "second"]);
});

interface InReactor {
  readonly outcome: { readonly name: string; readonly code: string; readonly message: string; readonly ms: number };
  readonly ran: readonly string[];
}

test("[C52][C53][C54] a facade called in the reactor, through three layers of functions, throws at once and runs nothing", async () => {
  const { outcome, ran } = await scenario<InReactor>("calls", "inReactor", ["construct"]);
  expect(outcome).toMatchObject({ name: "WrongThreadError", code: "ERR_PICOT_WRONG_THREAD" });
  expect(outcome.message).toMatch(/^new Calls was called in the reactor thread/);
  expect(outcome.ms).toBeLessThan(calm(15));
  expect(ran).toEqual([]);
});

test.each(["static", "function", "eventual", "retrieveResult"])(
  "[C52][C54] %s is refused in the reactor",
  async (how) => {
    const { outcome } = await scenario<InReactor>("calls", "inReactor", [how]);
    expect(outcome.code).toBe("ERR_PICOT_WRONG_THREAD");
  },
);

test("[R74] names that any object has are no members, and the error says what to do", async () => {
  const names = ["constructor", "__defineGetter__", "toString", "hasOwnProperty"];
  const refused = await scenario<[string, string][]>("calls", "unknownMembers", [names]);
  expect(refused.map(([code]) => code)).toEqual(names.map(() => "ERR_PICOT_NO_SUCH_MEMBER"));
  for (const [i, [, message]] of refused.entries()) {
    expect(message).toContain(`has no Calls.${names[i]} of its own`);
    expect(message).toContain("picot generate");
  }
});

test("[C37] a process whose calls failed and timed out prints nothing", async () => {
  const ended = await runScenario("calls", "lateReplies");
  expect(ended).toMatchObject({ status: 0, stdout: "", stderr: "" });
});
