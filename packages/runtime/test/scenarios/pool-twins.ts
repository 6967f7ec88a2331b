/** Generated twins of blocking code, in the thread that hosts the reactor. */
import { setTimeout as sleep } from "node:timers/promises";
import { noSetup } from "@picot/runtime";
import { callInThread, deferToThreadPool, suggestThreadPoolSize, withOptions, ThreadPool } from "@picot/runtime/pool";
import { Tally, dawdle, hold, invert, naturals, refuse, slowly, some, sum } from "../fixtures/tally.deferred.ts";
import { TallyError } from "../fixtures/tally-errors.ts";
import { outcome, outcomeOf } from "./outcome.ts";
import { letGo, until, wordOf, words } from "./pool.ts";

export async function functions(): Promise<unknown> {
  noSetup();
  const shared = words();
  const held = hold(shared);
  // While that thread blocks, this one's loop turns; if it did not, nobody would let go.
  for (let turns = 0; turns < 10; turns += 1) await sleep(1);
  letGo(shared);
  await held;
  const late = await outcome(() => dawdle());
  const refused = await refuse("because").catch((error: unknown) => error);
  const bytes = new Uint8Array(100_000);
  const inverted = await invert(bytes);
  return {
    sum: await sum(1, 2, 3),
    late: late.error,
    refused: [refused instanceof TallyError, (refused as Error).message],
    bytes: [bytes.length, inverted.length, inverted[0]],
  };
}

export function outside(): unknown {
  return outcome(() => sum(1, 2));
}

/** In place of a module and a name. */
export async function references(): Promise<unknown> {
  noSetup();
  suggestThreadPoolSize(1);
  const pool = new ThreadPool({ size: 1 });
  const first = await deferToThreadPool<number>(pool, sum, 1, 2);
  const controller = new AbortController();
  controller.abort();
  const aborted = await outcome(() => withOptions({ signal: controller.signal }, sum)(1, 2));
  const plain = outcomeOf(() => withOptions({}, Math.max)(1, 2));
  const posted = outcomeOf(() => callInThread(sum, 1, 2));
  const tally = new Tally(1);
  const method = outcomeOf(() => callInThread(tally.step.bind(tally), 1));
  const elsewhere = await outcome(() => withOptions({ affinity: "a" }, (n: number) => tally.step(n))(1));
  return {
    first,
    aborted: aborted.error?.code,
    plain: plain.error?.code,
    posted: posted.error,
    method: method.error?.code,
    elsewhere: elsewhere.error?.code,
  };
}

export async function objects(): Promise<unknown> {
  noSetup();
  suggestThreadPoolSize(2);
  const [a, b] = [new Tally(10), new Tally(20)];
  const steps = await Promise.all([a.step(1), b.step(1), a.step(2), b.step(2)]);
  const threads = [await a.where(), await b.where(), await a.where(), await b.where()];
  const listed: number[] = [];
  for await (const step of a.steps()) listed.push(step);
  const broken = new Tally(-1);
  const failed = await outcome(() => broken.step(1));
  const again = await outcome(() => broken.where());
  return { steps, threads, listed, least: await Tally.least(3, 2), failed: failed.error, again: again.error };
}

export async function objectDies(): Promise<unknown> {
  noSetup();
  suggestThreadPoolSize(2);
  const [a, b] = [new Tally(10), new Tally(20)];
  await Promise.all([a.step(1), b.step(1)]);
  const died = await outcome(() => a.die());
  const gone = await outcome(() => a.step(1));
  return { died: died.error?.code, gone: gone.error, other: await b.step(1), next: await new Tally(1).step(1) };
}

/** Objects that nobody has any longer are let go in their threads: then a thread that is one too many may end. */
export async function objectsDropped(): Promise<unknown> {
  noSetup();
  const pool = new ThreadPool({ size: 2 });
  const make = withOptions({ pool }, () => new Tally(1));
  for (let i = 0; i < 11; i += 1) await make().step(1);
  const before = pool.threads;
  pool.resize(1);
  const held = pool.threads;
  while (pool.threads > 1) {
    (globalThis as { gc?: () => void }).gc?.(); // under --expose-gc
    await sleep(5);
  }
  return { before, held, after: pool.threads };
}

export async function streams(): Promise<unknown> {
  noSetup();
  const shared = words();
  const seen: number[] = [];
  for await (const n of naturals(shared)) {
    seen.push(n);
    if (n === 9) break;
  }
  const left = wordOf(shared, 1);
  const made = wordOf(shared, 0);
  const all: string[] = [];
  const iterator = some(1_000, false);
  let step = await iterator.next();
  for (; step.done !== true; step = await iterator.next()) all.push(step.value);
  const before: string[] = [];
  const failed = await outcome(async () => {
    for await (const each of some(3, true)) before.push(each);
  });
  return {
    seen,
    left,
    bounded: made < 5_000,
    all: [all.length, all[999]],
    returned: step.value,
    before,
    failed: failed.error,
  };
}

export async function streamsTogether(): Promise<unknown> {
  noSetup();
  suggestThreadPoolSize(2);
  const [a, b] = [slowly("a"), slowly("b")];
  const items: unknown[] = [];
  for (let i = 0; i < 3; i += 1) items.push((await a.next()).value, (await b.next()).value);
  return { items, ended: [(await a.next()).done, (await b.next()).done] };
}

/** A loop that is cancelled, and one that was never begun. */
export async function streamsCancelled(): Promise<unknown> {
  noSetup();
  const [shared, never] = [words(), words()];
  const controller = new AbortController();
  const { error } = await outcome(async () => {
    for await (const n of withOptions({ signal: controller.signal }, naturals)(shared)) if (n === 3) controller.abort();
  });
  await until(() => wordOf(shared, 1) === 1);
  const unread = naturals(never);
  await unread.return(undefined);
  return { code: error?.code, unread: wordOf(never, 0) };
}
