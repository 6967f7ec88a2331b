/** What becomes of errors in green tasks: their stacks, and those that nobody waits for. */
import { expect, test } from "vitest";
import { calm, scenario } from "./harness.ts";

const run = <T>(name: string, env: Record<string, string> = {}): Promise<T> => scenario<T>("green", name, [], { env });

const framesOf = (stack: string): string[] => stack.split("\n").filter((line) => /^\s+at /.test(line));
const functionsOf = (stack: string): string[] =>
  framesOf(stack).map((line) => /at (?:async )?([\w.$<>]+) \(/.exec(line)?.[1] ?? line);

test("the stack of what a green task waited for goes on with the task's green functions", async () => {
  const stack = await run<string>("stackOfRejection");
  const [raising = "", waiting = ""] = stack.split("    --- waited for in the green task theTask ---\n");
  expect(raising).toMatch(/^RangeError: from the deep\n {4}at raise \(/);
  expect(functionsOf(waiting)).toEqual(["inner", "middle", "theTask"]);
  expect(stack).not.toMatch(/runtime\/dist\/bundle|node:internal/);
});

test("no frame is told twice where a method throws before its first await", async () => {
  const stack = await run<string>("stackOfEarlyRejection");
  expect(functionsOf(stack).filter((name) => name === "theTask")).toHaveLength(1);
  expect(stack).toMatch(/^RangeError: at once\n {4}at atOnce \(/);
});

test("an error that reaches several tasks is told of the first", async () => {
  const stack = await run<string>("stackOfShared");
  expect(stack.split("--- waited for in").length).toBe(2);
});

test("PICOT_FULL_STACKS=1 shows picot's frames as well", async () => {
  expect(await run<string>("stackOfRejection", { PICOT_FULL_STACKS: "1" })).toMatch(/runtime\/dist\/bundle/);
});

test("an error that nobody waits for is an unhandled rejection; that of a cancelled task is not", async () => {
  expect(await run<string[]>("unhandled")).toEqual(["nobody waits"]);
});

test("a facade is refused in the reactor's thread too, by name", async () => {
  const message = await run<string>("facadeInReactor");
  expect(message).toMatch(/^Calculator\.add was called in the green task counting, .*calculator\.green/);
  expect(await run<string>("waitInGreen")).toMatch(
    /^EventualResult\.wait \(Calculator\.later\) was called in the green/,
  );
});

test("behind a facade tasks run in the reactor's thread, end with their call, and tell where they waited", async () => {
  const { stack, ...others } = await run<{ stack: string }>("embedded");
  expect(others).toEqual({ ran: 100, timeout: "ERR_PICOT_TIMEOUT", stopped: true });
  expect(stack).toMatch(
    /--- waited for in the green task inTheTask ---\n {4}at inTheTask \(.*\n {4}--- Greens\.failing, called from/,
  );
});

test("100,000 tasks that wait for 100 ms each end in one thread, within seconds", async () => {
  const { ms, megabytes } = await run<{ ms: number; megabytes: number }>("crowd");
  // Three times what tools/bench expects of it.
  expect(ms).toBeLessThan(calm(9_000));
  expect(megabytes).toBeLessThan(600);
});
