import { spawn } from "node:child_process";
import { eventual, setup, waitFor } from "@picot/runtime";
import { Load } from "../fixtures/load.facade.ts";
import { Probe } from "../fixtures/probe.facade.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { awaitCount, countUp, inThread, newShared } from "./threads.ts";

const here = import.meta.url;
const jobs = new URL("../fixtures/jobs.js", import.meta.url);
type Jobs = typeof import("../fixtures/jobs.ts");

/** So many threads, each in one call of a second, from a moment when all are ready. */
export async function manyThreads(count: number): Promise<unknown> {
  setup();
  const [ready, go] = [newShared(), newShared()];
  const threads = Array.from({ length: count }, (_, i) =>
    inThread<{ value: string; began: number; ended: number }>(here, "callOn", ready, go, i),
  );
  awaitCount(ready, count);
  countUp(go);
  const outcomes = await Promise.all(threads.map((each) => each.outcome));
  await Promise.all(threads.map((each) => each.end()));
  const values = outcomes.map(({ value, error }) => {
    if (value === undefined) throw new Error(error?.message);
    return value;
  });
  const began = Math.min(...values.map((each) => each.began));
  return { values: values.map(({ value }) => value), ms: Math.max(...values.map((each) => each.ended)) - began };
}

export function callOn(ready: SharedArrayBuffer, go: SharedArrayBuffer, i: number): unknown {
  const load = new Load();
  countUp(ready);
  awaitCount(go, 1);
  const began = Date.now();
  const value = load.later(1_000, `${i}`);
  return { value, began, ended: Date.now() };
}

/** One method blocks the reactor's loop while two other threads call; this thread's own loop goes on. */
export async function blockedLoop(ms: number): Promise<unknown> {
  setup();
  new Load().quick(0);
  const began = newShared();
  const blocker = inThread<string>(here, "block", ms, began);
  const others = [0, 1].map(() => inThread<number>(here, "callMany", began));
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), 10);
  const blocked = await blocker.outcome;
  clearInterval(timer);
  const right = await Promise.all(others.map((each) => each.outcome));
  await Promise.all([blocker, ...others].map((each) => each.end()));
  return { blocked: blocked.value, ticks, right: right.map(({ value }) => value) };
}

export function block(ms: number, began: SharedArrayBuffer): string {
  return new Load().block(ms, began);
}

/** Calls from the moment when the loop is blocked; how many of a hundred were answered right. */
export function callMany(began: SharedArrayBuffer): number {
  const load = new Load();
  awaitCount(began, 1);
  let right = 0;
  for (let i = 0; i < 100; i += 1) if (load.quick(i) === i) right += 1;
  return right;
}

/** Two workers and the main thread load a module that calls while it is loaded. */
export async function callsAtImport(): Promise<unknown> {
  const threads = [0, 1].map(() => inThread<number>(here, "importCalling"));
  const own = await importCalling();
  const outcomes = await Promise.all(threads.map((each) => each.outcome));
  await Promise.all(threads.map((each) => each.end()));
  return [own, ...outcomes.map(({ value }) => value)];
}

export async function importCalling(): Promise<number> {
  const { answer } = (await import("./calls-at-import.ts")) as typeof import("./calls-at-import.ts");
  return answer;
}

/** Megabytes that the process takes more after so many calls than after the first half of them. */
export function soak(calls: number, how: "waited" | "dropped" | "unread"): unknown {
  const load = new Load();
  let wrong = 0;
  let before = 0;
  for (let i = 0; i < calls; i += 1) {
    if (i === calls / 2) before = process.memoryUsage().rss;
    if (how === "waited") {
      if (load.quick(i) !== i) wrong += 1;
    } else {
      const soon = eventual(load).quick(i);
      // Of those that are dropped some are looked at.
      if (how === "dropped" && i % 100 === 0 && soon.wait(10_000) !== i) wrong += 1;
    }
  }
  if (load.quick(-5) !== -5) wrong += 1;
  return { wrong, megabytes: (process.memoryUsage().rss - before) / 1e6 };
}

/** Eight processes that want a core each, for so many seconds, while main calls and a thread waits; then the reactor dies. */
export async function spinners(seconds: number): Promise<unknown> {
  const probe = new Probe();
  const load = new Load();
  const shared = newShared();
  const waiting = inThread<Outcome & { at: number }>(here, "hangOn", shared);
  awaitCount(shared, 1);
  const others = Array.from({ length: 8 }, () => spawn(process.execPath, ["-e", "for(;;);"], { stdio: "ignore" }));
  const wrong: string[] = [];
  try {
    const end = performance.now() + seconds * 1_000;
    for (let i = 0; performance.now() < end; i += 1) {
      const { value, error } = outcomeOf(() => (i % 10 === 0 ? Number(load.later(300, `${i}`)) : load.quick(i)));
      if (value !== i) wrong.push(`call ${i}: ${error?.message ?? String(value)}`);
    }
    const dies = Date.now();
    const own = { ...outcomeOf(() => probe.exit(3)), at: Date.now() };
    const theirs = (await waiting.outcome).value;
    const ends = [own, theirs].map((each) => ({ code: each?.error?.code, late: (each?.at ?? Infinity) - dies }));
    return { wrong, ends };
  } finally {
    for (const each of others) each.kill("SIGKILL");
    await waiting.end();
  }
}

/** So many threads blocked in calls that never end, at the death of the reactor. */
export async function deathUnder(count: number): Promise<unknown> {
  setup();
  const probe = new Probe();
  const shared = newShared();
  const threads = Array.from({ length: count }, () => inThread<Outcome & { at: number }>(here, "hangOn", shared));
  awaitCount(shared, count);
  const ended = Date.now() + 100;
  probe.exitSoon(100, 3);
  const outcomes = await Promise.all(threads.map((each) => each.outcome));
  await Promise.all(threads.map((each) => each.end()));
  const ends = outcomes.map(({ value, error }) => {
    if (value === undefined) throw new Error(error?.message);
    return value;
  });
  return {
    codes: ends.map(({ error }) => `${String(error?.code)} ${String(error?.exitCode)}`),
    lastMs: Math.max(...ends.map(({ at }) => at)) - ended,
  };
}

export function hangOn(shared: SharedArrayBuffer): unknown {
  const probe = new Probe();
  const outcome = outcomeOf(() => probe.hang(shared));
  return { ...outcome, at: Date.now() };
}

/** A thousand calls whose time is up, and then a thousand that have time. */
export function timeoutsThenCalls(): unknown {
  const value = waitFor<Jobs["value"]>(jobs, "value", 10_000);
  const late = waitFor<Jobs["later"]>(jobs, "later", 0.5);
  value(0);
  const before = process.memoryUsage().rss;
  let timeouts = 0;
  for (let i = 0; i < 1_000; i += 1)
    if (outcomeOf(() => late(200, "late")).error?.code === "ERR_PICOT_TIMEOUT") timeouts += 1;
  let right = 0;
  for (let i = 0; i < 1_000; i += 1) if (value(i) === i) right += 1;
  return { timeouts, right, megabytes: (process.memoryUsage().rss - before) / 1e6 };
}

/** Calls whose limit is about what their answer takes: each ends in one way, and with its own value. */
export function timeoutsAtTheAnswer(tries: number): unknown {
  const value = waitFor<Jobs["value"]>(jobs, "value", 10_000);
  value(0);
  const limits = [0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.4];
  const hurried = limits.map((limit) => waitFor<Jobs["value"]>(jobs, "value", limit));
  const ends = { values: 0, timeouts: 0, wrong: 0 };
  for (let i = 0; i < tries; i += 1) {
    const { value: answer, error } = outcomeOf(() => hurried[i % limits.length]!(i)); // within the list
    if (error?.code === "ERR_PICOT_TIMEOUT" && answer === undefined) ends.timeouts += 1;
    else if (error === undefined && answer === i) ends.values += 1;
    else ends.wrong += 1;
    if (i % 50 === 0 && value(-i) !== -i) ends.wrong += 1;
  }
  return ends;
}
