import { expect, test } from "vitest";
import { runScenario, scenario } from "./harness.ts";
import type { Failure, Outcome } from "./scenarios/outcome.ts";

interface Deferred {
  readonly sum: number;
  readonly failed: Failure;
  readonly again: Failure;
  readonly inReactor: boolean[];
  readonly outside: boolean;
  readonly sameThread: boolean;
}

test("[C93][C94][C95][C98] deferToThread gives the function's value or its error, one after the other, from a thread that is not the reactor", async () => {
  const found = await scenario<Deferred>("pool", "defers");
  expect(found).toMatchObject({ sum: 3, inReactor: [false, true], outside: true, sameThread: true });
  expect(found.failed).toMatchObject({ name: "RangeError", message: "too far" });
  expect(found.again).toMatchObject({ name: "RangeError", message: "again" });
});

test("[C96] deferToThreadPool does the same in a pool of one's own, which refuses by name once it is closed", async () => {
  const found = await scenario<{ failed: Failure; closed: Failure }>("pool", "ownPool");
  expect(found).toMatchObject({ sum: 3, apart: true, threads: 0 });
  expect(found.failed).toMatchObject({ name: "RangeError", message: "too far" });
  expect(found.closed.code).toBe("ERR_PICOT_POOL_CLOSED");
  expect(found.closed.message).toContain('"mine"');
});

test("a thread of the pool turns its event loop between two jobs", async () => {
  expect(await scenario("pool", "betweenJobs")).toBe(1);
});

test("[C97] callMultipleInThread runs all of them in order, in one thread", async () => {
  const noted = await scenario<string[]>("pool", "multiple");
  expect(noted.map((each) => each.split(" in ")[0])).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
  expect(new Set(noted.map((each) => each.split(" in ")[1])).size).toBe(1);
});

test("[C98] what only the reactor may do is refused in a thread of its pool", async () => {
  expect(await scenario("pool", "elsewhere")).toEqual(Array(4).fill("ERR_PICOT_WRONG_THREAD"));
});

test("[C102] suggestThreadPoolSize(34) and then 4: so many run at once, and no more", async () => {
  expect(await scenario("pool", "sizes")).toEqual([34, 4]);
});

test("[C103] callInThread before there is a reactor: nothing runs, and the process ends; once there is one it runs", async () => {
  const { status, result, stderr } = await runScenario("pool", "early", [false]);
  expect({ status, result, stderr }).toEqual({ status: 0, result: { before: 0 }, stderr: "" });
  expect(await scenario("pool", "early", [true])).toEqual({ before: 0, after: 1 });
});

test("[C104] the pool is closed with its reactor: a job that runs ends, each thread leaves its context, and the next job is refused", async () => {
  const { status, result, stdout } = await runScenario("pool", "stops");
  expect(status).toBe(0);
  expect(result).toMatchObject({ ran: "number", next: { code: "ERR_PICOT_WRONG_THREAD" } });
  expect(stdout).toBe("enter job leave true\n");
});

test("[C93][C104] in an embedded reactor, too: jobs and twins run in threads of its own, which have left their contexts when stop() returns", async () => {
  expect(await scenario("pool", "embedded")).toEqual({
    inReactor: false,
    sum: 5,
    elsewhere: true,
    before: 0,
    after: 1,
  });
});

test("the stack of a job's error has the job's line and the line that deferred it", async () => {
  const [head, ...frames] = (await scenario<string>("pool", "stack")).split("\n");
  expect(head).toBe("RangeError: far");
  const at = frames.indexOf("    --- fails, deferred by the reactor ---");
  expect(frames[0]).toMatch(/at .*fails \(.*pool-jobs\.[jt]s/);
  expect(frames[at + 1]).toMatch(/at .*defersError \(.*pool-reactor\.[jt]s/);
  expect(frames.filter((frame) => frame.includes("dist/bundle"))).toEqual([]);
});

test("[C105] an error of callInThread is logged once, and the pool goes on", async () => {
  const { status, result, stderr } = await runScenario("pool", "logsOnce");
  expect({ status, result }).toEqual({ status: 0, result: 3 });
  expect(stderr.match(/picot: /g)).toHaveLength(1);
  expect(stderr).toContain("RangeError: nobody waits");
});

test("[C106][C107] callInThreadWithCallback calls back in the same thread, in the submitter's context; an error of the callback is logged", async () => {
  const { result, stderr } = await runScenario("pool", "callbacks");
  const { noted, thread } = result as { noted: unknown[]; thread: number }; // as the scenario returns them
  expect(noted).toEqual([
    [true, 3, "t1", thread],
    [false, "no sum", "t1", thread],
  ]);
  expect(stderr.match(/picot: /g)).toHaveLength(1);
  expect(stderr).toContain("the callback failed");
});

test("[C108] a trace id that is set in the reactor is seen by the job; where none is set, the job has one made", async () => {
  const { set, unset, thread } = await scenario<{ set: string; unset: string; thread: number }>("pool", "traces");
  expect(set).toBe("from the reactor");
  expect(unset).toBe(`made in ${thread}`);
});

test("[C109] a job in a fresh thread has one that bears its name, and that ends with it", async () => {
  const { named, failed, died } = await scenario<{ named: boolean; failed: string; died: Failure }>("pool", "fresh");
  expect([named, failed, died.code]).toEqual([true, "no", "ERR_PICOT_THREAD_DIED"]);
});

test("[C114] callOut and callOutToThread give the value back once the function has run, or its error", async () => {
  const found = await scenario<{ outFails: Failure; toThreadFails: Failure }>("pool", "outs");
  expect(found).toMatchObject({ out: "v", ran: [[1, 2]], toThread: "w" });
  expect(found.outFails.message).toBe("not out");
  expect(found.toThreadFails.message).toBe("not there");
});

test("[C115] deferToDatabase runs in the database pool, which is installed once, before its first job", async () => {
  const { apart, same, twice } = await scenario<{ apart: boolean; same: boolean; twice: Failure }>("pool", "database");
  expect([apart, same, twice.code]).toEqual([true, true, "ERR_PICOT_SETUP"]);
  expect(twice.message).toMatch(/^Too late/);
  const { error } = await scenario<Outcome>("pool", "databaseUnasked");
  expect(error?.message).toMatch(/^Too late/);
});

test("blockingCallFromThread runs in the reactor and blocks for the result; in the reactor it is refused", async () => {
  const { fromPool, here } = await scenario<{ fromPool: boolean; here: Failure }>("pool", "blocking");
  expect(fromPool).toBe(true);
  expect(here.code).toBe("ERR_PICOT_WRONG_THREAD");
});
