import { setTimeout as sleep } from "node:timers/promises";
import {
  EventualResult,
  FOREVER,
  asynchronous,
  callInReactor,
  callInReactorWithTimeout,
  isAsynchronous,
  isSynchronous,
  noSetup,
  runInReactor,
  setup,
  stop,
  synchronous,
} from "@picot/runtime";
import { deferToThread } from "@picot/runtime/pool";
import { twice } from "../fixtures/calls.facade.ts";
import { pacedNever, pacedTwice } from "../fixtures/paced.facade.ts";
import { Decorated } from "../fixtures/decorated.ts";
import * as marks from "../fixtures/marks.ts";
import { type Outcome, outcome, outcomeOf } from "./outcome.ts";

const module = new URL("../fixtures/marks.js", import.meta.url);
const takeEvents = runInReactor<typeof marks.takeEvents>(module, "takeEvents");

/** The very value or promise of the function, with no reactor and in the reactor's own thread. */
export async function straightThrough(): Promise<unknown> {
  const promise = Promise.resolve(1);
  const object = {};
  const own = asynchronous(() => promise);
  const limited = asynchronous(() => object, { timeout: FOREVER });
  const referred = asynchronous<typeof marks.where>(module, "where");
  const self = asynchronous(function (this: unknown) {
    return this;
  });
  const seen = (): unknown => [
    (own() as unknown) === promise,
    limited() === object,
    (Reflect.apply(self, object, []) as unknown) === object,
    outcomeOf(() =>
      asynchronous(() => {
        throw new RangeError("thrown");
      })(),
    ).error?.name,
  ];
  const before = seen();
  noSetup();
  return { before, after: seen(), referred: referred("direct") as unknown, again: await referred("again") };
}

/** Of a generated function, from an application thread. */
export function generated(): unknown {
  setup();
  const soon = asynchronous(twice)(1);
  return {
    soon: [soon instanceof EventualResult, soon.wait(5_000)],
    blocking: asynchronous(twice, { timeout: 5_000 })(2),
    called: [callInReactor(twice, 3), callInReactorWithTimeout(5_000, twice, 4)],
    late: outcomeOf(() => asynchronous(pacedNever, { timeout: 30 })()).error?.message,
    fails: outcomeOf(() => callInReactor(pacedTwice, 6)).error?.message,
    plain: outcomeOf(() => callInReactor((value: number) => value, 7)).error?.code,
    looks: [isAsynchronous(twice), asynchronous(twice).name],
  };
}

export async function generatedInReactor(): Promise<unknown> {
  noSetup();
  // Where the facade itself would be refused.
  const refused = outcomeOf(() => twice(1)).error?.code;
  const values = [asynchronous(twice)(1), callInReactor(twice, 2), callInReactorWithTimeout(5_000, twice, 3)];
  return {
    refused,
    promises: values.map((each) => (each as unknown) instanceof Promise),
    values: await Promise.all(values),
  };
}

/** Embedded: this thread is an application's. */
export function fromApplication(): unknown {
  setup();
  const soon = marks.eventualWhere("eventual");
  const refer = asynchronous<typeof marks.where>(module, "where", { timeout: 5_000 });
  return {
    isEventual: soon instanceof EventualResult,
    values: [soon.wait(5_000), marks.blockingWhere("blocking"), marks.foreverWhere("forever"), refer("by name")],
    fails: outcomeOf(() => marks.fails()).error,
    nowhere: outcomeOf(() => marks.nowhere()).error,
  };
}

export async function limits(): Promise<unknown> {
  setup();
  // The module is loaded by then.
  marks.blockingWhere();
  const obeyed = outcomeOf(() => marks.obeys("obeys"));
  const told = takeEvents().wait(5_000);
  const outlived = outcomeOf(() => marks.outlives(200));
  let later: string[] = [];
  while (later.length === 0) {
    later = takeEvents().wait(5_000);
    await sleep(5);
  }
  return { obeyed, told, outlived, later };
}

export async function inReactorAndPool(): Promise<unknown> {
  noSetup();
  const pool = await deferToThread<Record<string, Outcome>>(module, "callsAll");
  return {
    pool,
    told: marks.takeEvents(),
    here: callInReactor(module, "where", "here"),
    throwing: outcomeOf(() => callInReactor(module, "throwsNothingOfThisName")).error,
    limited: await outcome(() => callInReactorWithTimeout<Promise<unknown>>(5_000, module, "where", "in time")),
    late: await outcome(() => callInReactorWithTimeout<Promise<unknown>>(100, module, "obey", "here")),
    toldHere: marks.takeEvents(),
  };
}

export async function synchronousGuards(): Promise<unknown> {
  const strange = {
    bound: synchronous(marks.where.bind(undefined, 1)),
    object: synchronous(new Proxy(marks.where, {})),
    promising: synchronous(new Proxy(async () => 1, {})),
  };
  const before = outcomeOf(() => marks.returnsArgs("before")).value;
  const promised = outcomeOf(() => marks.returnsPromise("x".repeat(100), { deep: { er: 1 } }, 3)).error;
  const promising = outcomeOf(() => strange.promising()).error;
  const objects = [strange.bound(2), strange.object(3)];
  noSetup();
  const inside = outcomeOf(() => marks.returnsArgs("inside"));
  const pool = (await deferToThread<Record<string, Outcome>>(module, "callsAll"))["synchronous"];
  stop();
  let after = outcomeOf(() => marks.returnsArgs("after"));
  while (after.error !== undefined) {
    await sleep(2);
    after = outcomeOf(() => marks.returnsArgs("after"));
  }
  return { before, promised, promising, objects, inside, pool, after };
}

export function reads(): unknown {
  const fn = (a: number, b: number): number => a + b;
  const asynchronousFn = asynchronous(fn);
  const synchronousFn = synchronous(fn);
  return {
    before: [isAsynchronous(fn), isSynchronous(fn)],
    asynchronous: [isAsynchronous(asynchronousFn), isSynchronous(asynchronousFn)],
    synchronous: [isAsynchronous(synchronousFn), isSynchronous(synchronousFn)],
    referred: isAsynchronous(asynchronous(module, "where")),
    looks: [
      asynchronousFn.name,
      asynchronousFn.length,
      Object.keys(asynchronousFn),
      synchronousFn.name,
      synchronousFn.length,
    ],
    nothing: [isAsynchronous(undefined), isSynchronous({})],
  };
}

export function badDeclarations(): unknown {
  const bad = [-1, NaN, Infinity, "5", null] as unknown as number[]; // as JavaScript may
  const good = [0, 1, 0.5, 2 ** 40, FOREVER] as const;
  const code = (run: () => unknown): unknown => outcomeOf(run).error?.code ?? "accepted";
  return {
    own: bad.map((timeout) => code(() => asynchronous(() => 1, { timeout }))),
    referred: bad.map((timeout) => code(() => asynchronous(module, "where", { timeout }))),
    called: bad.map((timeout) => code(() => callInReactorWithTimeout(timeout, module, "where"))),
    good: good.map((timeout) => code(() => asynchronous(() => 1, { timeout }))),
    relative: code(() => asynchronous("./marks.js", "where")),
    nameless: code(() => asynchronous(() => 1, { module })),
    kind: code(() => (asynchronous as (...args: unknown[]) => unknown)(class {}, { kind: "class", name: "X" })),
  };
}

export async function decorators(): Promise<unknown> {
  const object = new Decorated("a");
  const before = [await object.fetches("b"), object.blocks("c"), outcomeOf(() => Decorated.promises()).error?.code];
  setup();
  const elsewhere = [outcomeOf(() => object.fetches("b")).error, object.blocks("c")];
  const marked = [isAsynchronous(object.fetches), isSynchronous(object.blocks), isSynchronous(Decorated.promises)];
  stop();
  return { before, elsewhere, marked };
}

export async function decoratorsInReactor(): Promise<unknown> {
  noSetup();
  const object = new Decorated("a");
  return [await object.fetches("b"), outcomeOf(() => object.blocks("c")).error?.code];
}

/** Nanoseconds that each mark adds to a call straight through: the least of some rounds. */
export function overhead(): Record<string, number> {
  const add = (a: number, b: number): number => a + b;
  const blocking = synchronous(add);
  // Before there is a reactor, and in its own thread.
  const marked = asynchronous(add) as unknown as typeof add; // straight through it is just that
  const bare = nanoseconds(add);
  const before = { synchronous: nanoseconds(blocking) - bare, withoutReactor: nanoseconds(marked) - bare };
  noSetup();
  return { ...before, asynchronous: nanoseconds(marked) - bare };
}

function nanoseconds(fn: (a: number, b: number) => number): number {
  const calls = 50_000;
  let least = Infinity;
  let sum = 0;
  for (let round = 0; round < 20; round += 1) {
    const begun = performance.now();
    for (let i = 0; i < calls; i += 1) sum += fn(i, 1);
    least = Math.min(least, performance.now() - begun);
  }
  // The sum is used, so that no call can be left out.
  return sum > 0 ? (least * 1e6) / calls : 0;
}
