import { threadId } from "node:worker_threads";
import { readWatch } from "../../dist/memory/care.js";
import { generationOf, readPhase } from "../../dist/memory/phase.js";
import { tree } from "../../dist/tree.js";
import { WatchFlag } from "../../dist/wire.js";
import { Probe } from "../fixtures/probe.facade.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { awaitCount, blockFor, inThread, newShared } from "./threads.ts";

const here = import.meta.url;

/** In a worker: the first call of the process, so that this worker owns the reactor. */
export function startReactor(): { own: number; reactor: number } {
  return { own: threadId, reactor: new Probe().thread() };
}

/** In a worker: blocks in the reactor. */
export function block(shared: SharedArrayBuffer): void {
  new Probe().hang(shared);
}

export interface Ownership {
  readonly first: number;
  readonly next: Outcome<number>;
  /** Another thread, after that. */
  readonly other: Outcome<number>;
}

const call = (): number => new Probe().thread();

export function callIt(): number {
  return call();
}

async function otherThread(): Promise<Outcome<number>> {
  const thread = inThread<number>(here, "callIt");
  const outcome = await thread.outcome;
  await thread.end();
  return outcome;
}

/** The worker that owns the reactor ends by itself; main had called it before, or never. */
export async function ownerEnds(mainCalledBefore: boolean): Promise<Ownership> {
  const owner = inThread<{ own: number; reactor: number }>(here, "startReactor");
  const { value } = await owner.outcome;
  if (mainCalledBefore) call();
  await owner.end();
  return { first: value?.reactor ?? -1, next: outcomeOf(call), other: await otherThread() };
}

/** The owner ends by itself, while another worker is certainly blocked in its reactor. */
export async function ownerEndsUnderCaller(): Promise<Ownership & { released: Outcome; waited: number }> {
  const owner = inThread<{ own: number; reactor: number }>(here, "startReactor");
  const { value } = await owner.outcome;
  const shared = newShared();
  const blocked = inThread<void>(here, "block", shared);
  awaitCount(shared, 1);
  const start = performance.now();
  const ended = owner.end();
  const released = await blocked.outcome;
  const waited = performance.now() - start;
  await Promise.all([ended, blocked.end()]);
  return { first: value?.reactor ?? -1, released, waited, next: outcomeOf(call), other: await otherThread() };
}

/** Blocked in the reactor of an owner that is terminated and so cannot say that it ends: another worker, and then main. */
export async function ownerIsTerminated(): Promise<Ownership & { released: Outcome; waited: number }> {
  const owner = inThread<{ own: number; reactor: number }>(here, "startReactor");
  const { value } = await owner.outcome;
  const shared = newShared();
  const blocked = inThread<void>(here, "block", shared);
  awaitCount(shared, 1);
  awaitSupervisor();
  const start = performance.now();
  await owner.worker.terminate();
  const released = await blocked.outcome;
  const waited = performance.now() - start;
  await blocked.end();
  return { first: value?.reactor ?? -1, released, waited, next: outcomeOf(call), other: await otherThread() };
}

/** Until the reactor has its supervisor: whoever misses that one's beat before cannot tell an owner's end from a slow start. */
function awaitSupervisor(): void {
  const { block } = tree();
  while ((readWatch(block, generationOf(readPhase(block))) & WatchFlag.Up) === 0) blockFor(5);
}

/** Nobody is blocked when the owner is terminated: the next caller notices. */
export async function ownerIsTerminatedWithNobodyBlocked(): Promise<Ownership & { noticed: Outcome }> {
  const owner = inThread<{ own: number; reactor: number }>(here, "startReactor");
  const { value } = await owner.outcome;
  const probe = new Probe();
  awaitSupervisor();
  await owner.worker.terminate();
  const noticed = outcomeOf(() => probe.hang(newShared()));
  return { first: value?.reactor ?? -1, noticed, next: outcomeOf(call), other: await otherThread() };
}

/** A worker that only called ends, or is terminated: the reactor of main is untouched, and drops its calls. */
export async function callerEnds(how: "end" | "terminate"): Promise<{ before: number; after: number }> {
  const before = call();
  const shared = newShared();
  const caller = inThread<void>(here, how === "end" ? "callIt" : "block", shared);
  if (how === "end") {
    await caller.outcome;
    await caller.end();
  } else {
    awaitCount(shared, 1);
    blockFor(20);
    await caller.worker.terminate();
  }
  return { before, after: call() };
}
