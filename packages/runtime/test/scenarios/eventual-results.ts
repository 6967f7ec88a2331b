import { Worker } from "node:worker_threads";
import {
  CancelledError,
  EventualResult,
  eventual,
  isPicotError,
  noSetup,
  retrieveResult,
  runInReactor,
  setup,
  stop,
  waitFor,
} from "@picot/runtime";
import { Calls } from "../fixtures/calls.facade.ts";
import { thrownBy } from "./hand-made.ts";
import { inThread } from "./threads.ts";

const url = new URL("../fixtures/jobs.js", import.meta.url);
type Jobs = typeof import("../fixtures/jobs.ts");
const start = <K extends keyof Jobs>(
  name: K,
): ((...args: Parameters<Jobs[K]>) => EventualResult<Awaited<ReturnType<Jobs[K]>>>) => runInReactor<Jobs[K]>(url, name);
const takeEvents = waitFor<Jobs["takeEvents"]>(url, "takeEvents", 5_000);
const hasHappened = waitFor<Jobs["hasHappened"]>(url, "hasHappened", 5_000);

const codeOf = (error: unknown): string => (isPicotError(error) ? error.code : String(error));

export function values(): unknown {
  const settled = start("value")(123);
  const open = start("later")(100, "later");
  return [settled.wait(5_000), settled.wait(0), settled.wait(5_000), open.wait(5_000), open.wait(5_000)];
}

export function failures(): unknown {
  const soon = start("fails")(0, "at once");
  const later = start("fails")(100, "later");
  const seen = [soon, soon, later, later].map((each) => thrownBy(() => each.wait(5_000)));
  return {
    texts: seen.map(String),
    same: [seen[0] === seen[1], seen[2] === seen[3]],
    ranges: seen.every((each) => each instanceof RangeError),
  };
}

/** Waits that are too short, and then one that is not. */
export function shortWaits(): unknown {
  const soon = start("later")(400, "later");
  start("value")(1).wait(5_000);
  const waits = [30, 30].map((limit) => {
    const begun = performance.now();
    const code = codeOf(thrownBy(() => soon.wait(limit)));
    return { code, ms: performance.now() - begun };
  });
  return { waits, value: soon.wait(5_000) };
}

export function noLimit(): unknown {
  const soon = start("value")(1);
  // @ts-expect-error -- a wait without a limit does not compile
  const error = thrownBy(() => soon.wait());
  return error instanceof TypeError && isPicotError(error) && [error.code, error.message];
}

/** Two threads wait for one result, the other one having got it by its id, before the work has ended. */
export async function twoThreads(): Promise<unknown> {
  const soon = start("later")(300, "for both");
  const id = soon.stash();
  const worker = new Worker(new URL("./workers/retrieves.js", import.meta.url), { workerData: { id, times: 2 } });
  const there = new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
  const here = soon.wait(5_000);
  return { here, there: await there, again: codeOf(thrownBy(() => retrieveResult(id))) };
}

/** A result, and an error, that were there before they were stashed and taken by another thread. */
export async function settledForOther(): Promise<unknown> {
  const answers: unknown[] = [];
  for (const soon of [start("later")(1, "a value"), start("fails")(1, "a failure")]) {
    thrownBy(() => soon.wait(5_000));
    const worker = new Worker(new URL("./workers/retrieves.js", import.meta.url), {
      workerData: { id: soon.stash(), times: 1 },
    });
    answers.push(await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject)));
  }
  return answers;
}

/** An EventualResult of a reactor that was stopped, waited for by a thread that has become the reactor since. */
export function inReactor(): unknown {
  const soon = start("later")(1, "value");
  soon.wait(5_000);
  stop();
  noSetup();
  const refused = [() => soon.wait(0), () => soon.stash(), () => retrieveResult(1)].map((act) => codeOf(thrownBy(act)));
  stop();
  return refused;
}

/** Cancels work that throws its signal's reason, and work that ends in its own way. */
export function cancels(): unknown {
  const throwing = start("cancellable")("throwing", "throw");
  const ending = start("cancellable")("ending", "return");
  hasHappened("throwing began");
  hasHappened("ending began");
  throwing.cancel();
  ending.cancel();
  const begun = performance.now();
  const error = thrownBy(() => throwing.wait(5_000));
  return {
    cancelled: error instanceof CancelledError,
    value: ending.wait(5_000),
    ms: performance.now() - begun,
    events: takeEvents(),
  };
}

/** Work that does not look at its signal, and has begun: another call has been served since. */
export function cancelsStubborn(): unknown {
  const soon = start("stubborn")(60_000);
  takeEvents();
  soon.cancel();
  const begun = performance.now();
  const error = thrownBy(() => soon.wait(20_000));
  return {
    cancelled: error instanceof CancelledError,
    message: error instanceof Error && error.message,
    ms: performance.now() - begun,
  };
}

/** Work that does not look at its signal, and ends within the grace. */
export function cancelsSlow(): unknown {
  const soon = start("stubborn")(300);
  takeEvents();
  soon.cancel();
  return soon.wait(20_000);
}

/** Straight after the call: the module of the work is not even loaded then. */
export function cancelsAtOnce(): unknown {
  const unloaded = start("cancellable")("unloaded", "return");
  unloaded.cancel();
  const first = thrownBy(() => unloaded.wait(5_000));
  const events = takeEvents();
  const loaded = start("cancellable")("loaded", "return");
  loaded.cancel();
  return { first: first instanceof CancelledError, events, value: loaded.wait(5_000), afterwards: takeEvents() };
}

export function cancelsTwice(): unknown {
  const soon = start("cancellable")("twice", "return");
  hasHappened("twice began");
  soon.cancel();
  soon.cancel();
  const value = soon.wait(5_000);
  soon.cancel();
  const done = start("value")(5);
  done.wait(5_000);
  done.cancel();
  const failed = start("fails")(0, "failed");
  thrownBy(() => failed.wait(5_000));
  failed.cancel();
  return {
    value,
    after: soon.wait(0),
    done: done.wait(0),
    failed: String(thrownBy(() => failed.wait(0))),
    events: takeEvents(),
  };
}

/** Both a stop and a cancel come while the work runs. It writes to standard output as it ends. */
export async function cancelsAfterStop(): Promise<unknown> {
  setup();
  const soon = start("cleansUp")(150);
  hasHappened("clean-up is set");
  const stopper = new Worker(new URL("./workers/stops.js", import.meta.url));
  await new Promise((resolve, reject) => stopper.once("message", resolve).once("error", reject));
  soon.cancel();
  const code = codeOf(thrownBy(() => soon.wait(5_000)));
  await new Promise((resolve) => stopper.once("exit", resolve));
  soon.cancel();
  return code;
}

export function stashes(): unknown {
  const open = start("later")(200, "later");
  const id = open.stash();
  const same = retrieveResult(id) === open;
  return {
    integer: Number.isInteger(id),
    same,
    value: open.wait(5_000),
    again: codeOf(thrownBy(() => retrieveResult(id))),
    unknown: codeOf(thrownBy(() => retrieveResult(1e9))),
  };
}

export function manyStashes(): unknown {
  const ids: number[] = [];
  for (let i = 0; i < 100; i += 1) {
    const soon = start("value")(i);
    const id = soon.stash();
    if (retrieveResult<number>(id).wait(5_000) !== i) throw new Error(`another result came for ${id}`);
    ids.push(id);
  }
  return ids.length === 100 && ids.every((id, i) => i === 0 || id > (ids[i - 1] ?? Infinity));
}

export function originalFailures(): unknown {
  const open = start("later")(50, "value");
  const early = open.originalFailure();
  open.wait(5_000);
  const failing = start("fails")(0, "told");
  thrownBy(() => failing.wait(5_000));
  const unwaited = start("fails")(0, "not waited for");
  start("later")(50, "meanwhile").wait(5_000);
  const failure = unwaited.originalFailure();
  return {
    early,
    success: open.originalFailure(),
    failure: [failing.originalFailure()?.message, failing.originalFailure() instanceof RangeError],
    unwaited: [failure?.message, failure?.stack?.includes("jobs.js")],
  };
}

/** Its stack, and whether it grows, when it is waited for three times. */
export function sameError(): unknown {
  const soon = start("fails")(0, "once");
  const errors = [1, 2, 3].map(() => thrownBy(() => soon.wait(5_000)));
  const stacks = [1, 2, 3].map(() =>
    thrownBy(() => soon.wait(5_000)) instanceof Error ? soon.originalFailure()?.stack : "",
  );
  return { same: new Set(errors).size, stacks: new Set(stacks).size, joins: stacks[0]?.split("    --- ").length };
}

/** A constructor has no EventualResult; something that is no facade's method neither. */
export function misusedEventual(): unknown {
  const calls = new Calls();
  const results = [
    () => eventual({ make: () => new Calls() }).make(),
    () => eventual({ plain: () => 1 }).plain(),
    () => eventual(Math).max(1, 2),
  ];
  return { codes: results.map((act) => codeOf(thrownBy(act))), after: calls.plain("still fine") };
}

/** A thread stashes three results, of which one is retrieved while it lives. */
export async function stashesOfThreads(): Promise<unknown> {
  const own = start("value")(0).stash();
  const mine = start("later")(1, "of main").stash();
  const thread = inThread<number[]>(import.meta.url, "stashThree");
  const { value: ids = [] } = await thread.outcome;
  const [first = 0, ...rest] = ids;
  const whileItLives = retrieveResult<string>(first).wait(5_000);
  retrieveResult(own);
  await thread.end();
  // The reactor hears of the end a moment later.
  const gone = (id: number): string => codeOf(thrownBy(() => retrieveResult(id).wait(5_000)));
  await new Promise((resolve) => setTimeout(resolve, 200));
  return { whileItLives, afterItsEnd: rest.map(gone), own: retrieveResult<string>(mine).wait(5_000) };
}

/** In a worker: one that has ended, and two that run or have ended. */
export function stashThree(): number[] {
  const ended = start("later")(1, "of a thread");
  ended.wait(5_000);
  return [ended, start("value")(2), start("stubborn")(10_000)].map((each) => each.stash());
}
