import { expect, test } from "vitest";
import { readResult, reasonIn } from "../dist/result.js";

const root = "/home/someone/repository/";

function report(...testResults: readonly object[]): string {
  return JSON.stringify({ success: false, testResults });
}

const file = (name: string, tests: readonly object[], more: object = {}): object => ({
  name: root + name,
  status: "passed",
  message: "",
  assertionResults: tests,
  ...more,
});

const ran = (fullName: string, status: string, ...failureMessages: readonly string[]): object => ({
  fullName,
  status,
  failureMessages,
});

test("tests are counted by how they ended, and what did not run is skipped", () => {
  const tests = [
    ran("a", "passed"),
    ran("b", "passed"),
    ran("c", "pending"),
    ran("d", "todo"),
    ran("e", "failed", "no"),
  ];
  expect(readResult(report(file("a.test.ts", tests)), root)).toMatchObject({ passed: 2, failed: 1, skipped: 2 });
});

test("a failing test has its file from the root, its title and one line", () => {
  const tests = [ran("[C1] adds", "failed", "AssertionError: expected 5 to be 6\n    at x.ts:3:1")];
  expect(readResult(report(file("packages/runtime/test/calls.test.ts", tests)), root).failures).toEqual([
    { file: "packages/runtime/test/calls.test.ts", title: "[C1] adds", reason: "AssertionError: expected 5 to be 6" },
  ]);
});

test("a file that could not be loaded is one failure without a title", () => {
  const broken = file("a.test.ts", [], { status: "failed", message: "SyntaxError: odd\nat a" });
  expect(readResult(report(broken), root)).toEqual({
    passed: 0,
    failed: 1,
    skipped: 0,
    failures: [{ file: "a.test.ts", title: "", reason: "SyntaxError: odd" }],
  });
});

test("a file without tests that did not fail counts for nothing", () => {
  expect(readResult(report(file("a.test.ts", [])), root)).toEqual({ passed: 0, failed: 0, skipped: 0, failures: [] });
});

test("a report of another shape is refused", () => {
  expect(() => readResult("{}", root)).toThrow("no testResults");
  expect(() => readResult(JSON.stringify({ testResults: {} }), root)).toThrow("where a list should be");
  expect(() => readResult(report(file("a", [{ status: "failed", fullName: 3, failureMessages: [] }])), root)).toThrow(
    "where a text should be",
  );
});

test.for([
  ["colours are left out", "\u001b[31mError: red\u001b[39m", "Error: red"],
  ["blank lines are passed over", "\n\n  Error: late\n", "Error: late"],
  ["a file of the repository is named from its root", `Error: no ${root}a.ts`, "Error: no a.ts"],
  ["silence is said", "", "It failed and said nothing."],
] as const)("of a failure's message, %s", ([, message, reason]) => {
  expect(reasonIn(message, root)).toBe(reason);
});

test.for([
  [
    "a stack",
    "Error: calls.adds ended with status 1 after 312 ms\n\nfile:///x.js:3\nthrow new RangeError('x')\n\nRangeError: x\n    at y",
    "calls.adds ended with status 1: RangeError: x",
  ],
  [
    "a coloured line",
    "Error: calls.adds ended with status 1 after 312 ms\n\u001b[31merror\u001b[39m: Uncaught (in promise) TypeError: y\n at z",
    "calls.adds ended with status 1: TypeError: y",
  ],
  ["nothing", "Error: calls.adds hung and was killed after 20008 ms\n\n", "calls.adds hung and was killed"],
] as const)("of a scenario that printed %s, the reason has what it printed and no time", ([, message, reason]) => {
  expect(reasonIn(message, root)).toBe(reason);
});

test("a long reason is cut", () => {
  const reason = reasonIn(`Error: ${"x".repeat(1_000)}`, root);
  expect(reason).toHaveLength(300);
  expect(reason.endsWith("x…")).toBe(true);
});
