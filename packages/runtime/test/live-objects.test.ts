import { expect, test } from "vitest";
import { scenario } from "./harness.ts";

const run = <T = unknown>(name: string, ...execArgv: string[]): Promise<T> =>
  scenario<T>("live-objects", name, [], { execArgv });

test("[C159] a facade that is shared is a facade in another thread, for the same object, and itself when it comes back", async () => {
  expect(await run("toAnotherThread")).toEqual({
    name: "shared",
    again: true,
    same: true,
    plain: ["reactor", "generation", "handle", "share"],
  });
});

test("[C159] a shared object is freed when all threads have let go of it", async () => {
  expect(await run("freedWithBoth", "--expose-gc")).toEqual({
    counts: [0, 1, 1],
    gone: ["ERR_PICOT_STALE_HANDLE", "The object of this facade is not in this reactor any longer."],
    stale: ["ERR_PICOT_STALE_HANDLE", "facadeOf: its object lived in a reactor that has ended."],
  });
});

test("what is no facade, or was not shared, is refused by name", async () => {
  const { share, facadeOf } = await run<Record<string, [string, string][]>>("notShared");
  const texts = /^share: this is no facade of a live object|^facadeOf: this is nothing that share\(\) has made/;
  for (const [code, text] of [...share!, ...facadeOf!]) {
    expect(code).toBe("ERR_PICOT_ARGUMENT");
    expect(text).toMatch(texts);
  }
});

test("[C157] a scope lets go of what was got in it, but for what it returns and what was there before", async () => {
  const ended = "the scope that got it has ended; have the scope return what is needed after it.";
  expect(await run("scopes")).toEqual({
    before: [true, "ann"],
    kept: ["user 0", "user 1"],
    lost: [
      ["ERR_PICOT_STALE_HANDLE", `User.name: ${ended}`],
      ["ERR_PICOT_STALE_HANDLE", `Office.all: args[0]: ${ended} Nothing was sent.`],
      ["ERR_PICOT_STALE_HANDLE", expect.stringMatching(/^Office\.stream\(\)\.next: /)],
    ],
    inner: "user 0",
    failed: [true, ["ERR_PICOT_STALE_HANDLE", `User.name: ${ended}`]],
    promise: ["ERR_PICOT_ARGUMENT", expect.stringMatching(/^scope: the function returned a promise/)],
    left: [
      ["User", 3],
      ["Office", 1],
    ],
  });
});

test("[C157] objects of a scope are freed with it, also in a thread that never turns its loop", async () => {
  expect(await run("scopeInLoop")).toBe(1);
});

test("[C157] objects in what was refused, and so not sent, are not held", async () => {
  expect(await run("unsent")).toEqual([
    "The function at args[0] of Office.brokenAsk: args[1] is a function; functions do not cross threads. Nothing was sent.",
    [["Office", 1]],
  ]);
});

test("the report tells who holds which objects, and at which line of the application they were got", async () => {
  const held = await run<[string, string, string | null, number][]>("report");
  expect(held).toEqual([
    ["User", "main", "const users = office.many(3);", 3],
    ["User", "main", "const more = office.many(2);", 2],
    ["User", "main", null, 2],
    ["Office", "main", null, 1],
    ["iterator of Office.stream", "main", "const rows = office.stream();", 1],
    ["User", "main", "rows.next();", 1],
    ["User", "worker", "const facade = facadeOf(shared);", 1],
  ]);
});
