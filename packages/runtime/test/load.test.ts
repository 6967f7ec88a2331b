import { expect, test } from "vitest";
import { calm, scenario } from "./harness.ts";
import { THOROUGH } from "./thorough.ts";

const run = <T>(name: string, args: readonly unknown[] = [], limit = 60_000): Promise<T> =>
  scenario<T>("load", name, args, { limit });

/** With young generations that do not grow: two of them are 60 MB, whenever V8 finds it time. */
const measured = <T>(name: string, args: readonly unknown[] = []): Promise<T> =>
  scenario<T>("load", name, args, { limit: 60_000, execArgv: ["--max-semi-space-size=1"] });

test("[C62] twenty threads, each in a call of a second, are done together", async () => {
  const { values, ms } = await run<{ values: string[]; ms: number }>("manyThreads", [20]);
  expect(values).toEqual(Array.from({ length: 20 }, (_, i) => `${i}`));
  expect(ms).toBeGreaterThanOrEqual(990);
  expect(ms).toBeLessThan(calm(3_600));
});

test("[C63] a method that blocks the reactor's loop delays other threads and loses none; the caller's loop goes on", async () => {
  const { blocked, ticks, right } = await run<{ blocked: string; ticks: number; right: number[] }>(
    "blockedLoop",
    [500],
  );
  expect({ blocked, right }).toEqual({ blocked: "blocked", right: [100, 100] });
  expect(ticks).toBeGreaterThan(5);
});

test("[C64] threads that load at once a module which calls while it is loaded get its answer", async () => {
  expect(await run("callsAtImport")).toEqual([5, 5, 5]);
});

test("[R82] 100,000 calls in one job leave memory flat", async () => {
  const { wrong, megabytes } = await measured<{ wrong: number; megabytes: number }>("soak", [200_000, "waited"]);
  expect(wrong).toBe(0);
  expect(megabytes).toBeLessThan(30);
});

test.skipIf(!THOROUGH)("[R82] a million calls in one job take less than 10 MB", { timeout: 600_000 }, async () => {
  const soaked = await run<{ wrong: number; megabytes: number }>("soak", [2_000_000, "waited"], 590_000);
  console.log(`a million calls: ${soaked.megabytes.toFixed(1)} MB`);
  expect(soaked.wrong).toBe(0);
  expect(soaked.megabytes).toBeLessThan(10);
});

const SPIN_S = THOROUGH ? 600 : 20;

test(
  "[R27] with eight spinners on the cores nobody is taken for dead, and who dies is",
  { timeout: SPIN_S * 1_000 + 90_000 },
  async () => {
    const { wrong, ends } = await run<{ wrong: string[]; ends: { code: string; late: number }[] }>(
      "spinners",
      [SPIN_S],
      SPIN_S * 1_000 + 80_000,
    );
    expect(wrong).toEqual([]);
    expect(ends.map(({ code }) => code)).toEqual(["ERR_PICOT_REACTOR_DIED", "ERR_PICOT_REACTOR_DIED"]);
    // Milliseconds. The case says 5 seconds.
    for (const { late } of ends) expect(late).toBeLessThan(calm(5_000));
  },
);

test.each(["dropped", "unread"])("[C90][R82] 100,000 EventualResults that are %s leave memory flat", async (how) => {
  const { wrong, megabytes } = await measured<{ wrong: number; megabytes: number }>("soak", [200_000, how]);
  expect(wrong).toBe(0);
  expect(megabytes).toBeLessThan(30);
});

test("[R15] a hundred callers that are blocked at the death all hear of it", { timeout: 120_000 }, async () => {
  const { codes, lastMs } = await run<{ codes: string[]; lastMs: number }>("deathUnder", [100], 110_000);
  expect(codes).toEqual(Array.from({ length: 100 }, () => "ERR_PICOT_REACTOR_DIED 3"));
  expect(lastMs).toBeLessThan(6_000);
});

test("[R54] after a thousand timeouts a thousand calls are right, and memory stays flat", async () => {
  const { timeouts, right, megabytes } = await measured<{ timeouts: number; right: number; megabytes: number }>(
    "timeoutsThenCalls",
  );
  expect({ timeouts, right }).toEqual({ timeouts: 1_000, right: 1_000 });
  expect(megabytes).toBeLessThan(30);
});

test("[R55] a limit that is up as the answer comes gives the value or the timeout, and never another call's value", async () => {
  const { values, timeouts, wrong } = await run<{ values: number; timeouts: number; wrong: number }>(
    "timeoutsAtTheAnswer",
    [10_000],
  );
  expect(wrong).toBe(0);
  // Both ways are met.
  expect(values).toBeGreaterThan(100);
  expect(timeouts).toBeGreaterThan(100);
  expect(values + timeouts).toBe(10_000);
});
