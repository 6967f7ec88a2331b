/** Reads what vitest's JSON reporter wrote. The file is another program's: everything in it is checked. */
import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";

export interface Failure {
  /** The test file, from the root of the repository. */
  readonly file: string;
  /** Empty where the file itself could not be run. */
  readonly title: string;
  /** One line. */
  readonly reason: string;
}

export interface Result {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
}

/** Throws an Error on a report of another shape. */
export function readResult(json: string, root: string): Result {
  const failures: Failure[] = [];
  let passed = 0;
  let skipped = 0;
  for (const each of list(field(JSON.parse(json), "testResults"))) {
    const file = relative(root, text(field(each, "name")));
    const tests = list(field(each, "assertionResults"));
    if (tests.length === 0 && field(each, "status") === "failed")
      failures.push({ file, title: "", reason: reasonIn(text(field(each, "message")), root) });
    for (const test of tests) {
      const status = field(test, "status");
      if (status === "passed") passed += 1;
      else if (status !== "failed") skipped += 1;
      else failures.push({ file, title: text(field(test, "fullName")).trim(), reason: reasonOf(test, root) });
    }
  }
  return { passed, failed: failures.length, skipped, failures };
}

function reasonOf(test: unknown, root: string): string {
  const messages = list(field(test, "failureMessages")).map(text);
  return reasonIn(messages[0] ?? "", root);
}

/** Longer ones are cut: the reason is for a table. */
const LONGEST = 300;

/** The first line of a failure; and where that line says only that a scenario's process ended, the first error that it printed. */
export function reasonIn(message: string, root: string): string {
  const [first = "", ...rest] = stripVTControlCharacters(message)
    .replaceAll(root, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const ended = /^(?:Error: )?(.* (?:hung and was killed|ended with .*)) after \d+ ms$/.exec(first)?.[1];
  if (ended === undefined) return cut(first === "" ? "It failed and said nothing." : first);
  // An error's own line, and not a line of code that throws one.
  const printed = rest.map(
    (line) => /^(?:\S+: )?(?:Uncaught )?(?:\([^)]*\) )?(\w*(?:Error|Exception)\b.*)$/.exec(line)?.[1],
  );
  const error = printed.find((line) => line !== undefined) ?? rest.find((line) => line.startsWith("error: "));
  return cut(error === undefined ? ended : `${ended}: ${error}`);
}

function cut(line: string): string {
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

function field(of: unknown, name: string): unknown {
  if (typeof of !== "object" || of === null || !(name in of)) throw new Error(`vitest's report has no ${name}.`);
  return (of as Record<string, unknown>)[name]; // an object that has it, as just checked
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error("vitest's report has something else where a list should be.");
  return value;
}

function text(value: unknown): string {
  if (typeof value !== "string") throw new Error("vitest's report has something else where a text should be.");
  return value;
}
