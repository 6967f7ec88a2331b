import { expect, test } from "vitest";
import { scenario } from "./harness.ts";

const run = (name: string, env: Record<string, string> = {}): Promise<string> =>
  scenario<string>("errors", name, [], { env });

const framesOf = (stack: string): string[] => stack.split("\n").filter((line) => /^\s+at /.test(line));
/** Lines of picot itself, and of generated facades. */
const ours = (stack: string): string[] =>
  framesOf(stack).filter((line) => /runtime\/(dist|src)\/|\.facade\./.test(line));

test("[C163] a stack holds the raising line, the line where the threads meet, and the caller's", async () => {
  const stack = await run("stackOfCall");
  const [raising = "", calling = ""] = stack.split("    --- Failures.deep, called from the main thread ---\n");
  expect(stack.split("\n")[0]).toBe("RateError: from the deep");
  expect(raising).toMatch(/at raise \(.*failures\.reactor\.js:\d+/);
  expect(raising).toMatch(/at Failures\.deep \(.*failures\.reactor\.js/);
  expect(calling).toMatch(/^ {4}at theCaller \(.*scenarios\/errors\.js:\d+/);
});

test("[C163] no frame of picot or of a generated facade is in it", async () => {
  const stack = await run("stackOfCall");
  expect(framesOf(stack).length).toBeGreaterThan(3);
  expect(ours(stack)).toEqual([]);
});

test("[C163] nor where the error is thrown before the first await", async () => {
  const stack = await run("stackOfSynchronous");
  expect(stack).toMatch(/^RateError: no rate\n {4}at Failures\.rate \(.*\n {4}--- .*\n {4}at theCaller \(/);
  expect(ours(stack)).toEqual([]);
});

test("[C163] PICOT_FULL_STACKS=1 shows them all", async () => {
  const stack = await run("stackOfCall", { PICOT_FULL_STACKS: "1" });
  expect(ours(stack).some((line) => line.includes("failures.facade.js"))).toBe(true);
  expect(ours(stack).some((line) => /at block \(.*runtime\/dist\/bundle\/shared\.js/.test(line))).toBe(true);
});

test("[C163] under --enable-source-maps picot's frames are found by its sources", async () => {
  const stack = (env: Record<string, string>): Promise<string> =>
    scenario<string>("errors", "stackOfCall", [], { execArgv: ["--enable-source-maps"], env });
  expect((await stack({})).includes("runtime/src/")).toBe(false);
  expect(await stack({ PICOT_FULL_STACKS: "1" })).toMatch(/at block \(.*runtime\/src\/handoff\.ts:\d+/);
});

test("[C164] of ten recursive calls in the reactor all frames are there", async () => {
  const stack = await run("stackOfRecursion");
  expect(framesOf(stack).filter((line) => line.includes("Failures.recursive")).length).toBeGreaterThanOrEqual(9);
});

test("[C163][C165] of a failure that is waited for the stack holds more than the wait", async () => {
  const stack = await run("stackOfWait");
  expect(stack).toMatch(/at raise \(/);
  expect(stack).toMatch(/called from the main thread ---\n {4}at theWaiter \(/);
  expect(ours(stack)).toEqual([]);
});

test("[C163] the same holds for a DOMException", async () => {
  const stack = await run("stackOfDomException");
  expect(stack).toMatch(
    /^AbortError: gone\n(?: {4}at new DOMException .*\n)? {4}at Failures\.domException \(.*\n {4}--- .*\n {4}at theCaller \(/,
  );
  expect(ours(stack)).toEqual([]);
});

test.each([
  ["a timeout", "stackOfTimeout"],
  ["a refused argument", "stackOfRefusal"],
])("[C163] the stack of %s begins at the caller's line", async (_, name) => {
  const stack = await run(name);
  expect(framesOf(stack)[0]).toMatch(/at theCaller \(.*scenarios\/errors\.js/);
  expect(ours(stack)).toEqual([]);
});
