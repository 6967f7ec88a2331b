/** Events of objects in the reactor: what generated `on`, `once`, `off` and `expect` do. Application thread. */
import type { Connection } from "./call.ts";
import { type Timeout, checkTimeout } from "./deadline.ts";
import { ArgumentError } from "./errors.ts";
import { takeEventualMode } from "./eventual.ts";
import type { Events, Hearing } from "./events.ts";
import { Expected, type Taken } from "./expected.ts";
import { block } from "./handoff.ts";
import { handleOf } from "./handles.ts";
import { systemCall } from "./outgoing.ts";
import { perThread } from "./per-thread.ts";
import type { EventPlan } from "./events-plan.ts";
import { type PlanBase, copy } from "./plan.ts";
import { refuseInGreenTask } from "./role.ts";
import { SystemMember } from "./wire.ts";

export type { Expected } from "./expected.ts";

/** Options of `expect()`. */
export interface ExpectOptions {
  /** Milliseconds from the call of `expect()` until the event must have come, or FOREVER. Default: the timeout of the class. */
  readonly timeout?: Timeout;
}

// oxlint-disable-next-line no-explicit-any -- whatever the event brings, as the generated method says
type Handler = (...args: any[]) => unknown;

interface Registered {
  readonly event: string;
  readonly handler: Handler;
  readonly id: number;
  readonly events: Events;
  /** Runs it in the context that it was registered in. */
  readonly inContext: (run: () => unknown) => unknown;
}

/** By facade, which alone holds them: a handler often holds its facade, and they are dropped together. */
const here = perThread("handlers", () => ({ of: new WeakMap<object, Registered[]>() }));

/**
 * Runs the handler at each such event of the object from now on, in this thread: in its calls, and when it pumps. Blocks until
 * the reactor listens.
 */
export function on<T extends object>(facade: T, plan: PlanBase, event: PropertyKey, handler: Handler): T {
  return register(facade, plan, event, handler, false);
}

/** As on(), for the next such event only. */
export function once<T extends object>(facade: T, plan: PlanBase, event: PropertyKey, handler: Handler): T {
  return register(facade, plan, event, handler, true);
}

/** Takes off the handler of that event that was registered last with this very function, if there is one. Does not block. */
export function off<T extends object>(facade: T, event: PropertyKey, handler: Handler): T {
  refuseEventual("off");
  const last = here.of.get(facade)?.findLast((each) => each.event === event && each.handler === handler);
  if (last !== undefined) {
    takeOff(facade, last);
    last.events.remove(last.id);
  }
  return facade;
}

/** Takes off all handlers of a facade. */
export function offAll(facade: object): void {
  const all = here.of.get(facade) ?? [];
  here.of.delete(facade);
  for (const { events, id } of all) events.remove(id);
}

/** Expects the next such event from now on; with a body: runs that, and waits for the event then. */
export function expect<A extends readonly unknown[]>(
  facade: object,
  plan: PlanBase,
  event: PropertyKey,
  options?: ExpectOptions,
): Expected<A>;
export function expect<A extends readonly unknown[]>(
  facade: object,
  plan: PlanBase,
  event: PropertyKey,
  options: ExpectOptions | undefined,
  body: (() => unknown) | undefined,
): Expected<A> | A[0];
export function expect<A extends readonly unknown[]>(
  facade: object,
  plan: PlanBase,
  event: PropertyKey,
  options: ExpectOptions = {},
  body?: () => unknown,
): Expected<A> | A[0] {
  const label = `${plan.label}.expect(${JSON.stringify(event)})`;
  const { timeout = plan.events?.timeout } = options;
  checkTimeout(timeout, label);
  const taken: Taken = { args: undefined, cancelled: false, listens: undefined };
  const expected = new Expected<A>(label, plan.reactor, timeout, taken);
  const owner = new WeakRef(expected);
  const hear = (args: readonly unknown[]): void => {
    taken.args = args;
    if (taken.listens !== undefined) taken.listens.connection.events.ended(taken.listens.id);
    taken.listens = undefined;
  };
  listen(facade, plan, event, label, true, { owner, runs: false, hear }, (id, connection) => {
    taken.listens = { id, connection, facade };
  });
  if (body === undefined) return expected;
  try {
    body();
    return expected.value;
  } finally {
    expected.cancel();
  }
}

function register<T extends object>(
  facade: T,
  plan: PlanBase,
  event: PropertyKey,
  handler: Handler,
  isOnce: boolean,
): T {
  const label = `${plan.label}.${isOnce ? "once" : "on"}(${JSON.stringify(event)})`;
  if (typeof handler !== "function") throw new ArgumentError(`${label}: the handler is no function.`);
  // Fetched here, since most threads have no handlers.
  const inContext = process.getBuiltinModule("node:async_hooks").AsyncLocalStorage.snapshot();
  const its: Its = { id: 0, events: undefined };
  const hearing = hearingOf(new WeakRef(facade), its, isOnce);
  try {
    listen(facade, plan, event, label, isOnce, hearing, (id, { events }) => {
      Object.assign(its, { id, events });
      const all = here.of.get(facade) ?? [];
      all.push({ event: String(event), handler, id, events, inContext });
      here.of.set(facade, all);
    });
  } catch (error) {
    const found = registeredAs(facade, its);
    if (found !== undefined) takeOff(facade, found);
    throw error;
  }
  return facade;
}

/** Which of the registrations of a facade one is, once it was sent. */
interface Its {
  id: number;
  events: Events | undefined;
}

function registeredAs(facade: object | undefined, its: Its): Registered | undefined {
  return facade && here.of.get(facade)?.find(({ id, events }) => id === its.id && events === its.events);
}

/** A function of its own: what it makes must not hold the facade or its handler, as all functions within one hold what one of them does. */
function hearingOf(owner: WeakRef<object>, its: Its, isOnce: boolean): Pick<Hearing, "owner" | "runs" | "hear"> {
  const hear = (args: readonly unknown[]): unknown => {
    const facade = owner.deref();
    const found = registeredAs(facade, its);
    if (facade === undefined || found === undefined) return undefined;
    if (isOnce) {
      takeOff(facade, found);
      found.events.ended(found.id);
    }
    const { handler } = found;
    return found.inContext(() => Reflect.apply(handler, facade, args));
  };
  return { owner, runs: true, hear };
}

function takeOff(facade: object, one: Registered): void {
  const all = here.of.get(facade);
  const at = all?.indexOf(one) ?? -1;
  if (at >= 0) all?.splice(at, 1);
}

const nobody = (): void => {};

/** The call that begins to listen. `isSent`: before the first event can come. */
function listen(
  facade: object,
  plan: PlanBase,
  event: PropertyKey,
  label: string,
  isOnce: boolean,
  hearing: Pick<Hearing, "owner" | "runs" | "hear">,
  isSent: (id: number, connection: Connection) => void,
): void {
  refuseEventual(label);
  refuseInGreenTask(label, plan.registration.url);
  const { number, crossing, namesClasses } = eventOf(plan, event, label);
  const params = [copy, copy, copy, copy, crossing];
  let undo = (): void => {};
  try {
    block(
      plan.reactor,
      label,
      plan.events!.timeout, // it has that event
      (connection, deadline) => {
        const handle = handleOf(facade, label, connection.generation);
        if (namesClasses) connection.registerAll(deadline);
        const args = [handle, connection.register(plan, deadline), number, isOnce, nobody];
        return systemCall(label, SystemMember.Listen, args, params);
      },
      ({ id }, connection) => {
        connection.events.add(id, { ...hearing, label, crossing });
        undo = () => connection.events.remove(id);
        isSent(id, connection);
      },
    );
  } catch (error) {
    undo();
    throw error;
  }
}

function eventOf({ events }: PlanBase, event: PropertyKey, label: string): EventPlan {
  const found = typeof event === "string" ? events?.of.get(event) : undefined;
  if (found !== undefined) return found;
  const names = [...(events?.of.keys() ?? [])].map((name) => JSON.stringify(name));
  throw new ArgumentError(`${label}: there is no such event. There are ${names.join(", ")}.`);
}

function refuseEventual(what: string): void {
  if (takeEventualMode())
    throw new ArgumentError(`${what}: not by eventual(); call it on the facade itself, where it blocks for a moment.`);
}
