/** Iterators in this thread that stand for those of the reactor: each step is a blocking call, or one for many of them. */
import type { Timeout } from "./deadline.ts";
import { type FacadeState, type Handles, stateOf } from "./handles.ts";
import { perThread } from "./per-thread.ts";
import type { PlanBase } from "./plan.ts";
import { StepKind } from "./wire.ts";

/** What an iterator is of. */
export interface IteratorPlan {
  readonly plan: PlanBase;
  /** Of the member that gave it. */
  readonly label: string;
  /** Of each step. */
  readonly timeout: Timeout;
  /** Live objects are among its items, or in them. */
  readonly isLive: boolean;
  /** Items that the reactor may have ready beforehand; 0: each is made when it is asked for. */
  readonly prefetch: number;
}

/** One step, sent to the reactor. */
export interface Step {
  readonly of: IteratorPlan;
  readonly handle: number;
  readonly state: FacadeState;
  readonly kind: StepKind;
  readonly value: unknown;
}

/** Some of the items, at least one; or the end, with what the iterator returned. */
type Stepped = readonly unknown[] | { readonly end: unknown };

const here = perThread("iterators", () => ({ step: undefined as ((step: Step) => unknown) | undefined }));

/** For the door of generated code: how a step is made. */
export function onStep(make: (step: Step) => unknown): void {
  here.step = make;
}

/** What arrays' iterators have in common with all others: they are iterable, and have map(), filter() and so on where Node has these. */
const IteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())) as object; // typed any
const NONE: readonly unknown[] = [];

/**
 * Stands for an iterator in the reactor, as a Generator. Dropped before its end, it is ended in the reactor after a collection of
 * garbage, and with the thread.
 */
export class BlockingIterator {
  readonly #of: IteratorPlan;
  readonly #handle: number;
  readonly #handles: Handles;
  #items: readonly unknown[] = NONE;
  #at = 0;
  #ended = false;

  static {
    Object.setPrototypeOf(this.prototype, IteratorPrototype);
  }

  constructor(of: IteratorPlan, handle: number, handles: Handles) {
    this.#of = of;
    this.#handle = handle;
    this.#handles = handles;
    handles.construct(handle, this);
  }

  next(value?: unknown): IteratorResult<unknown, unknown> {
    if (this.#at < this.#items.length) return { done: false, value: this.#items[this.#at++] };
    return this.#step(StepKind.Next, value);
  }

  return(value?: unknown): IteratorResult<unknown, unknown> {
    return this.#ended ? { done: true, value } : this.#step(StepKind.Return, value);
  }

  [Symbol.dispose](): void {
    this.return();
  }

  throw(error?: unknown): IteratorResult<unknown, unknown> {
    if (this.#ended) throw error;
    return this.#step(StepKind.Throw, error);
  }

  #step(kind: StepKind, value: unknown): IteratorResult<unknown, unknown> {
    this.#items = NONE;
    this.#at = 0;
    if (this.#ended) return { done: true, value: undefined };
    let stepped: Stepped;
    try {
      const state = stateOf(this)!; // set by construct()
      const step: Step = { of: this.#of, handle: this.#handle, state, kind, value };
      stepped = here.step!(step) as Stepped; // set by the door that makes plans; as reactor/source.ts answers
    } catch (error) {
      // Of itself, or of the wait: an iterator that has failed is over, and its clean-up is the reactor's.
      this.#end();
      throw error;
    }
    if (!("length" in stepped)) {
      this.#end();
      return { done: true, value: stepped.end };
    }
    this.#items = stepped;
    this.#at = 1;
    return { done: false, value: this.#items[0] };
  }

  #end(): void {
    this.#ended = true;
    this.#handles.letGo(this.#handle);
  }
}
