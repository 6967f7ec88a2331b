/** The end of a process, and what the reactor may put away then. */
import { expect, test } from "vitest";
import { calm, runScenario, scenario } from "./harness.ts";
import type { End, Family, Scope } from "./scenarios/exit.ts";
import type { Outcome } from "./scenarios/outcome.ts";

const ends: readonly (readonly [End, number])[] = [
  ["returns", 0],
  ["exits", 5],
  ["throws", 1],
  ["stops", 0],
];

test.for(ends)("[C12] hooks run in reverse, and one that fails is logged (main %s)", async ([how, status]) => {
  const ended = await runScenario("exit", "hooks", [["a", "fails", "c"], how]);
  expect({ lines: ended.stdout.trim().split("\n"), status: ended.status }).toEqual({ lines: ["c", "a"], status });
  expect(ended.stderr.match(/a hook of onStop\(\) failed: RangeError: the hook failed/g)).toHaveLength(1);
});

test.for(ends)("[R35] work in flight cleans up, asynchronously too (main %s)", async ([how, status]) => {
  const ended = await runScenario("exit", "inFlight", [how]);
  expect({ lines: ended.stdout.trim().split("\n"), status: ended.status }).toEqual({
    lines: ["cleaned up", "exit of the reactor"],
    status,
  });
  expect(ended.ms).toBeLessThan(calm(9000));
});

test("[R88] a process does not wait for work that heeds no signal", async () => {
  const { status, ms } = await runScenario("exit", "nothingToClean");
  expect(status).toBe(0);
  // Less than the time that clean-up has, after a start.
  expect(ms).toBeLessThan(calm(2000));
});

test("a process ends although its reactor computes for ever", async () => {
  const { status, killed, ms } = await runScenario("exit", "stuck");
  expect({ status, killed }).toEqual({ status: 0, killed: false });
  expect(ms).toBeLessThan(calm(6000));
});

test("[C11] a hook ends a thread that computes, and the process ends", async () => {
  const { stdout, status, ms } = await runScenario("exit", "spinning");
  expect({ stdout, status }).toEqual({ stdout: "exit 0\n", status: 0 });
  expect(ms).toBeLessThan(calm(5000));
});

test("[R34] listeners of the exit event call facades, and the reactor stops after them", async () => {
  const { stdout, stderr, status } = await runScenario("exit", "exitHandlers");
  expect({ lines: stdout.split("\n"), stderr, status }).toEqual({
    lines: ["before 123", "after 123 123", "hook", "ERR_PICOT_REACTOR_STOPPED", ""],
    stderr: "",
    status: 0,
  });
});

test.for([
  ["exits", true, 5],
  ["exits", false, 5],
  ["throws", true, 1],
  ["throws", false, 1],
] as const)(
  "[R36] main %s while workers are blocked in calls (it has called itself: %s)",
  async ([how, calls, code]) => {
    const { stdout, status, killed } = await runScenario("exit", "blockedWorkers", [how, calls]);
    const ms = Date.now() - Number(/ends (\d+)/.exec(stdout)?.[1]);
    expect({ status, killed }).toEqual({ status: code, killed: false });
    expect(ms).toBeLessThan(calm(3000));
  },
);

test("[R37] stop() gives up on a reactor in a system call, and says so", async () => {
  const { stdout, killed } = await runScenario("exit", "inSystemCall", [], { limit: 8000 });
  const { error, ms } = JSON.parse(stdout) as Outcome;
  expect(error?.code).toBe("ERR_PICOT_REACTOR_STOPPED");
  expect(error?.message).toMatch(/system call/);
  expect(ms).toBeGreaterThan(1000);
  expect(ms).toBeLessThan(calm(4000));
  // Node cannot end that thread either, and waits for it.
  expect(killed).toBe(true);
});

test("[C15] an answer that came before the stop is returned each time", async () => {
  expect(await scenario("exit", "answeredBeforeStop")).toEqual([123, 123, 123]);
});

test("[C19] calls of other threads finish when a reactor's scope is left", async () => {
  const { scope, callers, after } = await scenario<Scope>("exit", "scope", [300, null]);
  expect(scope.value).toBe("body");
  expect(callers.map(({ value }) => value)).toEqual(["done", "done"]);
  expect(after.error?.code).toBe("ERR_PICOT_REACTOR_STOPPED");
});

test("[C20] they are cancelled when an error leaves it", async () => {
  const { scope, callers, after } = await scenario<Scope>("exit", "scope", [20_000, "the body failed"]);
  expect(scope.error).toMatchObject({ name: "RangeError", message: "the body failed" });
  expect(callers.map(({ error }) => error?.name)).toEqual(["CancelledError", "CancelledError"]);
  expect(after.error?.code).toBe("ERR_PICOT_REACTOR_STOPPED");
});

test("the scope of an asynchronous body ends with it", async () => {
  const { result, after } = await scenario<{ result: string; after: Outcome }>("exit", "asyncScope");
  expect(result).toBe("123");
  expect(after.error?.code).toBe("ERR_PICOT_REACTOR_STOPPED");
});

test("a stop that lets calls finish is overruled by one that does not", async () => {
  const { first, second, caller } = await scenario<Record<string, Outcome>>("exit", "overruled");
  expect({ first: first?.error, second: second?.error }).toEqual({});
  expect(caller?.error?.code).toBe("ERR_PICOT_REACTOR_STOPPED");
  expect(second?.ms).toBeLessThan(calm(4000));
});

test("[C198] the reactor hears the end of its child process while main is blocked", async () => {
  expect(await scenario("exit", "childOfReactor")).toBe(7);
});

test("[R33] a line that is logged right before the reactor's end is there", async () => {
  const { stdout } = await runScenario("exit", "lastLine");
  expect(stdout).toBe("the last line\nERR_PICOT_REACTOR_DIED\n");
});

test("[C17] a thread of the pool that calls while the reactor stops gets an error, and the process ends", async () => {
  const { error } = await scenario<Outcome>("exit", "calledWhileStopping");
  expect(error?.code).toBe("ERR_PICOT_REACTOR_STOPPED");
});

test("[C23] a child process has a reactor of its own, by fork and by cluster", async () => {
  const { children, codes, parent } = await scenario<Family>("exit", "family");
  expect(children.map(([answer]) => answer)).toEqual([123, 123]);
  expect(codes).toEqual([0, 0]);
  expect(new Set(parent).size).toBe(1);
  expect(new Set([...children.map(([, process]) => process), ...parent]).size).toBe(3);
});
