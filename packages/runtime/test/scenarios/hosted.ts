import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import {
  FOREVER,
  NotProvidedError,
  TimeoutError,
  isInReactor,
  isPicotError,
  noSetup,
  provide,
  setup,
  stop,
  waitFor,
} from "@picot/runtime";
import { deferToThread } from "@picot/runtime/pool";
import { readWatch } from "../../dist/memory/care.js";
import { generationOf, readPhase } from "../../dist/memory/phase.js";
import { tree } from "../../dist/tree.js";
import { WatchFlag } from "../../dist/wire.js";
import { Probe as Facade } from "../fixtures/probe.facade.ts";
import { Probe } from "../fixtures/probe.reactor.ts";
import { PageError } from "../fixtures/pages.ts";
import { type Failure, type Outcome, failure, outcome, outcomeOf } from "./outcome.ts";
import { awaitCount, blockFor, countOf, countUp, inThread, newShared } from "./threads.ts";

const here = import.meta.url;
const pages = new URL("../fixtures/pages.js", import.meta.url);

/** This thread serves; a thread of its pool calls. */
export async function callFromPool(): Promise<unknown> {
  noSetup();
  return await deferToThread(pages, "where");
}

export async function callFromPlainWorker(): Promise<Outcome<number>> {
  noSetup();
  const thread = inThread<number>(here, "callIt");
  const result = await thread.outcome;
  await thread.end();
  return result;
}

export function callIt(): number {
  return new Facade().thread();
}

export function callInHost(): Outcome {
  noSetup();
  return outcomeOf(() => new Facade());
}

/** The host blocks, so that its loop does not turn, while a worker calls. */
export async function loopDoesNotTurn(): Promise<Outcome> {
  noSetup();
  provide("probe", new Probe());
  const [ready, done] = [newShared(), newShared()];
  const thread = inThread<Outcome>(here, "callBriefly", ready, done);
  // The facade's object is made while the loop turns.
  while (countOf(ready) === 0) await sleep(1);
  awaitCount(done, 1);
  const { value, error } = await thread.outcome;
  await thread.end();
  if (value === undefined) throw new Error(error?.message);
  return value;
}

export function callBriefly(ready: SharedArrayBuffer, done: SharedArrayBuffer): Outcome {
  const probe = Facade.provided("probe");
  countUp(ready);
  blockFor(100);
  const result = outcomeOf(() => probe.hangBriefly(newShared()));
  countUp(done);
  return result;
}

export async function deferValues(): Promise<{ values: boolean; later: unknown }> {
  noSetup();
  const values = [
    1,
    "two",
    null,
    undefined,
    3n,
    new Date(4),
    new Map([["k", new Set([5])]]),
    new Uint8Array([6]),
    { a: { b: [7] } },
  ];
  const back = await deferToThread<unknown[]>(pages, "same", ...values);
  return { values: isDeepStrictEqual(back, values), later: await deferToThread(pages, "later", "now") };
}

/** A worker takes the role and ends without a word; then another thread calls. */
export async function hostEnds(): Promise<Outcome> {
  const host = inThread(here, "noSetupOnly");
  await host.outcome;
  await host.end();
  return outcomeOf(() => new Facade());
}

/** In a worker: becomes the reactor, and says so. */
export function host(shared: SharedArrayBuffer): void {
  noSetup();
  countUp(shared);
}

/** In a worker: blocks in the reactor without a limit. */
export function blockForEver(shared: SharedArrayBuffer): void {
  waitFor<(shared: SharedArrayBuffer) => Promise<never>>(
    new URL("../fixtures/hang.js", import.meta.url),
    "hang",
    FOREVER,
  )(shared);
}

/** The worker that is the reactor is terminated, while another one waits for it without a limit. */
export async function hostIsTerminated(): Promise<{ released: Outcome; next: Outcome }> {
  const shared = newShared();
  const hosting = inThread<void>(here, "host", shared);
  awaitCount(shared, 1);
  const blocked = inThread<void>(here, "blockForEver", shared);
  awaitCount(shared, 2);
  // The thread that beats for the host is there: before that it takes longer to miss it.
  const { block } = tree();
  while ((readWatch(block, generationOf(readPhase(block))) & WatchFlag.Up) === 0) await sleep(5);
  await hosting.worker.terminate();
  const released = await blocked.outcome;
  await blocked.end();
  return { released, next: outcomeOf(() => new Facade().thread()) };
}

export function noSetupOnly(): void {
  noSetup();
}

export interface Errors {
  readonly page: Failure & { readonly isPageError: boolean; readonly status: unknown };
  readonly range: Failure & { readonly isRangeError: boolean; readonly at: unknown };
  readonly timeout: Failure & { readonly isTimeoutError: boolean; readonly timeout: unknown };
  readonly provided: Failure & { readonly isNotProvided: boolean };
  readonly unknown: Failure;
  readonly module: Failure;
}

export async function deferErrors(): Promise<Errors> {
  noSetup();
  provide("b", new Probe());
  provide("a", new Probe());
  const [page, range] = [await thrownBy("failsAsPage"), await thrownBy("failsAsRange")];
  const [timeout, provided] = [
    await thrownBy("timesOut", newShared()),
    await thrownBy("findsProvided", "c", newShared()),
  ];
  return {
    page: { ...failure(page), isPageError: page instanceof PageError, status: (page as Partial<PageError>).status },
    range: { ...failure(range), isRangeError: range instanceof RangeError, at: (range as { at?: unknown }).at },
    timeout: {
      ...failure(timeout),
      isTimeoutError: timeout instanceof TimeoutError && isPicotError(timeout),
      timeout: (timeout as Partial<TimeoutError>).timeout,
    },
    provided: { ...failure(provided), isNotProvided: provided instanceof NotProvidedError },
    unknown: failure(await thrownBy("noSuchExport")),
    module: failure(await thrown(() => deferToThread(new URL("./no-such-module.js", import.meta.url), "f"))),
  };
}

const thrownBy = (name: string, ...args: unknown[]): Promise<Error> =>
  thrown(() => deferToThread(pages, name, ...args));

async function thrown(run: () => Promise<unknown>): Promise<Error> {
  try {
    await run();
  } catch (error) {
    return error as Error; // looked at by the test
  }
  throw new Error("nothing was thrown");
}

export async function deferElsewhere(): Promise<{ main: Outcome; pool: Outcome }> {
  // An application thread of an embedded reactor, then a thread of a host's pool.
  const main = await outcome(() => deferToThread(pages, "where"));
  noSetup();
  return { main, pool: await outcome(() => deferToThread(pages, "defersFromHere")) };
}

export interface Provided {
  readonly counts: unknown[];
  readonly taken: Failure;
  readonly twice: Outcome;
  readonly elsewhere: Outcome;
}

export async function provideToThreads(): Promise<Provided> {
  const elsewhere = outcomeOf(() => provide("probe", new Probe()));
  noSetup();
  const takeBack = provide("probe", new Probe());
  const twice = outcomeOf(() => provide("probe", new Probe()));
  const shared = newShared();
  const counts = await Promise.all([1, 2, 3].map(() => deferToThread(pages, "findsProvided", "probe", shared)));
  takeBack();
  return { counts, taken: failure(await thrownBy("findsProvided", "probe", shared)), twice, elsewhere };
}

/** Embedded: one application thread asks for the same instance twice, and for a name that nobody gave. */
export function providedByLayer(): { same: boolean; other: boolean; unknown: Outcome } {
  setup();
  const probe = new Facade();
  probe.provideMore("b");
  probe.provideMore("a");
  return {
    same: Facade.provided("a") === Facade.provided("a"),
    other: Facade.provided("a") === Facade.provided("b"),
    unknown: outcomeOf(() => Facade.provided("c")),
  };
}

export interface Stopped {
  readonly released: Outcome<unknown>[];
  readonly before: boolean;
  readonly after: boolean;
  readonly next: Outcome;
  readonly second: Outcome;
}

/** The host stops itself while three threads of its pool are blocked. */
export async function stopInHost(): Promise<Stopped> {
  noSetup();
  provide("probe", new Probe());
  const shared = newShared();
  const blocked = [1, 2, 3].map(() => outcome(() => deferToThread(pages, "hangs", shared)));
  while (countOf(shared) < 3) await sleep(1);
  const before = isInReactor();
  stop({ within: 100 });
  const released = await Promise.all(blocked);
  while (isInReactor()) await sleep(1);
  return {
    released,
    before,
    after: isInReactor(),
    next: outcomeOf(() => new Facade()),
    second: outcomeOf(() => stop()),
  };
}

export async function stopFromPool(): Promise<{ stopped: unknown; after: boolean }> {
  noSetup();
  return { stopped: await deferToThread(pages, "stops"), after: isInReactor() };
}

/** The host stops itself twice, and the second time while the first goes on. */
export function stopTwiceInHost(): { first: Outcome; second: Outcome } {
  noSetup();
  return { first: outcomeOf(() => stop()), second: outcomeOf(() => stop()) };
}
