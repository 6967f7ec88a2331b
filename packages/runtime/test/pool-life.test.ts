import { expect, test } from "vitest";
import { calm, runScenario, scenario } from "./harness.ts";
import type { Failure, Outcome } from "./scenarios/outcome.ts";

test("[C123] a job that polls hears of its caller's signal, and of its time, in a loop that never turns the event loop", async () => {
  const cancelled = await scenario<Failure>("pool-life", "polls", ["signal"]);
  expect(cancelled).toMatchObject({ code: "ERR_PICOT_CANCELLED", cause: { message: "no longer" } });
  const late = await scenario<Failure>("pool-life", "polls", ["timeout"]);
  expect(late.code).toBe("ERR_PICOT_TIMEOUT");
  expect(late.message).toContain("polls: no answer in 300 ms");
});

test("a job that awaits its signal hears of it", async () => {
  const { error, seen } = await scenario<{ error: Failure; seen: number }>("pool-life", "signals");
  expect([error.code, seen]).toEqual(["ERR_PICOT_CANCELLED", 2]);
});

test("[C122] cancelling what awaits a thread that is parked in a call of the reactor ends both, and the process", async () => {
  const found = await scenario<{ error: Failure }>("pool-life", "cancelsParked");
  expect(found).toMatchObject({ responsive: true, saw: 20, methodCancelled: 1 });
  expect(found.error.code).toBe("ERR_PICOT_CANCELLED");
});

test("a job that is cancelled, or late, before it began never runs", async () => {
  const { errors, ran } = await scenario<{ errors: Failure[]; ran: number }>("pool-life", "cancelsWaiting");
  expect(errors.map(({ code }) => code)).toEqual(["ERR_PICOT_CANCELLED", "ERR_PICOT_TIMEOUT", "ERR_PICOT_CANCELLED"]);
  expect(errors[1]?.mayHaveRun).toBe(false);
  expect(ran).toBe(0);
});

test("[C119] calls with the same affinity run in the same thread", async () => {
  const { threads, next } = await scenario<{ threads: number[]; next: number }>("pool-life", "pins");
  const [a, b, , key] = threads;
  expect(threads).toEqual([a, b, a, key, b, a, key]);
  expect(next).toBe(a);
  expect(new Set([a, b, key]).size).toBe(3);
});

test("[C119] when the thread of an affinity dies, the call that ran fails by name, the next get a new thread, and others go on", async () => {
  const found = await scenario<{ exited: Outcome; thrown: Outcome }>("pool-life", "pinnedDies");
  expect(found).toMatchObject({ queued: "number", another: true, other: "number" });
  expect(found.exited.error?.code).toBe("ERR_PICOT_THREAD_DIED");
  expect(found.exited.error?.message).toContain("exits: the thread that ran it ended");
  expect(found.thrown.error).toMatchObject({ code: "ERR_PICOT_THREAD_DIED", cause: { message: "uncaught" } });
});

test("a thread that ends while it has no job takes nothing with it", async () => {
  expect(await scenario("pool-life", "idleDies")).toBe(3);
});

test("[C120] a call with an affinity whose method defers to the same affinity is a DeadlockError, and no hang", async () => {
  const { error, other, next } = await scenario<{ error: Failure; other: number; next: number }>(
    "pool-life",
    "defersToItself",
  );
  expect(error.code).toBe("ERR_PICOT_DEADLOCK");
  expect(error.message).toContain("which waits for defersTo, called at ");
  expect([other, next]).toEqual([3, 4]);
});

test("[C113] a permit of a limiter is taken while the job runs, and given back after it, after an error, a death and the pool's end", async () => {
  expect(await scenario("pool-life", "limits")).toEqual({
    during: [1, 1],
    most: 1,
    afterError: 0,
    afterDeath: 0,
    refused: "ERR_PICOT_POOL_CLOSED",
    afterClose: [0, 0],
  });
});

test("[C110] each thread enters its context once, runs its jobs, and leaves it once, all in that thread", async () => {
  const { status, result, stdout } = await runScenario("pool-life", "contexts");
  expect(status).toBe(0);
  const [one, two] = result as { entered: number; context: { thread: number }; thread: number }[]; // as useContext() returns them
  expect(one).toEqual(two);
  expect(one).toMatchObject({ entered: 1, context: { thread: one?.thread } });
  expect(one?.thread).not.toBe(0);
  expect(stdout).toBe("enter one two leave true\n");
});

test("[C111][C112] a context that cannot be entered fails that job, and the next tries again; one that cannot be left is logged", async () => {
  const { result, stderr } = await runScenario("pool-life", "contextFails");
  expect(result).toMatchObject({ first: { name: "RangeError", message: "no connection" }, second: "connected" });
  expect(stderr.match(/picot: /g)).toHaveLength(1);
  expect(stderr).toContain("Error: cannot leave");
});

test("where as many jobs wait as may, the next is refused by name, and room() waits for less", async () => {
  const { refused, before, sum } = await scenario<{ refused: Failure; before: boolean; sum: number }>(
    "pool-life",
    "full",
  );
  expect(refused.code).toBe("ERR_PICOT_POOL_FULL");
  expect(refused.message).toContain("2 jobs wait for a thread");
  expect([before, sum]).toEqual([false, 3]);
});

test("callInThread in a loop without end is held back by an error, and not by memory", async () => {
  expect(await scenario("pool-life", "flood")).toEqual({ sent: 10_000, code: "ERR_PICOT_POOL_FULL" });
});

test("[R46] a call to a thread of the pool that does not come to it ends by name at its deadline; an idle one runs it", async () => {
  const { late, idle } = await scenario<{ late: Outcome; idle: number }>("pool-life", "deadline");
  expect(late.error).toMatchObject({ code: "ERR_PICOT_TIMEOUT", mayHaveRun: false });
  expect(late.ms).toBeLessThan(calm(600));
  expect(idle).toBe(3);
});

test("buffers are copied to a job, unless they were given away; large results move back", async () => {
  expect(await scenario("pool-life", "moves")).toEqual({
    left: [1_000_000, 0, 0],
    seen: [1_000_000, 1_000_000, 1_000_000],
    back: [true, true, true],
  });
});
