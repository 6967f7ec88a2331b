import * as timers_ from "node:timers";
import { setTimeout as sleep } from "node:timers/promises";
import { FOREVER, eventual, gather, isInReactor, noSetup, runInReactor, setup, stop, waitFor } from "@picot/runtime";
import { type TestReactor, withTestReactor } from "@picot/runtime/testing";
// There when the test begins.
import "@picot/runtime/pool";
import { Account, Callbacks } from "../fixtures/callbacks.facade.ts";
import { Iterators } from "../fixtures/iterators.facade.ts";
import { Paced, pacedTwice } from "../fixtures/paced.facade.ts";
import { events } from "../fixtures/paced.reactor.ts";
import { type Outcome, outcome, outcomeOf } from "./outcome.ts";
import { threadsStarted } from "./threads.ts";

const module = new URL("../fixtures/paced.reactor.js", import.meta.url);

const within = <T>(body: (reactor: TestReactor) => T): Promise<T> => withTestReactor(body);

/** One after the other in one thread, and how many threads that took. */
export async function basics(): Promise<Record<string, unknown>> {
  const threads = threadsStarted();
  const begun = performance.now();
  const seen = await within(({ advance, clock }) => {
    const paced = new Paced();
    const seen = {
      where: paced.where(),
      here: isInReactor(),
      jobs: paced.jobs(1_000),
      nextTick: paced.nextTick(),
      function: pacedTwice(21),
      later: paced.later(1_500, "in time"),
      now: [clock.now(), paced.now()],
      failure: outcomeOf(() => paced.fails()).error,
      sibling: paced.sibling().name(),
      same: paced.sibling() === paced,
    };
    advance(600_000);
    return seen;
  });
  return { ...seen, ms: performance.now() - begun, threads: threadsStarted() - threads };
}

export async function byHand(): Promise<unknown> {
  return await within(({ advance, clock }) => {
    const paced = new Paced("tick");
    paced.run(1_000);
    const seen = [paced.latest()];
    advance(999);
    seen.push(paced.latest());
    advance(1);
    seen.push(paced.latest());
    advance(2_500);
    seen.push(paced.latest(), clock.now(), clock.pending);
    return { seen, events: events.splice(0), bad: outcomeOf(() => advance(-1)).error?.code };
  });
}

export async function timers(): Promise<unknown> {
  const before = [setTimeout, timers_.setTimeout, sleep];
  const seen = await within(({ clock }) => [new Paced().timers(), clock.pending]);
  return { seen, restored: before.every((each, i) => each === [setTimeout, timers_.setTimeout, sleep][i]) };
}

export async function limits(): Promise<unknown> {
  return await within(({ clock }) => {
    const paced = new Paced();
    const late = outcomeOf(() => paced.later(2_001, "too late"));
    const at = clock.now();
    const obeys = outcomeOf(() => paced.obeys());
    paced.now();
    return { late: late.error, at, obeys: obeys.error?.code, after: clock.now(), events: events.splice(0) };
  });
}

/** What cannot be done in one thread. */
export async function refusals(): Promise<Record<string, Outcome>> {
  return await within(() => {
    const paced = new Paced();
    return {
      timed: outcomeOf(() => paced.realFile()),
      file: outcomeOf(() => paced.endlessFile()),
      spinning: outcomeOf(() => paced.spinning()),
      pool: outcomeOf(() => paced.defers()),
      after: outcomeOf(() => paced.name()),
      hosted: outcomeOf(() => noSetup()),
      other: outcomeOf(() => waitFor(module, "pacedTwice", 100, { reactor: "other" })()),
    };
  });
}

export async function misuses(): Promise<Record<string, Outcome>> {
  const asynchronous = await outcome(() => withTestReactor(async () => undefined));
  const nested = await outcome(() => withTestReactor(() => outcomeOf(() => nestedIn())));
  const thrown = await outcome(() =>
    withTestReactor(() => {
      new Paced().share("left");
      throw new RangeError("of the body");
    }),
  );
  const missing = await outcome(() => withTestReactor(() => undefined, { modules: [new URL("./none.js", module)] }));
  return { asynchronous, nested, thrown, missing };
}

/** In a promise job no other job runs. */
function nestedIn(): never {
  const paced = new Paced();
  let error: unknown;
  // Runs in the next call, as a job.
  void Promise.resolve().then(() => {
    try {
      paced.jobs(1);
    } catch (thrown) {
      error = thrown;
    }
  });
  paced.jobs(1);
  throw error;
}

export async function eventuals(): Promise<unknown> {
  return await within(({ advance, clock }) => {
    const paced = eventual(new Paced());
    const soon = [300, 100, 200].map((ms) => paced.later(ms, `after ${ms}`));
    const order = [...gather(soon, 1_000)].map((each) => each.index);
    const one = runInReactor<(value: number) => Promise<number>>(module, "pacedTwice")(4);
    advance(1);
    const cancelled = paced.obeys();
    cancelled.cancel();
    const id = paced.later(5, "stashed").stash();
    const stashed = typeof id;
    return {
      order,
      at: clock.now(),
      one: one.wait(0),
      cancelled: outcomeOf(() => cancelled.wait(FOREVER)).error?.code,
      stashed,
      many: Array.from({ length: 20_000 }, () => paced.jobs(1))
        .at(-1)
        ?.wait(1),
      large: paced.name().wait(1).length,
    };
  });
}

/** State of one test is none of the next one's. */
export async function apart(): Promise<unknown> {
  const first = await within(() => {
    const paced = new Paced("first");
    paced.share("shared");
    return { paced, shared: Paced.provided("shared").name(), soon: eventual(paced).later(10_000, "never") };
  });
  const ended = events.splice(0);
  const second = await within(({ clock }) => {
    const other = new Paced("second");
    other.share("shared");
    return {
      shared: Paced.provided("shared").name(),
      stale: outcomeOf(() => first.paced.name()).error?.code,
      soon: outcomeOf(() => first.soon.wait(1)).error?.code,
      now: clock.now(),
    };
  });
  return { first: first.shared, ended, second };
}

export async function inReactor(): Promise<unknown> {
  return await within(() => {
    setup();
    const refused = new Paced().callsFacade(new URL("../fixtures/paced.facade.js", import.meta.url).href);
    stop();
    return { refused, after: new Paced().name() };
  });
}

export async function services(): Promise<unknown> {
  const during = await withTestReactor(() => events.slice(), { services: [[module, "service"]] });
  return { during, after: events.splice(0) };
}

/** The reactor calls back into the body, and the body takes items one by one. */
export async function conversations(): Promise<unknown> {
  return await within(({ clock }) => {
    const account = new Account(10);
    const callbacks = new Callbacks();
    const seen: unknown[] = [];
    const iterators = new Iterators();
    for (const each of iterators.ahead(3)) seen.push(each);
    for (const page of iterators.pages()) {
      seen.push(page.number());
      break;
    }
    return {
      twice: callbacks.twice(4, (n) => n + (isInReactor() ? 100 : 1)),
      nested: account.transaction((same, before) => void seen.push(same === account, before, same.add(5))),
      later: callbacks.later(250, "in time"),
      failing: outcomeOf(() => callbacks.pass(() => thrower())).error?.message,
      seen,
      now: clock.now(),
    };
  });
}

function thrower(): never {
  throw new RangeError("of the body");
}

/** After a test, calls go to a real reactor. */
export async function thenReal(): Promise<unknown> {
  await within(() => new Paced().name());
  const paced = new Paced("real");
  const [thread, inside] = JSON.parse(paced.where()) as [number, boolean]; // as it writes them
  const real = { name: paced.name(), elsewhere: thread !== 0, inside };
  stop();
  return real;
}
