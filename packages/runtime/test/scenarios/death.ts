import { setTimeout as sleep } from "node:timers/promises";
import { eventual, setup, stop } from "@picot/runtime";
import { Probe } from "../fixtures/probe.facade.ts";
// Not exported for users: a test ends the reactor's thread from outside, and awaits its death where no call tells of it.
import { askToKill } from "../../dist/memory/care.js";
import { generationOf, phaseOf, readPhase, waitPhase } from "../../dist/memory/phase.js";
import { askForKill } from "../../dist/reactor/rendezvous.js";
import { tree } from "../../dist/tree.js";
import { Phase } from "../../dist/wire.js";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { awaitCount, blockFor, countOf, inThread, newShared } from "./threads.ts";

const here = import.meta.url;

/** How a test ends a reactor from inside. */
type Ending = "exit" | "exitWithOther" | "exitInHandler" | "reallyExit" | "throwUncaught" | "throwInHandler";

/** In a worker: blocks in the reactor. */
export function blockIn(how: "hang" | "loop" | "sleep", shared: SharedArrayBuffer): void {
  new Probe()[how](shared);
}

/** Three workers and main are blocked when the reactor ends: what each gets, main first. */
export async function endsUnderFour(how: Ending, arg: number | string): Promise<Outcome[]> {
  const probe = new Probe();
  const shared = newShared();
  const threads = [1, 2, 3].map(() => inThread<void>(here, "blockIn", "hang", shared));
  awaitCount(shared, 3);
  const method = probe[how].bind(probe) as (arg: number | string) => unknown; // each takes what its test gives
  const own = outcomeOf(() => method(arg));
  const others = await Promise.all(threads.map((each) => each.outcome));
  await Promise.all(threads.map((each) => each.end()));
  return [own, ...others];
}

/** Main is blocked in one call when the timer of an earlier one ends the thread. */
export function exitsLater(code: number): Outcome {
  const probe = new Probe();
  probe.exitSoon(100, code);
  return outcomeOf(() => probe.hang(newShared()));
}

/** An error that a handler took is not what a later end is blamed on. */
export function exitsAfterSurviving(code: number): Outcome {
  const probe = new Probe();
  probe.surviveUncaught();
  return outcomeOf(() => probe.exit(code));
}

/** Two workers and main are blocked. */
export async function runsOutOfMemory(): Promise<Outcome[]> {
  setup({ resourceLimits: { maxOldGenerationSizeMb: 24, maxYoungGenerationSizeMb: 4 } });
  const probe = new Probe();
  const shared = newShared();
  const threads = [1, 2].map(() => inThread<void>(here, "blockIn", "hang", shared));
  awaitCount(shared, 2);
  const own = outcomeOf(() => probe.exhaust());
  const others = await Promise.all(threads.map((each) => each.outcome));
  await Promise.all(threads.map((each) => each.end()));
  return [own, ...others];
}

/** Main computes, and so its loop stands still, while workers are blocked in the reactor that it owns: how late each is told, in milliseconds. */
export async function toldWhileOwnerIsBusy(count: number): Promise<number[]> {
  const probe = new Probe();
  const shared = newShared();
  const threads = Array.from({ length: count }, () => inThread<number>(here, "releasedAt", shared));
  awaitCount(shared, count);
  blockFor(50);
  const when = new SharedArrayBuffer(8);
  eventual(probe).exitAt(when);
  blockFor(1500);
  const released = await Promise.all(threads.map((each) => each.outcome));
  await Promise.all(threads.map((each) => each.end()));
  return released.map(({ value }) => (value ?? Infinity) - (new Float64Array(when)[0] ?? 0));
}

/** In a worker: blocks in the reactor until that ends, and tells when this thread heard of it. */
export function releasedAt(shared: SharedArrayBuffer): number {
  outcomeOf(() => new Probe().hang(shared));
  return performance.timeOrigin + performance.now();
}

/** A reactor that ends, and another one, again and again: the threads that are there at last, beside main. */
export async function generations(count: number, how: "stop" | "die"): Promise<{ reactors: number; threads: number }> {
  const reactors = new Set<number>();
  for (let i = 0; i < count; i += 1) {
    setup();
    const probe = new Probe();
    reactors.add(probe.thread());
    if (how === "stop") stop();
    else outcomeOf(() => probe.exit(i));
  }
  setup();
  reactors.add(new Probe().thread());
  // What has ended is gone a little later, and each has two.
  for (let i = 0; i < 100 && workersOf() !== 2; i += 1) await sleep(20);
  return { reactors: reactors.size, threads: workersOf() };
}

function workersOf(): number {
  const report = process.report.getReport() as unknown as { readonly workers: readonly unknown[] }; // typed as text
  return report.workers.length;
}

/** Its owner is told to terminate the reactor's thread, in whatever that is. */
export async function terminatedIn(how: "hang" | "loop" | "sleep"): Promise<Outcome> {
  new Probe().thread();
  const shared = newShared();
  const thread = inThread<void>(here, "blockIn", how, shared);
  awaitCount(shared, 1);
  const { block } = tree();
  askToKill(block, generationOf(readPhase(block)));
  askForKill(tree());
  const released = await thread.outcome;
  await thread.end();
  return released;
}

/** The answer is out and the thread is gone before main looks for the answer. */
export function answersThenDies(bytes: number): { answer: Outcome<number[]>; next: Outcome } {
  const probe = new Probe();
  const soon = eventual(probe).answerAndDie(bytes);
  awaitDeath();
  return { answer: outcomeOf(() => ends(soon.wait(1000))), next: outcomeOf(() => probe.thread()) };
}

/** The same in a thread that was not there when the reactor started, and blocked from the beginning. */
export async function answersWorkerThenDies(bytes: number): Promise<Outcome<number[]>> {
  new Probe().thread();
  const thread = inThread<number[]>(here, "getAnswerAndDie", bytes);
  const outcome = await thread.outcome;
  await thread.end();
  return outcome;
}

export function getAnswerAndDie(bytes: number): number[] {
  return ends(new Probe().answerAndDie(bytes));
}

/** Length, first and last byte. */
function ends(bytes: Uint8Array): number[] {
  return [bytes.length, bytes[0] ?? -1, bytes.at(-1) ?? -1];
}

export interface AfterDeath {
  readonly known: Outcome;
  readonly made: Outcome;
  readonly other: Outcome<Outcome>;
  readonly ran: number;
  readonly restarted: boolean;
}

/** Nobody is blocked while the reactor dies; then two threads call. */
export async function callAfterDeath(): Promise<AfterDeath> {
  const probe = new Probe();
  const first = probe.thread();
  const shared = newShared();
  probe.exitSoon(0, 5);
  awaitDeath();
  const known = outcomeOf(() => probe.count(shared));
  const made = outcomeOf(() => new Probe());
  const thread = inThread<Outcome>(here, "tryCall");
  const other = await thread.outcome;
  await thread.end();
  setup();
  const restarted = new Probe().thread() !== first;
  return { known, made, other, ran: countOf(shared), restarted };
}

export function tryCall(): Outcome {
  return outcomeOf(() => new Probe());
}

/** The reactor dies a moment after the first call was answered, and nobody waits for its end before the next call. */
export function callRightAfterDeath(): Outcome {
  const probe = new Probe();
  probe.exitSoon(0, 5);
  blockFor(5);
  return outcomeOf(() => probe.hang(newShared()));
}

function awaitDeath(): void {
  const { block } = tree();
  for (let word = readPhase(block); phaseOf(word) !== Phase.Dead; word = readPhase(block)) waitPhase(block, word, 50);
}
