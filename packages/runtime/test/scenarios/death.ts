import { eventual, setup } from "@picot/runtime";
import { Probe } from "../fixtures/probe.facade.ts";
// Not exported for users: a test ends the reactor's thread from outside, and awaits its death where no call tells of it.
import { askToKill, generationOf, phaseOf, readPhase, waitPhase } from "../../dist/memory/phase.js";
import { tree } from "../../dist/tree.js";
import { Phase } from "../../dist/wire.js";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { awaitCount, blockFor, countOf, inThread, newShared } from "./threads.ts";

const here = import.meta.url;

/** How a test ends a reactor from inside. */
type Ending = "exit" | "reallyExit" | "throwUncaught" | "exhaust";

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

export function runsOutOfMemory(): Outcome {
  setup({ resourceLimits: { maxOldGenerationSizeMb: 24, maxYoungGenerationSizeMb: 4 } });
  const probe = new Probe();
  return outcomeOf(() => probe.exhaust());
}

/** The supervisor is told to terminate the reactor's thread, in whatever that is. */
export async function terminatedIn(how: "hang" | "loop" | "sleep"): Promise<Outcome> {
  new Probe().thread();
  const shared = newShared();
  const thread = inThread<void>(here, "blockIn", how, shared);
  awaitCount(shared, 1);
  const { block } = tree();
  askToKill(block, generationOf(readPhase(block)));
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
