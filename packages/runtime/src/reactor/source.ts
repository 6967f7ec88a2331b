/** What a thread iterates over: an iterator that stays in the reactor. Reactor thread. */
import { CancelledError } from "../errors.ts";
import { logError } from "../log.ts";
import type { RunningCall } from "../running-call.ts";
import { type Part, StepKind } from "../wire.ts";

/** Items, at least one; or the end. */
export type Stepped = readonly unknown[] | { readonly end: unknown };

/** More than this are never made beforehand. */
const MOST_AHEAD = 65_536;

export class Source {
  readonly label: string;
  /** Where live objects are in each of its items; undefined: nowhere. */
  readonly live: Part | undefined;
  /** The call that gave the iterator, where that has its signal: it fires for as long as items are made. */
  readonly #made: RunningCall | undefined;
  readonly #iterator: AsyncIterator<unknown>;
  /** Made beforehand. */
  #ahead: unknown[] = [];
  #filling = false;
  /** Woken once there is something ahead, or the end. */
  #wake: (() => void) | undefined;
  /** How it ended, told after what is ahead. */
  #end: { readonly threw: boolean; readonly value: unknown } | undefined;

  constructor(iterator: AsyncIterator<unknown>, label: string, live: Part | undefined, made: RunningCall | undefined) {
    this.#iterator = iterator;
    this.#made = made;
    this.label = label;
    this.live = live;
  }

  /** `ahead`: how many items may be made before they are asked for; `call`: that which asks for the step. */
  async step(kind: unknown, value: unknown, ahead: number, call: RunningCall): Promise<Stepped> {
    const made = this.#made;
    if (made !== undefined) call.onCancelled = (reason) => made.cancel(reason);
    switch (kind) {
      case StepKind.Next:
        return ahead > 0 ? this.#take(Math.min(ahead, MOST_AHEAD)) : this.#next(value);
      case StepKind.Throw:
        return this.#throw(value);
      default:
        return this.#return(value);
    }
  }

  async #next(value: unknown): Promise<Stepped> {
    if (this.#end !== undefined) return { end: undefined };
    return this.#told(await this.#iterator.next(value));
  }

  async #throw(error: unknown): Promise<Stepped> {
    this.#ahead = [];
    if (this.#iterator.throw !== undefined) return this.#told(await this.#iterator.throw(error));
    await this.#return(undefined);
    throw error;
  }

  async #return(value: unknown): Promise<Stepped> {
    this.#ahead = [];
    // One that is at its next item ends after that, which nobody wants any longer.
    if (this.#filling) this.#stop();
    if (this.#end !== undefined || this.#iterator.return === undefined) {
      this.#end ??= { threw: false, value };
      return { end: value };
    }
    return this.#told(await this.#iterator.return(value));
  }

  #told({ done, value }: IteratorResult<unknown, unknown>): Stepped {
    if (done !== true) return [value];
    this.#end = { threw: false, value };
    return { end: value };
  }

  /** All that is ahead; waits for the first of them only. */
  async #take(count: number): Promise<Stepped> {
    // Again, since what wakes it may have been meant for the step before, whose items went before they were told of.
    while (this.#ahead.length === 0 && this.#end === undefined) {
      const ready = new Promise<void>((resolve) => (this.#wake = resolve));
      this.#fill(count);
      await ready;
    }
    const items = this.#ahead;
    if (items.length > 0) {
      this.#ahead = [];
      this.#fill(count);
      return items;
    }
    const end = this.#end;
    this.#end = { threw: false, value: undefined };
    if (end?.threw === true) throw end.value;
    return { end: end?.value };
  }

  #fill(count: number): void {
    if (this.#filling || this.#end !== undefined) return;
    this.#filling = true;
    void this.#run(count);
  }

  async #run(count: number): Promise<void> {
    try {
      while (this.#ahead.length < count && this.#end === undefined) {
        const { done, value } = await this.#iterator.next();
        if (done === true) this.#end = { threw: false, value };
        else this.#ahead.push(value);
        // Not at once: what comes without a wait goes with it.
        if (this.#ahead.length === 1 && this.#wake !== undefined) setImmediate(() => this.#woken());
      }
    } catch (error) {
      this.#end = { threw: true, value: error };
    } finally {
      this.#filling = false;
      this.#woken();
    }
  }

  #woken(): void {
    this.#wake?.();
    this.#wake = undefined;
  }

  #stop(): void {
    this.#made?.cancel(new CancelledError(`${this.label}: nobody asks for more of its items.`));
  }

  /** Nobody asks for more of it. */
  drop(): void {
    this.#ahead = [];
    if (this.#end !== undefined) return;
    this.#end = { threw: false, value: undefined };
    this.#stop();
    void Promise.resolve()
      .then(() => this.#iterator.return?.())
      .catch((error: unknown) => logError(`${this.label}: its iterator failed when it was dropped`, error));
  }
}

/** A source of what is iterable, or undefined. */
export function sourceOf(
  value: unknown,
  label: string,
  live: Part | undefined,
  made: RunningCall | undefined,
): Source | undefined {
  const of = value as Partial<AsyncIterable<unknown> & Iterable<unknown>> | null | undefined; // any value may be asked
  if (typeof of?.[Symbol.asyncIterator] === "function")
    return new Source((of as AsyncIterable<unknown>)[Symbol.asyncIterator](), label, live, made); // just tested
  if (typeof of?.[Symbol.iterator] !== "function") return undefined;
  return new Source(stepped(of as Iterable<unknown>), label, live, made); // just tested
}

/** An iterator that is not asynchronous, as one that is. */
async function* stepped(of: Iterable<unknown>): AsyncGenerator {
  return yield* of;
}
