/**
 * "@picot/runtime/facade/v1": the only door that generated code uses. What it exports stays as it is, so that facades
 * generated today run with every later runtime of this major version.
 */
import { ArgumentError, StaleHandleError } from "./errors.ts";
import { takeEventualMode } from "./eventual.ts";
import { type Compose, begin, block } from "./handoff.ts";
import { type Receive, handleOf, receiveFacade, staleReason } from "./handles.ts";
import { type Outgoing, systemCall } from "./outgoing.ts";
import { onStep } from "./iterators.ts";
import { offAll } from "./listen.ts";
import { type FacadeClass, type Member, type PlanBase, bindPlan, paramsOf, planOfClass } from "./plan.ts";
import { refuseInGreenTask } from "./role.ts";
import { tree } from "./tree.ts";
import { MemberKind, StepKind, SystemMember } from "./wire.ts";

export { FOREVER, type Timeout } from "./deadline.ts";
export { callback, copy, facadePlan, functionPlan, handle, iterator, parts } from "./plan.ts";
export { type Expected, type ExpectOptions, expect, off, on, once } from "./listen.ts";
export type { Crossing, FacadeSource, Member, MemberSource, Plan } from "./plan.ts";

// Workers that this thread starts later inherit it, and so reach the same reactor.
tree();

/** Ties a generated class to its plan, in a static block of the class. Any thread. */
export function bind(facade: FacadeClass | { readonly prototype: object }, plan: PlanBase): void {
  bindPlan(facade as FacadeClass, plan); // a class with a private constructor is none to TypeScript
}

/** Arguments of a derived facade on their way through the constructor of its base. */
let inherited: readonly unknown[] | undefined;

/** For the super call of a facade that extends another: the base makes the object with these arguments instead of its own. */
export function inherit<C extends abstract new (...args: never) => unknown>(
  args: readonly unknown[],
): ConstructorParameters<C> {
  inherited = args;
  return [] as unknown as ConstructorParameters<C>; // the base's constructor passes what it gets to construct(), which drops it
}

/** In a facade's constructor: makes the object in the reactor, of the most derived class that has a facade. Application thread; blocks. */
export function construct(facade: object, plan: PlanBase, args: readonly unknown[]): void {
  const own = planOfClass(facade.constructor) ?? plan;
  const actual = inherited ?? args;
  inherited = undefined;
  const member = own.construct;
  if (member === undefined) refuseConstruct(own.label);
  if (takeEventualMode()) {
    throw new ArgumentError(`${member.label}: a constructor blocks; make the object first, then use eventual() on it.`);
  }
  const { label, number, transfer } = member;
  refuseInGreenTask(label, own.registration.url);
  const receive: Receive = (handle, _plan, handles) => handles.construct(handle, facade);
  const outgoing: Outgoing = {
    label,
    plan: own,
    member: number,
    on: undefined,
    target: 0,
    params: paramsOf(member, actual),
    args: actual,
    transfer,
    receive,
    callsBack: member.callsBack,
  };
  block(own.reactor, label, member.timeout, () => outgoing);
}

/** The body of a facade's constructor where the class keeps its own private. */
export function refuseConstruct(name: string): never {
  throw new ArgumentError(
    `new ${name}: the constructor is private in the reactor layer; use one of the class's static methods.`,
  );
}

/**
 * The one call of a generated method: hands it to the reactor and blocks for its result, at most as long as the member's
 * timeout. Application thread. R is the return type that the generated method declares.
 */
export function call<R>(receiver: unknown, member: Member, args: readonly unknown[]): R {
  const { label, timeout } = member;
  const { reactor, registration } = member.plan;
  const compose: Compose = (connection, deadline) => {
    if (member.namesClasses) connection.registerAll(deadline);
    return outgoing(receiver, member, args, connection.generation);
  };
  const hand = takeEventualMode() ? begin : block;
  refuseInGreenTask(label, registration.url);
  const result = hand(reactor, label, timeout, compose);
  if (member.disposes) offAll(receiver as object); // a facade, or it would have been refused
  // The type is what the generated method declares; eventual() declares EventualResults instead.
  return result as R;
}

/** The facade of an object that the reactor provides under a name. Application thread; blocks. */
export function provided<T>(plan: PlanBase, name: string): T {
  const label = `${plan.label}.provided`;
  refuseInGreenTask(label, plan.registration.url);
  const timeout = plan.construct?.timeout ?? PROVIDED_TIMEOUT;
  const receive: Receive = (handle, actual, handles) => handles.receive(handle, actual ?? plan);
  return block(plan.reactor, label, timeout, (connection, deadline) => {
    connection.registerAll(deadline);
    return systemCall(label, SystemMember.Provided, [connection.register(plan, deadline), name], [], receive);
  }) as T; // the class of the plan
}

const STEP_NAMES = { [StepKind.Next]: "next", [StepKind.Throw]: "throw", [StepKind.Return]: "return" } as const;

// One step of an iterator is a call as any other; its label says of what.
onStep(({ of, handle, state, kind, value }) => {
  const { plan, isLive, prefetch, timeout } = of;
  const label = `${of.label}().${STEP_NAMES[kind]}`;
  return block(plan.reactor, label, timeout, (connection, deadline) => {
    if (state.generation !== connection.generation) throw new StaleHandleError(`${label}: ${staleReason(state)}.`);
    if (isLive) connection.registerAll(deadline);
    const receive = isLive ? receiveFacade : undefined;
    return systemCall(label, SystemMember.Step, [value, handle, kind, prefetch], [], receive);
  });
});

/** Milliseconds, for a class that cannot be constructed and so has no timeout of its own for it. */
const PROVIDED_TIMEOUT = 10_000;

function outgoing(receiver: unknown, member: Member, args: readonly unknown[], generation: number): Outgoing {
  const { label, plan, number, kind, transfer, receive, callsBack } = member;
  const params = paramsOf(member, args);
  const target = isOfObject(kind) ? handleOf(receiver, label, generation) : 0;
  const on = kind === MemberKind.Function ? undefined : planOfClass(receiver);
  return { label, plan, member: number, on, target, params, args, transfer, receive, callsBack };
}

function isOfObject(kind: MemberKind): boolean {
  return kind === MemberKind.Method || kind === MemberKind.Get || kind === MemberKind.Set;
}
