/** The verbs of @picot/runtime/pool, in the thread that hosts the reactor. */
import { Session } from "node:inspector";
import { setTimeout as sleep } from "node:timers/promises";
import { isInReactor, noSetup, stop, waitFor } from "@picot/runtime";
import {
  ThreadPool,
  blockingCallFromThread,
  callInThread,
  callInThreadWithCallback,
  callMultipleInThread,
  callOut,
  callOutToThread,
  deferToDatabase,
  deferToFreshThread,
  deferToThread,
  deferToThreadPool,
  installDatabasePool,
  suggestThreadPoolSize,
} from "@picot/runtime/pool";
import { trace } from "../fixtures/pool-jobs.ts";
import { type Outcome, outcome, outcomeOf } from "./outcome.ts";

const jobs = new URL("../fixtures/pool-jobs.js", import.meta.url);

export const words = (): SharedArrayBuffer => new SharedArrayBuffer(16);
export const wordOf = (shared: SharedArrayBuffer, at: number): number => Atomics.load(new Int32Array(shared), at);

export async function until(done: () => boolean): Promise<void> {
  while (!done()) await sleep(2);
}

/** Lets all that occupy() holds go. */
export function letGo(shared: SharedArrayBuffer): void {
  const all = new Int32Array(shared);
  Atomics.store(all, 1, 1);
  Atomics.notify(all, 1);
}

export async function defers(): Promise<unknown> {
  noSetup();
  suggestThreadPoolSize(1);
  const sum = await deferToThread(jobs, "add", 1, 2);
  const failed = await outcome(() => deferToThread(jobs, "fails", "too far"));
  const { inReactor, thread } = await deferToThread<{ inReactor: boolean; thread: number }>(jobs, "where");
  // A thread is kept while it has nothing to do.
  await sleep(100);
  const good = await deferToThread(jobs, "where");
  const again = await outcome(() => deferToThread(jobs, "fails", "again"));
  return {
    sum,
    failed: failed.error,
    inReactor: [inReactor, isInReactor()],
    outside: thread !== 0,
    sameThread: JSON.stringify(good) === JSON.stringify({ thread, inReactor }),
    again: again.error,
  };
}

export async function ownPool(): Promise<unknown> {
  noSetup();
  const pool = new ThreadPool({ size: 1, name: "mine" });
  const sum = await deferToThreadPool(pool, jobs, "add", 1, 2);
  const failed = await outcome(() => deferToThreadPool(pool, jobs, "fails", "too far"));
  const mine = await deferToThreadPool<{ thread: number }>({ pool }, jobs, "where");
  const other = await deferToThread<{ thread: number }>(jobs, "where");
  await pool.close();
  const closed = await outcome(() => deferToThreadPool(pool, jobs, "add", 1, 2));
  return {
    sum,
    failed: failed.error,
    apart: mine.thread !== other.thread,
    closed: closed.error,
    threads: pool.threads,
  };
}

export async function multiple(): Promise<unknown> {
  noSetup();
  suggestThreadPoolSize(1);
  callMultipleInThread(Array.from({ length: 10 }, (_, i) => [jobs, "append", i] as const));
  return await deferToThread(jobs, "takeNoted");
}

/** From no reactor at all, or before the reactor: `later` says whether it comes to be one. */
export async function early(later: boolean): Promise<unknown> {
  const shared = words();
  letGo(shared);
  callInThread(jobs, "occupy", shared);
  await sleep(30);
  const before = wordOf(shared, 2);
  if (!later) return { before };
  noSetup();
  await until(() => wordOf(shared, 2) === 1);
  return { before, after: wordOf(shared, 2) };
}

export async function logsOnce(): Promise<unknown> {
  noSetup();
  suggestThreadPoolSize(1);
  callInThread(jobs, "fails", "nobody waits");
  return await deferToThread(jobs, "add", 1, 2);
}

export async function callbacks(): Promise<unknown> {
  noSetup();
  suggestThreadPoolSize(1);
  trace.with("t1", () => {
    callInThreadWithCallback([jobs, "notesTrace"], jobs, "add", 1, 2);
    callInThreadWithCallback([jobs, "notesTrace"], jobs, "fails", "no sum");
  });
  callInThreadWithCallback([jobs, "callbackFails"], jobs, "add", 1, 2);
  const { thread } = await deferToThread<{ thread: number }>(jobs, "where");
  return { noted: await deferToThread(jobs, "takeNoted"), thread };
}

export async function traces(): Promise<unknown> {
  noSetup();
  suggestThreadPoolSize(1);
  const set = await trace.with("from the reactor", () => deferToThread(jobs, "seesTrace"));
  const { thread } = await deferToThread<{ thread: number }>(jobs, "where");
  return { set, unset: await deferToThread(jobs, "seesTrace"), thread };
}

/** What a job has begun goes on in its thread, which has no other one. */
export async function betweenJobs(): Promise<number> {
  noSetup();
  const shared = words();
  await deferToThread(jobs, "setsLater", shared);
  await until(() => wordOf(shared, 0) === 1);
  return wordOf(shared, 0);
}

/** How many run at once, in a pool of 34 and then of 4. */
export async function sizes(): Promise<unknown> {
  noSetup();
  const most: number[] = [];
  for (const size of [34, 4]) {
    suggestThreadPoolSize(size);
    const shared = words();
    const running = Array.from({ length: size + 6 }, () => deferToThread(jobs, "occupy", shared));
    await until(() => wordOf(shared, 0) === size);
    await sleep(50);
    letGo(shared);
    await Promise.all(running);
    most.push(wordOf(shared, 2));
  }
  return most;
}

export async function outs(): Promise<unknown> {
  noSetup();
  const ran: unknown[] = [];
  const out = await callOut("v", (...args: unknown[]) => ran.push(args), 1, 2);
  const outFails = await outcome(() =>
    callOut("v", async () => {
      throw new RangeError("not out");
    }),
  );
  const toThread = await callOutToThread("w", jobs, "add", 1, 2);
  const toThreadFails = await outcome(() => callOutToThread("w", jobs, "fails", "not there"));
  return { out, ran, outFails: outFails.error, toThread, toThreadFails: toThreadFails.error };
}

export async function database(): Promise<unknown> {
  noSetup();
  suggestThreadPoolSize(1);
  const pool = installDatabasePool({ size: 1 });
  const [own, db] = await Promise.all([
    deferToThread<{ thread: number }>(jobs, "where"),
    deferToDatabase<{ thread: number }>(jobs, "where"),
  ]);
  const direct = await deferToThreadPool<{ thread: number }>(pool, jobs, "where");
  return {
    apart: own.thread !== db.thread,
    same: direct.thread === db.thread,
    twice: outcomeOf(() => installDatabasePool()).error,
  };
}

/** The database pool was made by the first job. */
export async function databaseUnasked(): Promise<Outcome> {
  noSetup();
  await deferToDatabase(jobs, "where");
  return outcomeOf(() => installDatabasePool({ size: 2 }));
}

export async function blocking(): Promise<unknown> {
  noSetup();
  return {
    fromPool: await deferToThread(jobs, "callsBack", "runsHere"),
    here: outcomeOf(() => blockingCallFromThread(100, jobs, "add", 1, 2)).error,
  };
}

/** Ends by itself: the pool is closed with the reactor. */
export async function stops(): Promise<unknown> {
  noSetup();
  installDatabasePool({ size: 1, context: { module: jobs, leave: "leave" } });
  await deferToDatabase(jobs, "useContext", "job");
  const shared = words();
  const running = deferToThread(jobs, "occupy", shared);
  await until(() => wordOf(shared, 0) === 1);
  stop();
  setTimeout(() => letGo(shared), 50);
  const thread = await running;
  await until(() => !isInReactor());
  return { ran: typeof thread, next: (await outcome(() => deferToThread(jobs, "add", 1, 2))).error };
}

/** A thread for one job, as debuggers see it, and a job that ends its thread. */
export async function fresh(): Promise<unknown> {
  noSetup();
  const shared = words();
  const running = deferToFreshThread<number>(jobs, "occupy", shared);
  await until(() => wordOf(shared, 0) === 1);
  const session = new Session();
  session.connect();
  const titles: string[] = [];
  session.on("NodeWorker.attachedToWorker", ({ params }) => titles.push(params.workerInfo.title));
  session.post("NodeWorker.enable", { waitForDebuggerOnStart: false });
  await until(() => titles.length > 0);
  session.disconnect();
  letGo(shared);
  const thread = await running;
  const failed = await outcome(() => deferToFreshThread(jobs, "fails", "no"));
  const died = await outcome(() => deferToFreshThread(jobs, "exits", 3));
  return { named: titles.includes(`[worker ${thread}] occupy`), failed: failed.error?.message, died: died.error };
}

const reactorSide = new URL("../fixtures/pool-reactor.js", import.meta.url);

/** The reactor is a worker, and has its pool there; this thread blocks meanwhile. */
export function embedded(): unknown {
  const shared = words();
  const inReactor = waitFor<(shared: SharedArrayBuffer) => Promise<boolean>>(
    reactorSide,
    "usesDatabase",
    10_000,
  )(shared);
  const [thread, sum] = waitFor<(...steps: number[]) => Promise<number[]>>(reactorSide, "tallies", 10_000)(1, 2, 3);
  const before = wordOf(shared, 1);
  stop();
  return { inReactor, sum, elsewhere: thread !== 0, before, after: wordOf(shared, 1) };
}

export function stack(): string {
  return waitFor<() => Promise<string>>(reactorSide, "defersError", 10_000)();
}

export async function elsewhere(): Promise<unknown> {
  noSetup();
  return await deferToThread(new URL("./pool-elsewhere.js", import.meta.url), "verbs");
}
