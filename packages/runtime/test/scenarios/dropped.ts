/** What becomes of results and facades that nobody holds any longer. Under --expose-gc. */
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { eventual, gather, retrieveResult, setup } from "@picot/runtime";
import { Piscina } from "piscina";
import { Thing } from "../fixtures/things.facade.ts";
import { outcomeOf } from "./outcome.ts";
import { blockFor, inThread } from "./threads.ts";

/** Garbage is collected, and callbacks about it run. */
async function collect(): Promise<void> {
  for (let i = 0; i < 3; i += 1) {
    globalThis.gc!();
    await sleep(5);
  }
}

/** Each in a function of its own, so that no frame holds what it makes. */
export async function dropsFailed(): Promise<void> {
  setup();
  (() => void eventual(Thing).failing("never waited for"))();
  (() => outcomeOf(() => eventual(Thing).failingLater(50, "waited for too briefly").wait(0)))();
  (() => void eventual(Thing).failingLater(100, "dropped before it failed"))();
  await collect();
  blockFor(300);
  // The next call finds the answers.
  Thing.held();
  await collect();
  await collect();
  console.error("before the end");
}

/** Errors that somebody got in any way, and calls that were cancelled. */
export async function dropsSeen(): Promise<void> {
  setup();
  (() => {
    outcomeOf(() => eventual(Thing).failing("waited for").wait(5000));
    outcomeOf(() => Thing.failing("thrown by the facade"));
    const asked = eventual(Thing).failing("asked for");
    Thing.held();
    asked.originalFailure();
    for (const each of gather([eventual(Thing).failing("gathered")], 5000)) void each;
    const cancelled = eventual(Thing).failingLater(50, "cancelled");
    cancelled.cancel();
    const retrieved = eventual(Thing).failing("stashed and retrieved").stash();
    outcomeOf(() => retrieveResult(retrieved).wait(5000));
  })();
  blockFor(200);
  Thing.held();
  await collect();
}

/** Nobody drops them; the process ends. */
export function heldAtExit(): void {
  setup();
  (globalThis as { kept?: unknown }).kept = eventual(Thing).failing("held at the end");
  // Answered after it.
  Thing.held();
}

/** Four stashed results: one that is open, two that failed, one with a value. */
export function stashedAtExit(): void {
  setup();
  const stashed = [
    eventual(Thing).failingLater(60_000, "open"),
    eventual(Thing).failing("error A"),
    eventual(Thing).held(),
    eventual(Thing).failing("error B"),
  ];
  Thing.held();
  for (const each of stashed) each.stash();
}

/** In a thread that never turns its loop. */
export function dropsWithoutLoop(): void {
  setup();
  (() => void eventual(Thing).failing("in one job"))();
  // It looks now and then; what is found at one look has been let go of by the one before.
  for (let i = 0; i < 2000; i += 1) {
    void new Thing();
    if (i === 1000) globalThis.gc!();
  }
  console.error("before the end");
}

export interface Dropped {
  readonly made: number;
  /** By the reactor, at the end of the job, and after a collection. */
  readonly atEnd: number;
  readonly after: number;
}

/** Makes and drops objects in one job, with no event loop. */
export function dropsMany(count: number): Dropped {
  for (let i = 0; i < count; i += 1) void new Thing();
  const atEnd = Thing.held();
  globalThis.gc!();
  // It looks now and then.
  for (let i = 0; i < 600; i += 1) void new Thing();
  return { made: count, atEnd, after: Thing.held() };
}

/** The same in a thread of a pool that sleeps on shared memory between its jobs. */
export async function dropsManyInPool(count: number): Promise<Dropped> {
  setup();
  const filename = fileURLToPath(import.meta.url);
  const pool = new Piscina<number, Dropped>({
    filename,
    name: "dropsMany",
    minThreads: 1,
    maxThreads: 1,
    atomics: "sync",
  });
  const dropped = await pool.run(count);
  await pool.destroy();
  return dropped;
}

/** Where the loop turns, no call is needed. */
export async function dropsInLoop(): Promise<{ before: number; after: number }> {
  setup();
  (() => {
    for (let i = 0; i < 100; i += 1) void new Thing();
  })();
  const before = Thing.held();
  await collect();
  await sleep(50);
  return { before, after: Thing.held() };
}

/** One facade is kept and the others are dropped; then that one too. Counted by the originals' own finalisers. */
export async function dropsAllButOne(): Promise<{ kept: number; still: number; later: number }> {
  setup();
  const all = Array.from({ length: 10 }, () => new Thing());
  const holder: { kept: Thing | undefined } = { kept: all[3] };
  all.length = 0;
  const settled = async (): Promise<number> => {
    await collect();
    await sleep(50);
    return Thing.held();
  };
  const kept = await settled();
  const still = await settled();
  (globalThis as { holder?: unknown }).holder = holder;
  holder.kept = undefined;
  return { kept, still, later: await settled() };
}

/** A facade that nothing but its own running call needs. */
export async function droppedWhileCalled(): Promise<unknown> {
  setup();
  const soon = (() => eventual(new Thing()).later(300))();
  await collect();
  Thing.held();
  const thread = inThread<string>(import.meta.url, "callOnly");
  const there = await thread.outcome;
  await thread.end();
  return { soon: soon.wait(5000), there: there.value };
}

export function callOnly(): string {
  return new Thing().later(300);
}
