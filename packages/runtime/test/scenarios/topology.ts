import { fileURLToPath } from "node:url";
import { threadId } from "node:worker_threads";
import { Piscina } from "piscina";
import { setup, stop, waitFor } from "@picot/runtime";
import { Desk } from "../fixtures/desk.facade.ts";
import { Probe } from "../fixtures/probe.facade.ts";
import { awaitCount, countOf, countUp, inThread, newShared, threadsStarted } from "./threads.ts";

const here = import.meta.url;

export interface Race {
  /** The reactor's thread as each caller saw it. */
  readonly reactors: number[];
  readonly threads: number;
}

/** Twenty workers do the same thing at the same moment. */
async function race(name: string): Promise<Race> {
  const [ready, go] = [newShared(), newShared()];
  const workers = Array.from({ length: 20 }, () => inThread<number>(here, name, ready, go));
  awaitCount(ready, workers.length);
  countUp(go);
  const outcomes = await Promise.all(workers.map((each) => each.outcome));
  const reactors = outcomes.map(({ value, error }) => value ?? fail(error?.message));
  reactors.push(new Probe().thread());
  const threads = threadsStarted();
  await Promise.all(workers.map((each) => each.end()));
  return { reactors, threads };
}

export function raceOfCalls(): Promise<Race> {
  return race("callAtOnce");
}

export function callAtOnce(ready: SharedArrayBuffer, go: SharedArrayBuffer): number {
  countUp(ready);
  awaitCount(go, 1);
  return new Probe().thread();
}

/** As raceOfCalls, with setup(), fifty times in each thread. Again and again: two of them seldom meet. */
export async function raceOfSetups(rounds: number): Promise<Race[]> {
  const [loaded, ready, go, done] = [newShared(), newShared(), newShared(), newShared()];
  const args = [rounds, loaded, ready, go, done];
  const workers = Array.from({ length: 20 }, () => inThread<number[]>(here, "setupFiftyTimes", ...args));
  awaitCount(loaded, workers.length);
  const threads: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const before = threadsStarted();
    countUp(go);
    awaitCount(ready, round * workers.length);
    countUp(go);
    awaitCount(done, round * workers.length);
    threads.push(threadsStarted() - before);
    stop();
  }
  const outcomes = await Promise.all(workers.map((each) => each.outcome));
  await Promise.all(workers.map((each) => each.end()));
  return threads.map((each, round) => ({
    reactors: outcomes.map(({ value, error }) => value?.[round] ?? fail(error?.message)),
    threads: each,
  }));
}

export function setupFiftyTimes(rounds: number, ...shared: SharedArrayBuffer[]): number[] {
  const [loaded, ready, go, done] = shared as [
    SharedArrayBuffer,
    SharedArrayBuffer,
    SharedArrayBuffer,
    SharedArrayBuffer,
  ]; // as raceOfSetups gives them
  const reactors: number[] = [];
  countUp(loaded);
  for (let round = 1; round <= rounds; round += 1) {
    awaitCount(go, 2 * round - 1);
    countUp(ready);
    // Spinning and not asleep, so that those that are on a core go at the same time.
    while (countOf(go) < 2 * round);
    for (let i = 0; i < 50; i += 1) setup();
    reactors.push(new Probe().thread());
    countUp(done);
  }
  return reactors;
}

/** Threads that know nobody yet send what travels beside the ring. */
export async function largeFirstCalls(count: number): Promise<(number | undefined)[]> {
  setup();
  const threads = Array.from({ length: count }, () => inThread<number>(here, "largeFirstCall"));
  const outcomes = await Promise.all(threads.map((each) => each.outcome));
  await Promise.all(threads.map((each) => each.end()));
  return outcomes.map(({ value }) => value);
}

export function largeFirstCall(): number {
  const size = waitFor<(bytes: Uint8Array) => Promise<number>>(
    new URL("../fixtures/size.js", import.meta.url),
    "size",
    10_000,
  );
  return size(new Uint8Array(100_000));
}

export interface Reached {
  readonly own: number;
  readonly reactor: number;
  readonly below?: Reached;
}

/** This thread, and a worker of its own, and a worker of that: main first. */
export async function nested(depth: number): Promise<Reached> {
  const reached = { own: threadId, reactor: new Probe().thread() };
  return depth === 0 ? reached : { ...reached, below: await below(depth) };
}

/** As nested, but the innermost thread is the first that calls. */
export async function nestedFirst(depth: number): Promise<Reached> {
  const inner = depth === 0 ? undefined : await below(depth, "nestedFirst");
  return { own: threadId, reactor: new Probe().thread(), ...(inner && { below: inner }) };
}

async function below(depth: number, name = "nested"): Promise<Reached> {
  const thread = inThread<Reached>(here, name, depth - 1);
  const { value, error } = await thread.outcome;
  // It lives as long as this thread: it may own the reactor.
  thread.worker.unref();
  return value ?? fail(error?.message);
}

/** A pool that the program itself owns. */
export async function ownPool(): Promise<{ main: number; seen: { own: number; reactor: number }[] }> {
  const pool = new Piscina<null, { own: number; reactor: number }>({
    filename: fileURLToPath(new URL("./workers/pool-job.js", import.meta.url)),
    minThreads: 2,
    maxThreads: 2,
  });
  const seen = await Promise.all(Array.from({ length: 8 }, () => pool.run(null)));
  const main = new Probe().thread();
  await pool.destroy();
  return { main, seen };
}

/** The pool of an embedded reactor, whose threads call back into it. */
export function poolOfReactor(): { reactor: number; deferred: unknown } {
  const deferred = new Desk().defer(new URL("../fixtures/pages.js", import.meta.url).href, "where");
  return { reactor: new Probe().thread(), deferred };
}

function fail(message = "no value"): never {
  throw new Error(message);
}
