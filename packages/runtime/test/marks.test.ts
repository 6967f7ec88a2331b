import { describe, expect, test } from "vitest";
import { scenario } from "./harness.ts";
import type { Failure, Outcome } from "./scenarios/outcome.ts";

describe("asynchronous", () => {
  test("[C42][C43] in the reactor's thread, and where no reactor was ever set up, it is the function itself", async () => {
    const seen = await scenario<Record<string, unknown>>("marks", "straightThrough");
    expect(seen).toEqual({
      before: [true, true, true, "RangeError"],
      after: [true, true, true, "RangeError"],
      referred: [0, true, "direct"],
      again: [0, true, "again"],
    });
  });

  test("[C44][C45] in an application thread it gives an EventualResult, or with a timeout the value", async () => {
    const seen = await scenario<{ isEventual: boolean; values: unknown[][]; fails: Failure; nowhere: Failure }>(
      "marks",
      "fromApplication",
    );
    expect(seen.isEventual).toBe(true);
    const [thread] = seen.values[0] ?? [];
    expect(thread).not.toBe(0);
    expect(seen.values).toEqual(["eventual", "blocking", "forever", "by name"].map((each) => [thread, true, each]));
    expect(seen.fails).toMatchObject({ name: "RangeError", message: "as it was thrown" });
    expect(seen.nowhere).toMatchObject({ code: "ERR_PICOT_WRONG_THREAD" });
    expect(seen.nowhere.message).toContain("{ module: import.meta.url }");
  });

  test("[C42][C44][C45] a generated function: straight to the one that it stands for, or handed over", async () => {
    expect(await scenario("marks", "generated")).toEqual({
      soon: [true, 2],
      blocking: 4,
      called: [6, 8],
      late: expect.stringContaining("pacedNever: no answer in 30 ms. Its work was asked to stop."),
      fails: "no test clock",
      plain: "ERR_PICOT_ARGUMENT",
      looks: [false, "twice"],
    });
    expect(await scenario("marks", "generatedInReactor")).toEqual({
      refused: "ERR_PICOT_WRONG_THREAD",
      promises: [true, true, true],
      values: [2, 4, 6],
    });
  });

  test("[C45] past its timeout the caller gets TimeoutError; the work is cancelled, unless `cancel` says that it is not", async () => {
    const { obeyed, told, outlived, later } = await scenario<{
      obeyed: Outcome;
      told: string[];
      outlived: Outcome;
      later: string[];
    }>("marks", "limits");
    expect(obeyed.error).toMatchObject({
      code: "ERR_PICOT_TIMEOUT",
      message: expect.stringContaining("obeys: no answer in 100 ms. Its work was asked to stop."),
    });
    expect(told).toEqual(["obeys told to end"]);
    expect(outlived.error?.code).toBe("ERR_PICOT_TIMEOUT");
    expect(later).toEqual(["outlives was not told to end"]);
  });

  test("[C46] programs can tell what is marked, and the marked function looks like the other one", async () => {
    expect(await scenario("marks", "reads")).toEqual({
      before: [false, false],
      asynchronous: [true, false],
      synchronous: [false, true],
      referred: true,
      looks: ["fn", 2, [], "fn", 2],
      nothing: [false, false],
    });
  });

  test("[C39] a limit that is none, and what cannot be found, are refused at the declaration", async () => {
    const seen = await scenario<Record<string, unknown>>("marks", "badDeclarations");
    const ranges = Array.from({ length: 5 }, () => "ERR_PICOT_TIMEOUT_RANGE");
    expect(seen).toEqual({
      own: ranges,
      referred: ranges,
      called: ranges,
      good: ranges.map(() => "accepted"),
      relative: "ERR_PICOT_ARGUMENT",
      nameless: "ERR_PICOT_ARGUMENT",
      kind: "ERR_PICOT_ARGUMENT",
    });
  });
});

describe("synchronous", () => {
  test("[C47][C48][C49] it refuses the reactor's thread by name, and no other; and a promise, with the arguments", async () => {
    const seen = await scenario<{
      before: unknown;
      promised: Failure;
      promising: Failure;
      objects: unknown;
      inside: Outcome;
      pool: Outcome<unknown[]>;
      after: Outcome;
    }>("marks", "synchronousGuards");
    expect(seen.before).toEqual([0, false, "before"]);
    expect(seen.inside.error).toMatchObject({ code: "ERR_PICOT_WRONG_THREAD" });
    expect(seen.inside.error?.message).toMatch(
      /^Function returnArgs\(\.\.\.\) must not be called in the reactor thread/,
    );
    expect(seen.pool.value?.slice(1)).toEqual([false, 1]);
    expect(seen.after.value).toEqual([0, false, "after"]);
    expect(seen.objects).toEqual([
      [0, false, 1, 2],
      [0, false, 3],
    ]);
    expect(seen.promised).toMatchObject({ name: "PromiseResultError", code: "ERR_PICOT_PROMISE_RESULT" });
    expect(seen.promised.message).toMatch(
      /^Synchronous call returned a promise: returnsPromise\('x{38}…, \{ deep: \[Object\] \}, 3\)\.$/,
    );
    expect(seen.promising.message).toContain("Synchronous call returned a promise: anonymous()");
  });
});

describe("callInReactor", () => {
  test("[C50] from the reactor and from an application thread: the same function, run in the reactor; errors come out", async () => {
    const { pool, here, throwing } = await scenario<{
      pool: Record<string, Outcome<unknown>>;
      here: unknown;
      throwing: Failure;
    }>("marks", "inReactorAndPool");
    expect(here).toEqual([0, true, "here"]);
    expect(pool["inReactor"]?.value).toEqual([0, true, "by name"]);
    expect(pool["eventual"]?.value).toEqual([0, true, "eventual"]);
    expect(pool["blocking"]?.value).toEqual([0, true, "blocking"]);
    expect(pool["forever"]?.value).toEqual([0, true, "forever"]);
    expect(pool["fails"]?.error).toMatchObject({ name: "RangeError", message: "as it was thrown" });
    expect(throwing.code).toBe("ERR_PICOT_NO_SUCH_MEMBER");
  });

  test("[C51] callInReactorWithTimeout cancels after its time, unless the function is done", async () => {
    const seen = await scenario<{
      pool: Record<string, Outcome>;
      told: string[];
      limited: Outcome;
      late: Outcome;
      toldHere: string[];
    }>("marks", "inReactorAndPool");
    expect(seen.pool["obeyed"]?.error).toMatchObject({ code: "ERR_PICOT_TIMEOUT" });
    expect(seen.told).toEqual(["by name told to end"]);
    expect(seen.limited.value).toEqual([0, true, "in time"]);
    expect(seen.late.error).toMatchObject({ code: "ERR_PICOT_TIMEOUT", message: expect.stringContaining("100 ms") });
    expect(seen.toldHere).toEqual(["here told to end"]);
  });
});

describe("as decorators", () => {
  test("[C43][C46][C48][C49] on methods, where no reactor was set up and outside it", async () => {
    const seen = await scenario<{ before: unknown; elsewhere: [Failure, string]; marked: boolean[] }>(
      "marks",
      "decorators",
    );
    expect(seen.before).toEqual(["ab", "ac", "ERR_PICOT_PROMISE_RESULT"]);
    expect(seen.elsewhere[0]).toMatchObject({
      code: "ERR_PICOT_WRONG_THREAD",
      message: expect.stringContaining("fetches"),
    });
    expect(seen.elsewhere[1]).toBe("ac");
    expect(seen.marked).toEqual([true, true, true]);
  });

  test("[C42][C47] on methods, in the reactor", async () => {
    expect(await scenario("marks", "decoratorsInReactor")).toEqual(["ab", "ERR_PICOT_WRONG_THREAD"]);
  });
});

test("a mark adds less than 100 ns to a call that goes straight through", async () => {
  const added = await scenario<Record<string, number>>("marks", "overhead");
  // Room for a machine that has other things to do.
  for (const [mark, ns] of Object.entries(added)) expect(ns, mark).toBeLessThan(300);
});
