import { expect, test } from "vitest";
import { scenario } from "./harness.ts";

const run = <T = unknown>(name: string): Promise<T> => scenario<T>("cancelled", name);

test("a trailing signal is the call's own, whatever callers pass and leave out", async () => {
  const first = ["a", "b", true, false];
  expect(await run("fills")).toEqual({
    given: [["none", "none", true, false], ["a", "none", true, false], first, first],
    static: true,
    function: true,
    inReactor: true,
    here: [true, "TimeoutError"],
  });
});

test("[C33] such a signal fires at the caller's timeout, at cancel() and at Ctrl-C", async () => {
  expect(await run("stops")).toEqual({
    brief: ["ERR_PICOT_TIMEOUT", "begins brief without", "brief: CancelledError"],
    cancel: ["ERR_PICOT_CANCELLED", "begins soon 1", "soon: CancelledError"],
    ofFunction: ["ERR_PICOT_CANCELLED", "waiting ends"],
    interrupted: ["ERR_PICOT_INTERRUPTED", "begins interrupted without", "interrupted: CancelledError"],
  });
});

test("such a signal fires when the thread of its caller ends, and its generators end", async () => {
  expect(await run("ends")).toEqual(["begins of a thread without", "of a thread: CancelledError", "stuck ends"]);
});

test("a generator's signal fires at a step's timeout, and where it is left at work on the next item", async () => {
  expect(await run("iterates")).toEqual({
    stuck: [[1], "ERR_PICOT_TIMEOUT", "stuck: CancelledError", "stuck ends"],
    afterAhead: ["ahead ends true"],
    short: [false],
    after: ["short ends false"],
  });
});
