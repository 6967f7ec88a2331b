import { setTimeout as sleep } from "node:timers/promises";
import { eventual, setup, stop } from "@picot/runtime";
import { Probe } from "../fixtures/probe.facade.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { type Thread, awaitCount, blockFor, countOf, countUp, inThread, newShared, threadsStarted } from "./threads.ts";

const here = import.meta.url;

type Waiting = "obey" | "hang" | "loop" | "sleep";

/** In a worker: blocks in the reactor. */
export function blockIn(how: Waiting, shared: SharedArrayBuffer): void {
  new Probe()[how](shared);
}

function blocked(count: number, how: Waiting, shared: SharedArrayBuffer): Thread<void>[] {
  const threads = Array.from({ length: count }, () => inThread<void>(here, "blockIn", how, shared));
  awaitCount(shared, count);
  return threads;
}

/** Lets the workers end, so that the process can. */
async function outcomesOf(threads: readonly Thread<void>[]): Promise<Outcome[]> {
  const outcomes = await Promise.all(threads.map((each) => each.outcome));
  await Promise.all(threads.map((each) => each.end()));
  return outcomes;
}

/** Main is blocked in a call that settles when told to, or never, and code of the reactor stops it meanwhile. */
export function stopsItselfUnder(how: "obey" | "hang"): { outcome: Outcome; ran: number } {
  const probe = new Probe();
  const shared = newShared();
  probe.stopSoon(100);
  const outcome = outcomeOf(() => probe[how](shared));
  return { outcome, ran: countOf(shared) };
}

export interface Refused {
  readonly refused: Outcome;
  readonly made: Outcome;
  /** How often the refused method ran, in the stopped reactor or in the next. */
  readonly ran: number;
}

export function callAfterStop(): Refused {
  const probe = new Probe();
  const shared = newShared();
  stop();
  const refused = outcomeOf(() => probe.count(shared));
  const made = outcomeOf(() => new Probe());
  setup();
  new Probe().thread();
  return { refused, made, ran: countOf(shared) };
}

export function stopTwice(): { none: Outcome; first: Outcome; second: Outcome; call: Outcome } {
  const none = outcomeOf(() => stop());
  new Probe().thread();
  return { none, first: outcomeOf(() => stop()), second: outcomeOf(() => stop()), call: outcomeOf(() => new Probe()) };
}

/** stop() with nothing ever started starts nothing. */
export function stopOfNothing(): number {
  stop();
  return threadsStarted();
}

export function setupAfterStop(): { first: number; second: number; stale: Outcome } {
  const probe = new Probe();
  const first = probe.thread();
  stop();
  setup();
  return { first, second: new Probe().thread(), stale: outcomeOf(() => probe.thread()) };
}

export interface Stopped {
  readonly stopped: Outcome;
  readonly released: Outcome[];
}

/** Main stops the reactor while three workers are blocked in it. */
export async function stopUnderThree(how: Waiting, within: number): Promise<Stopped> {
  new Probe().thread();
  const shared = newShared();
  // A loop lets in the first only.
  const threads = blocked(how === "obey" || how === "hang" ? 3 : 1, how, shared);
  const stopped = outcomeOf(() => stop({ within }));
  return { stopped, released: await outcomesOf(threads) };
}

/** Two threads stop it at the same time. */
export async function stopFromTwo(): Promise<{ here: Outcome; there: Outcome<void> }> {
  new Probe().thread();
  const go = newShared();
  const thread = inThread<void>(here, "stopOn", go);
  while (countOf(go) === 0) await sleep(1);
  const own = outcomeOf(() => stop());
  const there = await thread.outcome;
  await thread.end();
  return { here: own, there };
}

export function stopOn(go: SharedArrayBuffer): void {
  new Probe().count(go);
  stop();
}

/** A method stops the reactor that it runs in. */
export function stopInReactor(): { answer: Outcome; next: Outcome; other: Outcome } {
  const probe = new Probe();
  const other = eventual(probe).hang(newShared());
  const answer = outcomeOf(() => probe.stopNow(0));
  return { answer, other: outcomeOf(() => other.wait(5000)), next: outcomeOf(() => probe.thread()) };
}

/** A method stops the reactor twice while another call needs a while for its clean-up: does that come to its end? */
export function stopTwiceInReactor(): number {
  const probe = new Probe();
  const shared = newShared();
  eventual(probe).cleanUp(shared, 300);
  eventual(probe).stopTwice(2000);
  awaitCount(shared, 1);
  stop();
  return countOf(shared);
}

/** The reactor loops, and its requests have no room left. */
export async function stopOfFull(): Promise<Stopped & { sent: number }> {
  const probe = new Probe();
  const shared = newShared();
  const threads = blocked(1, "loop", shared);
  let sent = 0;
  while (outcomeOf(() => eventual(probe).hangBriefly(shared)).error === undefined) sent += 1;
  const stopped = outcomeOf(() => stop({ within: 100 }));
  return { stopped, released: await outcomesOf(threads), sent };
}

/** The reactor never gets ready: a worker started it with a module that is never loaded. */
export async function stopOfStarting(): Promise<Stopped & { next: Outcome }> {
  const starting = newShared();
  const thread = inThread<void>(here, "startForEver", starting);
  awaitCount(starting, 1);
  while (threadsStarted() < 3) await sleep(1);
  const stopped = outcomeOf(() => stop({ within: 100 }));
  const next = outcomeOf(() => new Probe());
  return { stopped, released: await outcomesOf([thread]), next };
}

export function startForEver(starting: SharedArrayBuffer): void {
  countUp(starting);
  setup({ modules: ["data:text/javascript,setInterval(() => {}, 1000); await new Promise(() => {});"] });
}

/** The worker that owned the reactor was terminated; nobody noticed yet. */
export async function stopOfOrphan(): Promise<{ stopped: Outcome; next: Outcome<boolean> }> {
  const owner = inThread<void>(here, "startReactor");
  await owner.outcome;
  await owner.worker.terminate();
  const stopped = outcomeOf(() => stop({ within: 100 }));
  return {
    stopped,
    next: outcomeOf(() => {
      setup();
      return new Probe().inReactor();
    }),
  };
}

export function startReactor(): void {
  setup();
}

export interface Elsewhere {
  readonly stopped: Outcome;
  readonly released: Outcome;
}

/** A worker stops the reactor of main while that loops, and main, which alone can end it, is blocked in it. */
export async function stopUnderOwner(): Promise<Elsewhere> {
  const probe = new Probe();
  const shared = newShared();
  const thread = inThread<Outcome>(here, "stopOnce", shared);
  const released = outcomeOf(() => probe.loop(shared));
  const { value } = await thread.outcome;
  await thread.end();
  return { stopped: value ?? { ms: 0 }, released };
}

/** The same, and main computes: nothing reaches it in time. */
export async function stopUnderBusyOwner(): Promise<Elsewhere> {
  const probe = new Probe();
  const shared = newShared();
  const thread = inThread<Outcome>(here, "stopOnce", shared);
  const soon = eventual(probe).loop(shared);
  awaitCount(shared, 1);
  blockFor(2500);
  const { value } = await thread.outcome;
  await thread.end();
  return { stopped: value ?? { ms: 0 }, released: outcomeOf(() => soon.wait(5000)) };
}

/** A worker owns the reactor and has nothing to do; main stops it while it loops. */
export async function stopForIdleOwner(): Promise<Elsewhere> {
  const owner = inThread<void>(here, "startReactor");
  await owner.outcome;
  const shared = newShared();
  const [thread] = blocked(1, "loop", shared);
  const stopped = outcomeOf(() => stop({ within: 100 }));
  const [released] = await outcomesOf([thread!]); // one was asked for
  await owner.end();
  return { stopped, released: released! }; // as above
}

/** In a worker: stops the reactor once a call runs in it. */
export function stopOnce(shared: SharedArrayBuffer): Outcome {
  awaitCount(shared, 1);
  return outcomeOf(() => stop({ within: 100 }));
}
