/** Jobs that are cancelled, bound to a thread, limited, or that end their thread. */
import { setTimeout as sleep } from "node:timers/promises";
import { noSetup, transfer } from "@picot/runtime";
import {
  Limiter,
  ThreadPool,
  callInThread,
  deferToThread,
  deferToThreadPool,
  suggestThreadPoolSize,
} from "@picot/runtime/pool";
import { outcome } from "./outcome.ts";
import { letGo, until, wordOf, words } from "./pool.ts";

const jobs = new URL("../fixtures/pool-jobs.js", import.meta.url);

interface Where {
  readonly thread: number;
}

export async function polls(how: "signal" | "timeout"): Promise<unknown> {
  noSetup();
  const shared = words();
  const controller = new AbortController();
  const options = how === "signal" ? { signal: controller.signal } : { timeout: 300 };
  const job = outcome(() => deferToThreadPool(options, jobs, "polls", shared));
  // Its time may be up before its thread is there.
  await until(() => wordOf(shared, 0) >= 1);
  controller.abort(new Error("no longer"));
  const { error } = await job;
  await until(() => wordOf(shared, 0) === 2);
  return error;
}

export async function signals(): Promise<unknown> {
  noSetup();
  const shared = words();
  const controller = new AbortController();
  const job = outcome(() => deferToThreadPool({ signal: controller.signal }, jobs, "awaitsSignal", shared));
  await until(() => wordOf(shared, 0) === 1);
  controller.abort();
  const { error } = await job;
  await until(() => wordOf(shared, 0) > 1);
  return { error, seen: wordOf(shared, 0) };
}

/** The thread is parked in a call of the reactor, which stays responsive. */
export async function cancelsParked(): Promise<unknown> {
  noSetup();
  const shared = words();
  const controller = new AbortController();
  const job = outcome(() => deferToThreadPool({ signal: controller.signal }, jobs, "parks", shared));
  await until(() => wordOf(shared, 0) === 10);
  controller.abort();
  const { error, ms } = await job;
  const turn = performance.now();
  await sleep(1);
  const responsive = performance.now() - turn < 1000;
  await until(() => wordOf(shared, 0) >= 20 && wordOf(shared, 1) === 7);
  return { error, ms, responsive, saw: wordOf(shared, 0), methodCancelled: wordOf(shared, 2) };
}

/** Before it began. */
export async function cancelsWaiting(): Promise<unknown> {
  noSetup();
  suggestThreadPoolSize(1);
  const [held, never] = [words(), words()];
  const running = deferToThread(jobs, "occupy", held);
  await until(() => wordOf(held, 0) === 1);
  const controller = new AbortController();
  const waiting = outcome(() => deferToThreadPool({ signal: controller.signal }, jobs, "polls", never));
  const late = outcome(() => deferToThreadPool({ timeout: 100 }, jobs, "polls", never));
  controller.abort();
  const errors = [(await waiting).error, (await late).error];
  const aborted = await outcome(() => deferToThreadPool({ signal: AbortSignal.abort() }, jobs, "add", 1, 2));
  letGo(held);
  await running;
  await deferToThread(jobs, "add", 1, 2);
  return { errors: [...errors, aborted.error], ran: wordOf(never, 0) };
}

export async function pins(): Promise<unknown> {
  noSetup();
  suggestThreadPoolSize(3);
  const on = async (affinity: string | object): Promise<number> =>
    (await deferToThreadPool<Where>({ affinity }, jobs, "where")).thread;
  const key = {};
  const threads = await Promise.all([on("a"), on("b"), on("a"), on(key), on("b"), on("a"), on(key)]);
  return { threads, next: await on("a") };
}

export async function pinnedDies(): Promise<unknown> {
  noSetup();
  const options = { affinity: "a" };
  const before = await deferToThreadPool<Where>(options, jobs, "where");
  const held = words();
  const other = deferToThreadPool({ affinity: "b" }, jobs, "occupy", held);
  await until(() => wordOf(held, 0) === 1);
  const [exited, queued] = await Promise.all([
    outcome(() => deferToThreadPool(options, jobs, "exits", 7)),
    outcome(() => deferToThreadPool<Where>(options, jobs, "where")),
  ]);
  const thrown = await outcome(() => deferToThreadPool(options, jobs, "throwsLater"));
  const after = await deferToThreadPool<Where>(options, jobs, "where");
  letGo(held);
  return {
    exited,
    queued: typeof queued.value?.thread,
    thrown,
    another: after.thread !== before.thread,
    other: typeof (await other),
  };
}

/** A thread that ends while it has no job takes nothing with it. */
export async function idleDies(): Promise<unknown> {
  noSetup();
  const pool = new ThreadPool({ size: 1 });
  await deferToThreadPool(pool, jobs, "failsAfterwards");
  await sleep(200);
  return await deferToThreadPool(pool, jobs, "add", 1, 2);
}

export async function defersToItself(): Promise<unknown> {
  noSetup();
  const { error, ms } = await outcome(() => deferToThreadPool({ affinity: "a" }, jobs, "callsBack", "defersTo", "a"));
  // Another key is another matter.
  const other = await deferToThreadPool({ affinity: "a" }, jobs, "callsBack", "defersTo", "b");
  return { error, ms, other, next: await deferToThreadPool({ affinity: "a" }, jobs, "add", 2, 2) };
}

export async function limits(): Promise<unknown> {
  noSetup();
  const pool = new ThreadPool({ size: 2 });
  const limiter = new Limiter(1);
  const shared = words();
  const [first, second] = [1, 2].map(() => deferToThreadPool({ pool, limiter }, jobs, "occupy", shared));
  await until(() => wordOf(shared, 0) === 1);
  await sleep(50);
  const during = [limiter.taken, limiter.waiting];
  letGo(shared);
  await Promise.all([first, second]);
  const most = wordOf(shared, 2);
  await outcome(() => deferToThreadPool({ pool, limiter }, jobs, "fails", "no"));
  const afterError = limiter.taken;
  await outcome(() => deferToThreadPool({ pool, limiter }, jobs, "exits", 1));
  const afterDeath = limiter.taken;
  const controller = new AbortController();
  const held = words();
  const running = deferToThreadPool({ pool, limiter }, jobs, "occupy", held);
  const waiting = outcome(() => deferToThreadPool({ pool, limiter, signal: controller.signal }, jobs, "add", 1, 2));
  const alsoWaiting = outcome(() => deferToThreadPool({ pool, limiter }, jobs, "add", 1, 2));
  controller.abort();
  await waiting;
  const closing = pool.close();
  await until(() => wordOf(held, 0) === 1);
  letGo(held);
  await Promise.all([running, closing]);
  const refused = (await alsoWaiting).error?.code;
  return { during, most, afterError, afterDeath, refused, afterClose: [limiter.taken, limiter.waiting] };
}

export async function contexts(): Promise<unknown> {
  noSetup();
  const pool = new ThreadPool({ size: 1, context: { module: jobs, leave: "leave" } });
  const used = [
    await deferToThreadPool(pool, jobs, "useContext", "one"),
    await deferToThreadPool(pool, jobs, "useContext", "two"),
  ];
  await pool.close();
  return used;
}

export async function contextFails(): Promise<unknown> {
  noSetup();
  const pool = new ThreadPool({
    size: 1,
    context: { module: jobs, enter: "entersAtSecondTry", leave: "failsToLeave" },
  });
  const first = await outcome(() => deferToThreadPool(pool, jobs, "useContext", "one"));
  const second = await outcome(() => deferToThreadPool<{ context: unknown }>(pool, jobs, "useContext", "two"));
  await pool.close();
  return { first: first.error, second: second.value?.context };
}

export async function full(): Promise<unknown> {
  noSetup();
  const pool = new ThreadPool({ size: 1, maxWaiting: 2 });
  const shared = words();
  const running = [1, 2, 3].map(() => deferToThreadPool(pool, jobs, "occupy", shared));
  const refused = await outcome(() => deferToThreadPool(pool, jobs, "add", 1, 2));
  let roomy = false;
  const room = pool.room().then(() => (roomy = true));
  await until(() => wordOf(shared, 0) === 1);
  const before = roomy;
  letGo(shared);
  await room;
  await Promise.all(running);
  return { refused: refused.error, before, sum: await deferToThreadPool(pool, jobs, "add", 1, 2) };
}

/** callInThread throws where deferToThread rejects. */
export async function flood(): Promise<unknown> {
  noSetup();
  suggestThreadPoolSize(1);
  const shared = words();
  void deferToThread(jobs, "occupy", shared);
  await until(() => wordOf(shared, 0) === 1);
  let sent = 0;
  const { error } = await outcome(() => {
    for (; sent < 20_000; sent += 1) callInThread(jobs, "add", 1, 2);
  });
  letGo(shared);
  return { sent, code: error?.code };
}

/** The thread that is to run it is busy with something else. */
export async function deadline(): Promise<unknown> {
  noSetup();
  const shared = words();
  const busy = deferToThreadPool({ affinity: "a" }, jobs, "occupy", shared);
  await until(() => wordOf(shared, 0) === 1);
  const late = await outcome(() => deferToThreadPool({ affinity: "a", timeout: 200 }, jobs, "add", 1, 2));
  letGo(shared);
  await busy;
  const idle = await outcome(() => deferToThreadPool({ affinity: "a", timeout: 10_000 }, jobs, "add", 1, 2));
  return { late, idle: idle.value };
}

export async function moves(): Promise<unknown> {
  noSetup();
  const size = 1_000_000;
  const [kept, marked, given] = [new Uint8Array(size), new Uint8Array(size), new Uint8Array(size)];
  type Back = { length: number; back: Uint8Array };
  const backs = [
    await deferToThread<Back>(jobs, "bytes", kept),
    await deferToThread<Back>(jobs, "bytes", transfer(marked, [marked.buffer])),
    await deferToThreadPool<Back>({ transfer: true }, jobs, "bytes", given),
  ];
  return {
    left: [kept, marked, given].map(({ length }) => length),
    seen: backs.map(({ length }) => length),
    back: backs.map(({ back }) => back.length === size && back[size - 1] === 7),
  };
}
