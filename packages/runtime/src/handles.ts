/** Facades in this application thread, by the handle of the object that they stand for. */
import { getEnvironmentData } from "node:worker_threads";
import { ArgumentError, StaleHandleError } from "./errors.ts";
import { perThread } from "./per-thread.ts";
import type { FacadeClass, PartsCrossing, PlanBase } from "./plan.ts";
import { callSite } from "./stack.ts";

/** Under this one symbol a facade keeps all that picot knows of it, so that no member of the user can collide. */
const STATE: unique symbol = Symbol.for("picot.facade");

export interface FacadeState {
  readonly handle: number;
  /** The reactor's generation: handles of a former reactor are stale; or RELEASED. */
  generation: number;
}

/** In a generation's place: what the facade got was given back, at the end of a scope. */
const RELEASED = -1;

/** Why a handle is not one of the reactor that serves now. */
export function staleReason({ generation }: FacadeState): string {
  return generation === RELEASED
    ? "the scope that got it has ended; have the scope return what is needed after it"
    : "its object lived in a reactor that has ended. Make a new one";
}

/** By connection, the handles that a scope has got. */
export type Scoped = Map<Handles, Set<number>>;

/** Under this name a thread tells those that it starts whether objects are traced. */
export const TRACE = "picot.v1.trace";

export const liveHere = perThread("live", () => ({
  /** The innermost scope. */
  scope: undefined as Scoped | undefined,
  /** Where objects are got is written down. */
  traced: getEnvironmentData(TRACE) === true,
}));

interface Entry {
  readonly facade: WeakRef<object>;
  /** How often the reactor sent this handle: it counts the same, so that a release that crosses a new sending is no loss. */
  received: number;
}

export function stateOf(facade: unknown): FacadeState | undefined {
  if (typeof facade !== "object" || facade === null) return undefined;
  return (facade as { [STATE]?: FacadeState })[STATE];
}

/** The handle of the object that a facade stands for, in the reactor of this generation. `label` names what is called on it. */
export function handleOf(receiver: unknown, label: string, generation: number): number {
  const state = stateOf(receiver);
  if (state === undefined) {
    throw new ArgumentError(
      `${label}: called on something that is no facade; a method needs its object, so bind it: facade.method.bind(facade).`,
    );
  }
  if (state.generation === generation) return state.handle;
  throw new StaleHandleError(`${label}: ${staleReason(state)}.`);
}

/** What a handle in an answer becomes; `actual`: the plan of the object's most derived class that the thread has a facade for. */
export type Receive = ((handle: number, actual: PlanBase | undefined, handles: Handles) => unknown) & {
  /** Of a value with live objects in it: how it crosses. */
  readonly part?: PartsCrossing;
};

/** One table per connection. */
export class Handles {
  readonly #entries = new Map<number, Entry>();
  /** Handles whose facade is gone, with their counts: told to the reactor with the next call. */
  #dropped: [handle: number, received: number][] = [];
  /** Where handles were got, where that is traced: told in the same way. */
  #traced: [handle: number, at: string][] = [];
  /** Tells of them without waiting for a call. Set by the connection. */
  flush: (() => void) | undefined;
  readonly generation: number;

  constructor(generation: number) {
    this.generation = generation;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The facade for a handle that came with a result: the same one as long as it lives. */
  receive(handle: number, plan: PlanBase): object {
    const entry = this.#entries.get(handle);
    const known = entry?.facade.deref();
    if (entry !== undefined && known !== undefined) {
      entry.received += 1;
      return known;
    }
    const facadeClass = plan.facade as (FacadeClass & { prototype: object }) | undefined; // a class's prototype is typed any
    if (facadeClass === undefined)
      throw new ArgumentError(`${plan.label}: the facade's class is not there yet; its module is still loading.`);
    const facade = Object.create(facadeClass.prototype) as object; // typed any
    this.#adopt(handle, facade, (entry?.received ?? 0) + 1);
    return facade;
  }

  /** Makes `facade`, fresh from its constructor, stand for the handle. */
  construct(handle: number, facade: object): void {
    this.#adopt(handle, facade, (this.#entries.get(handle)?.received ?? 0) + 1);
  }

  /** Tells of the handles that were let go of, each as often as it came, as long as `tell` has room for them. */
  tellDropped(tell: (handle: number, at?: string) => boolean): void {
    if (this.#traced.length > 0) this.#traced = this.#traced.filter(([handle, at]) => !tell(handle, at));
    if (this.#dropped.length === 0) return;
    const dropped = this.#dropped;
    this.#dropped = [];
    for (const [i, each] of dropped.entries()) {
      while (each[1] > 0 && tell(each[0])) each[1] -= 1;
      if (each[1] === 0) continue;
      this.#dropped = dropped.slice(i);
      return;
    }
  }

  /** After a collection: lets go of the handles whose facades are gone. False if none is to be told of. */
  sweep(): boolean {
    for (const [handle, { facade, received }] of this.#entries) {
      if (facade.deref() !== undefined) continue;
      this.#entries.delete(handle);
      this.#dropped.push([handle, received]);
    }
    return this.#dropped.length > 0;
  }

  /** What a handle stands for has ended: no facade has it any longer, also one that is still there. */
  letGo(handle: number): void {
    const entry = this.#entries.get(handle);
    if (entry === undefined) return;
    this.#entries.delete(handle);
    this.#dropped.push([handle, entry.received]);
  }

  /** A handle that came with an answer for which nobody waits any longer. */
  drop(handle: number): void {
    this.#dropped.push([handle, 1]);
  }

  /** What stands for a handle, if it is still there. */
  standing(handle: number): object | undefined {
    return this.#entries.get(handle)?.facade.deref();
  }

  /** Whether this very facade stands for the handle. */
  has(handle: number, facade: object): boolean {
    return this.#entries.get(handle)?.facade.deref() === facade;
  }

  /** Lets go of handles, and makes the facades that stood for them say so. */
  release(handles: Iterable<number>): void {
    for (const handle of handles) {
      const state = stateOf(this.#entries.get(handle)?.facade.deref());
      if (state !== undefined) state.generation = RELEASED;
      this.letGo(handle);
    }
    this.flush?.();
  }

  #adopt(handle: number, facade: object, received: number): void {
    const state: FacadeState = { handle, generation: this.generation };
    // Not enumerable: JSON, spread and inspection of a facade show none of it.
    Object.defineProperty(facade, STATE, { value: state });
    this.#entries.set(handle, { facade: new WeakRef(facade), received });
    const { scope, traced } = liveHere;
    if (traced) this.#traced.push([handle, callSite()]);
    if (scope === undefined) return;
    const own = scope.get(this);
    if (own === undefined) scope.set(this, new Set([handle]));
    else own.add(handle);
  }
}

/** What a handle in an answer becomes where nothing is declared: the facade of its class, if this thread has one. */
export function receiveFacade(handle: number, actual: PlanBase | undefined, handles: Handles): object | null {
  if (actual !== undefined) return handles.receive(handle, actual);
  handles.drop(handle);
  return null;
}
