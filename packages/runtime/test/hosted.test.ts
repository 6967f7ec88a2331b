import { expect, test } from "vitest";
import { calm, runScenario, scenario } from "./harness.ts";
import type { Errors, Provided, Stopped } from "./scenarios/hosted.ts";
import type { Outcome } from "./scenarios/outcome.ts";

test("a thread of the host's pool calls facades, which the host serves", async () => {
  const { own, reactor, inReactor } = await scenario<{ own: number; reactor: number; inReactor: boolean }>(
    "hosted",
    "callFromPool",
  );
  expect(reactor).toBe(0);
  expect(own).not.toBe(0);
  expect(inReactor).toBe(true);
});

test("a plain worker's facades are served by the host", async () => {
  expect((await scenario<Outcome<number>>("hosted", "callFromPlainWorker")).value).toBe(0);
});

test("a facade called in the host itself is refused", async () => {
  const { error } = await scenario<Outcome>("hosted", "callInHost");
  expect(error?.code).toBe("ERR_PICOT_WRONG_THREAD");
});

test("[C6] where the worker that called noSetup() has ended, a call is refused by name, and with what to do", async () => {
  const { error, ms } = await scenario<Outcome>("hosted", "hostEnds");
  expect(error?.code).toBe("ERR_PICOT_REACTOR_STOPPED");
  expect(ms).toBeLessThan(calm(180));
});

test("[R9] where the worker that called noSetup() is terminated, who waits without a limit hears of it, and so does the next call", async () => {
  const { released, next } = await scenario<{ released: Outcome; next: Outcome }>("hosted", "hostIsTerminated");
  expect(released.error).toMatchObject({ code: "ERR_PICOT_REACTOR_DIED" });
  expect(released.error?.message).toContain("the worker that called noSetup(), and so was the reactor, has ended");
  expect(next.error?.code).toBe("ERR_PICOT_REACTOR_DIED");
});

test("[C7] while the host's loop does not turn, a call ends at its limit, and the process ends", async () => {
  const { error, ms } = await scenario<Outcome>("hosted", "loopDoesNotTurn");
  expect(error?.code).toBe("ERR_PICOT_TIMEOUT");
  expect(ms).toBeGreaterThanOrEqual(199);
  expect(ms).toBeLessThan(calm(600));
});

test("deferToThread() gives back the values that cross, and awaits promises", async () => {
  expect(await scenario("hosted", "deferValues")).toEqual({ values: true, later: "now later" });
});

test("deferToThread() rejects with the function's own error: class, fields and cause kept", async () => {
  const { page, range } = await scenario<Errors>("hosted", "deferErrors");
  expect(page).toMatchObject({ name: "PageError", message: "no such page", isPageError: true, status: 404 });
  expect(range).toMatchObject({
    name: "RangeError",
    message: "too far",
    isRangeError: true,
    code: "E_FAR",
    at: [1, 2],
  });
  expect(range.cause).toMatchObject({ name: "TypeError", message: "why" });
});

test("deferToThread() keeps picot's own errors as they are", async () => {
  const { timeout, provided } = await scenario<Errors>("hosted", "deferErrors");
  expect(timeout).toMatchObject({ code: "ERR_PICOT_TIMEOUT", isTimeoutError: true, timeout: 200, mayHaveRun: true });
  expect(provided).toMatchObject({ code: "ERR_PICOT_NOT_PROVIDED", isNotProvided: true });
});

test("deferToThread() of an export or a module that is not there says which", async () => {
  const { unknown, module } = await scenario<Errors>("hosted", "deferErrors");
  expect(unknown.code).toBe("ERR_PICOT_NO_SUCH_MEMBER");
  expect(unknown.message).toMatch(/pages\.js.*noSuchExport/);
  expect(module.message).toContain("no-such-module.js");
});

test("deferToThread() outside the reactor thread is refused", async () => {
  const { main, pool } = await scenario<{ main: Outcome; pool: Outcome }>("hosted", "deferElsewhere");
  expect(main.error?.code).toBe("ERR_PICOT_WRONG_THREAD");
  expect(pool.error?.code).toBe("ERR_PICOT_WRONG_THREAD");
});

test("an instance that the host provides is one for all threads, until it is taken back", async () => {
  const { counts, taken, twice, elsewhere } = await scenario<Provided>("hosted", "provideToThreads");
  expect(counts.sort()).toEqual([1, 2, 3]);
  expect(taken.code).toBe("ERR_PICOT_NOT_PROVIDED");
  expect(twice.error?.code).toBe("ERR_PICOT_ARGUMENT");
  expect(elsewhere.error?.code).toBe("ERR_PICOT_WRONG_THREAD");
});

test("an unknown name lists the known ones", async () => {
  const { provided } = await scenario<Errors>("hosted", "deferErrors");
  expect(provided.message).toContain('provided are "a", "b"');
});

test("a provided instance has one facade per thread", async () => {
  const { same, other, unknown } = await scenario<{ same: boolean; other: boolean; unknown: Outcome }>(
    "hosted",
    "providedByLayer",
  );
  expect(same).toBe(true);
  expect(other).toBe(false);
  expect(unknown.error?.code).toBe("ERR_PICOT_NOT_PROVIDED");
  expect(unknown.error?.message).toContain('provided are "a", "b"');
});

test("[C14][C16][C18] stop() in the host returns at once and releases the blocked threads; the host is no reactor then", async () => {
  const { released, before, after, next, second } = await scenario<Stopped>("hosted", "stopInHost");
  expect(released.map((each) => each.error?.code)).toEqual(
    Array.from({ length: 3 }, () => "ERR_PICOT_REACTOR_STOPPED"),
  );
  expect([before, after]).toEqual([true, false]);
  expect(next.error?.code).toBe("ERR_PICOT_REACTOR_STOPPED");
  expect(next.ms).toBeLessThan(calm(180));
  expect(second.error).toBeUndefined();
});

test("stop() in a thread of the pool blocks until the host has stopped, and the process ends", async () => {
  const { status, result } = await runScenario("hosted", "stopFromPool");
  expect(status).toBe(0);
  expect(result).toEqual({ stopped: "stop() returned", after: false });
});

test("[C18] a second stop() in the host, while the first goes on, returns at once too", async () => {
  const { first, second } = await scenario<{ first: Outcome; second: Outcome }>("hosted", "stopTwiceInHost");
  expect([first.error, second.error]).toEqual([undefined, undefined]);
  expect(second.ms).toBeLessThan(calm(300));
});
