import { isInReactor, isPicotError } from "@picot/runtime";
import { Calls, twice } from "../fixtures/calls.facade.ts";
import { Misuse } from "../fixtures/misuse.facade.ts";
import type { How, Outcome } from "../fixtures/misuse.ts";
import { callsFacade, thrownBy } from "./hand-made.ts";

export function values(): unknown {
  const calls = new Calls();
  return [calls.plain("plain"), calls.fulfilled("fulfilled"), calls.later(100, "later")];
}

/** The names, messages and classes of what these throw. */
export function errors(): unknown {
  const calls = new Calls();
  const acts = [() => calls.throwsAtOnce(), () => calls.rejectsAtOnce(), () => calls.rejectsLater(100)];
  return acts.map((act) => {
    const error = thrownBy(act);
    return error instanceof RangeError && `${error.name}: ${error.message}`;
  });
}

export function forms(): unknown {
  const calls = new Calls();
  return {
    positional: calls.received("a", 2),
    left: calls.received("a"),
    rest: calls.received("a", 2, { b: [true] }, null, "c"),
    keywords: calls.options({ name: "n", size: 3 }),
    byDefault: calls.options(),
    inner: calls.received("a", undefined, "after a gap").map((each) => each ?? "undefined"),
  };
}

export function threads(): unknown {
  const calls = new Calls();
  return [isInReactor(), calls.isInReactor(), isInReactor()];
}

/** What the facade of a class looks like. */
export function looks(): unknown {
  const calls = new Calls(1);
  const AsyncFunction = (async () => {}).constructor;
  const members = Object.getOwnPropertyNames(Calls.prototype);
  const result: unknown = calls.later(1, "value");
  return {
    name: Calls.name,
    members,
    async: members.filter((each) => Reflect.get(Calls.prototype, each) instanceof AsyncFunction),
    result,
    thenable: "then" in calls || typeof Reflect.get(Object(result), "then") === "function",
    keys: Object.keys(calls),
    functionName: twice.name,
  };
}

export function callForms(): unknown {
  const calls = new Calls(10);
  const bound = calls.add.bind(calls);
  const unbound = thrownBy(() => Reflect.apply(calls.add, undefined, [1, 2]));
  return {
    instance: calls.add(1, 2),
    static: Calls.sum(1, 2, 3),
    factory: Calls.create(100).add(1, 2),
    isOfClass: Calls.create(1) instanceof Calls,
    bound: bound(1, 2),
    mapped: [1, 2, 3].map(bound),
    function: twice(21),
    unbound: isPicotError(unbound) && [unbound.code, unbound.message],
  };
}

/** A slow call past its limit, and then two fast ones. */
export function lateReplies(): unknown {
  const calls = new Calls();
  calls.plain("warm");
  const late = thrownBy(() => calls.busy(300, "late"));
  return [isPicotError(late) && late.code, calls.plain("first"), calls.plain("second")];
}

/** What a facade called in the reactor's own thread throws, and what ran there. */
export function inReactor(how: How): { outcome: Outcome; ran: string[] } {
  const calls = new Calls();
  calls.events();
  const outcome = new Misuse().callsFacade(how);
  return { outcome, ran: calls.events() };
}

/** Members that are reachable in any object, but are none of the class's own. */
export function unknownMembers(names: readonly string[]): unknown {
  return names.map((name) => {
    const Made = callsFacade({ construct: { timeout: 5_000 }, methods: { [name]: { timeout: 5_000 } } });
    const error = thrownBy(() => new Made());
    return isPicotError(error) && [error.code, error.message];
  });
}
