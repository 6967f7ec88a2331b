import {
  FOREVER,
  TimeoutError,
  type Timeout,
  eventual,
  isPicotError,
  runInReactor,
  setup,
  waitFor,
} from "@picot/runtime";
import { facadePlan, functionPlan } from "@picot/runtime/facade/v1";
import { Calls } from "../fixtures/calls.facade.ts";
import { callsFacade, thrownBy } from "./hand-made.ts";

const jobs = new URL("../fixtures/jobs.js", import.meta.url);
const later = (limit: Timeout): ((ms: number, of: string) => string) =>
  waitFor<(ms: number, of: string) => Promise<string>>(jobs, "later", limit);

export interface TimedOut {
  readonly code: string;
  readonly message: string;
  readonly mayHaveRun: boolean;
  readonly ms: number;
  /** What the method did meanwhile and after. */
  readonly events: readonly string[];
}

/** A method whose limit is 500 ms. */
export function pastLimit(): TimedOut {
  const calls = new Calls();
  calls.events();
  return timed(() => calls.never("work"), calls);
}

/** A method whose limit is 0. */
export function noTime(): TimedOut {
  const calls = new Calls();
  const made = new (callsFacade({ construct: { timeout: 5_000 }, methods: { never: { timeout: 0 } } }))();
  calls.events();
  return timed(() => made.run("never", "work"), calls);
}

function timed(act: () => unknown, calls: Calls): TimedOut {
  const start = performance.now();
  const error = thrownBy(act);
  const ms = performance.now() - start;
  if (!(error instanceof TimeoutError)) throw error;
  // Nothing is told from the reactor to here but by a call: look until the clean-up has run.
  const events: string[] = [];
  while (events.length < 2) events.push(...calls.nextEvents());
  return { code: error.code, message: error.message, mayHaveRun: error.mayHaveRun, ms, events };
}

/** The limit of a wait is not the work's. */
export function waitLimit(): unknown {
  const soon = runInReactor<(ms: number, of: string) => Promise<string>>(jobs, "later")(150, "work");
  const error = thrownBy(() => soon.wait(20));
  const events = waitFor<() => Promise<string[]>>(jobs, "takeEvents", 5_000)();
  return { error: isPicotError(error) && error.code, before: events, value: soon.wait(5_000), again: soon.wait(0) };
}

/** A TimeoutError of the method's own. */
export function ownTimeoutError(): unknown {
  const error = thrownBy(() => new Calls().throwsTimeoutError());
  if (!(error instanceof Error)) return error;
  return {
    name: error.name,
    code: Reflect.get(error, "code"),
    picot: isPicotError(error),
    ofHandOff: error instanceof TimeoutError,
  };
}

/** Limits over 2 ** 31 ms, past which a timer of Node would fire at once; each call takes 50 ms. */
export function farLimits(): unknown {
  const calls = new Calls();
  const wait = eventual(calls);
  return [
    calls.farLimit(50),
    later(2 ** 31)(50, "2 ** 31"),
    later(2 ** 53)(50, "2 ** 53"),
    later(Number.MAX_VALUE)(50, "the largest number"),
    wait.later(50, "wait 2 ** 31").wait(2 ** 31),
    wait.later(50, "wait 2 ** 53").wait(2 ** 53),
    wait.later(50, "wait forever").wait(FOREVER),
  ];
}

export function forever(): unknown {
  return new Calls().endless(3_000);
}

const bad: readonly (readonly [string, unknown])[] = [
  ["null", null],
  ["undefined", undefined],
  ["-1", -1],
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["'5'", "5"],
  ["a symbol", Symbol("for ever")],
  ["1n", 1n],
];

/** What each bad limit brings, at each place where a limit is declared or given. */
export function badLimits(): Record<string, readonly string[]> {
  const soon = eventual(new Calls()).plain("value");
  // A limit of the wrong type is the very thing that is tested: TypeScript would refuse it.
  const typed = (limit: unknown): number => limit as number;
  const places: Record<string, (limit: number) => unknown> = {
    facadePlan: (timeout) => facadePlan(import.meta.url, "./x", "X", { methods: { work: { timeout } } }),
    construct: (timeout) => facadePlan(import.meta.url, "./x", "X", { construct: { timeout } }),
    statics: (timeout) => facadePlan(import.meta.url, "./x", "X", { statics: { work: { timeout } } }),
    functionPlan: (timeout) => functionPlan(import.meta.url, "./x", { work: { timeout } }),
    waitFor: (timeout) => waitFor(jobs, "value", timeout),
    wait: (timeout) => soon.wait(timeout),
    setup: (startTimeout) => startTimeout !== undefined && startTimeout !== null && setup({ startTimeout }),
  };
  const names: Record<string, string[]> = {};
  for (const [place, give] of Object.entries(places)) {
    names[place] = bad.map(([, limit]) => {
      const error = thrownBy(() => give(typed(limit)));
      return error instanceof RangeError && isPicotError(error) ? error.code : String(error);
    });
  }
  return names;
}

/** Good limits at the same places. */
export function goodLimits(): unknown {
  const limits: readonly Timeout[] = [0, 1, 0.5, 1e9, FOREVER];
  for (const timeout of limits) {
    facadePlan(import.meta.url, "./x", "X", { construct: { timeout }, methods: { work: { timeout } } });
    functionPlan(import.meta.url, "./x", { work: { timeout } });
    waitFor(jobs, "value", timeout);
  }
  return later(5_000.5)(1, "a fraction");
}

/** The text of a bad limit names the place and the value. */
export function badLimitText(): unknown {
  const error = thrownBy(() => facadePlan(import.meta.url, "./x", "Rates", { methods: { latest: { timeout: NaN } } }));
  return error instanceof Error && error.message;
}
