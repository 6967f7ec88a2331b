import { expect, test } from "vitest";
import { documentOf } from "../dist/document.js";
import { isNodePassed, merged } from "../dist/rows.js";
import type { Row } from "../dist/run.js";

function row(runtime: string, more: Partial<Row> = {}): Row {
  return {
    runtime,
    title: "Node",
    version: "99.1.2",
    passed: 7,
    failed: 0,
    skipped: 1,
    seconds: 12,
    failures: [],
    ...more,
  };
}

const failing = (title: string, reason: string): Row =>
  row("node99", { failed: 1, failures: [{ file: "packages/runtime/test/calls.test.ts", title, reason }] });

test("each runtime is a line of the table", () => {
  expect(documentOf([row("node98"), row("node99", { title: "Other", passed: 3 })])).toMatch(
    /\|---:\|\n\| Node \| 99\.1\.2 \| 7 \| 0 \| 1 \| 12 \|\n\| Other \| 99\.1\.2 \| 3 \| 0 \| 1 \| 12 \|\n$/,
  );
});

test("a failing test stands below the table, with its file and its reason", () => {
  expect(documentOf([failing("[C1] adds", "Error: no")])).toMatch(
    /\n\n## Node 99\.1\.2\n\nWhat fails:\n\n- `calls\.test\.ts`: \[C1\] adds — `Error: no`\n$/,
  );
});

test("a title is text, and a reason is code, whatever signs are in them", () => {
  const text = documentOf([failing("a * of `b` | <c>", "expected `x` to be ``y``")]);
  expect(text).toContain("a \\* of \\`b\\` \\| \\<c\\> — ``` expected `x` to be ``y`` ```\n");
});

test("a file that could not be run, and a runtime that could not be had, are told too", () => {
  const file = failing("", "SyntaxError: odd");
  const none = row("bun", {
    title: "Bun",
    version: "",
    failures: [{ file: "", title: "", reason: "no such package" }],
  });
  const text = documentOf([file, none]);
  expect(text).toContain("- `calls.test.ts`: the file — `SyntaxError: odd`\n");
  expect(text).toContain("\n## Bun\n\n");
});

test("the rows of this run replace those of former runs, in the order of the runtimes", () => {
  const names = ["node20", "node22", "bun"];
  const all = merged([row("bun"), row("node20", { passed: 1 })], [row("node20", { passed: 2 })], names);
  expect(all.map(({ runtime, passed }) => [runtime, passed])).toEqual([
    ["node20", 2],
    ["bun", 7],
  ]);
});

test("a row of a runtime that is known no longer goes away", () => {
  expect(merged([row("node8")], [row("node20")], ["node20"]).map(({ runtime }) => runtime)).toEqual(["node20"]);
});

test("a Node has passed if nothing failed and something ran; the others' failures are no failure", () => {
  expect(isNodePassed(row("node24"))).toBe(true);
  expect(isNodePassed(row("node24", { failed: 1 }))).toBe(false);
  expect(isNodePassed(row("node24", { passed: 0 }))).toBe(false);
  expect(isNodePassed(row("deno", { failed: 1, passed: 0 }))).toBe(true);
});
