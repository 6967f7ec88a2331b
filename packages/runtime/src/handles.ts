/** Facades in this application thread, by the handle of the object that they stand for. */
import { ArgumentError, StaleHandleError } from "./errors.ts";
import type { FacadeClass, PlanBase } from "./plan.ts";

/** Under this one symbol a facade keeps all that picot knows of it, so that no member of the user can collide. */
const STATE: unique symbol = Symbol.for("picot.facade");

export interface FacadeState {
  readonly handle: number;
  /** The reactor's generation: handles of a former reactor are stale. */
  readonly generation: number;
}

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
  throw new StaleHandleError(`${label}: its object lived in a reactor that has ended. Make a new one.`);
}

/** What a handle in an answer becomes; `actual`: the plan of the object's most derived class that the thread has a facade for. */
export type Receive = (handle: number, actual: PlanBase | undefined, handles: Handles) => unknown;

/** One table per connection. */
export class Handles {
  readonly #entries = new Map<number, Entry>();
  /** Handles whose facade is gone, with their counts: told to the reactor with the next call. */
  #dropped: [handle: number, received: number][] = [];
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
  tellDropped(tell: (handle: number) => boolean): void {
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

  #adopt(handle: number, facade: object, received: number): void {
    const state: FacadeState = { handle, generation: this.generation };
    // Not enumerable: JSON, spread and inspection of a facade show none of it.
    Object.defineProperty(facade, STATE, { value: state });
    this.#entries.set(handle, { facade: new WeakRef(facade), received });
  }
}

/** What a handle in an answer becomes where nothing is declared: the facade of its class, if this thread has one. */
export function receiveFacade(handle: number, actual: PlanBase | undefined, handles: Handles): object | null {
  if (actual !== undefined) return handles.receive(handle, actual);
  handles.drop(handle);
  return null;
}
