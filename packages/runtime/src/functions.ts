/** The functions that stand in the reactor for those of one application thread: what a call brought, and what is not answered yet. */
import { Answer } from "./answer.ts";
import { Deadline, FOREVER } from "./deadline.ts";
import { CallbackTimeoutError, CallerGoneError } from "./errors.ts";
import type { Settled } from "./eventual-result.ts";
import type { Asked } from "./codec/asks.ts";
import { type HandleResult, type Kept, unwrite } from "./parts.ts";
import type { Part } from "./wire.ts";

/** What asking a thread needs of the half that serves it. */
export interface Asking {
  /** The name of a call that is running and whose caller waits; undefined for any other. */
  labelOf(call: number): string | undefined;
  /** The handle of an object, counted as sent to the thread. Throws, or rejects, for what is none. */
  toHandle(value: unknown, label: string): HandleResult | Promise<HandleResult>;
  /** The same of live objects in the arguments, at these places. */
  keep(args: readonly unknown[], part: Part, label: string): Kept | Promise<Kept>;
  release(handle: number): void;
  releaseUnwritten(kept: Kept): void;
  /** Sends the record, or throws, with nothing sent. */
  ask(
    id: number,
    asked: Asked,
    handles: readonly (HandleResult | undefined)[],
    label: string,
    kept: Kept | undefined,
  ): void;
  /** Takes it back. */
  withdraw(id: number): void;
}

/** What of a function's arguments stays in the reactor. */
export interface Given {
  readonly handles: (HandleResult | undefined)[];
  kept: Kept | undefined;
}

interface Open {
  readonly call: number;
  readonly label: string;
  readonly answer: Answer;
  readonly deadline: Deadline;
}

/** A timer's longest time. */
const LONGEST = 2 ** 31 - 1;
const NEVER = Deadline.after(FOREVER);

/** Where live objects are within arguments, as the caller's plan has it. */
export function partOf(parts: unknown): Part | undefined {
  return Array.isArray(parts) ? { kind: "parts", places: parts as Part[] } : undefined; // written by encodeFunction()
}

export class Functions {
  readonly #of: Asking;
  readonly #open = new Map<number, Open>();
  #lastId = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Milliseconds for which it was set. */
  #period = Infinity;

  constructor(of: Asking) {
    this.#of = of;
  }

  /** How many have not been answered. */
  get size(): number {
    return this.#open.size;
  }

  /**
   * Stands for the function at a place among a call's arguments. `handles`: bits, by place, for those of its own arguments that
   * stay in the reactor; `parts`: for those that have such objects in them. `limit`: milliseconds until it must have been answered.
   */
  make(
    call: number,
    place: number,
    handles: number,
    limit: number,
    parts?: unknown,
  ): (...args: unknown[]) => Promise<unknown> {
    const part = partOf(parts);
    // From the wire: no number may make a timer that never rests.
    const within = limit > 0 ? limit : 0;
    let label = "";
    return (...args) => {
      // Once, and not before the call has its name.
      if (label === "") label = this.#label(call, place);
      return this.#ask({ call, place, args }, label, handles, part, within);
    };
  }

  #label(call: number, place: number): string {
    return `The function at args[${place}] of ${this.#of.labelOf(call) ?? "a call that has ended"}`;
  }

  #ask(asked: Asked, label: string, handles: number, part: Part | undefined, limit: number): Promise<unknown> {
    const deadline = limit === Infinity ? NEVER : Deadline.after(limit);
    const open: Open = { call: asked.call, label, answer: new Answer(), deadline };
    const given: Given = { handles: [], kept: undefined };
    try {
      const loading = this.give(asked.args, handles, part, label, given);
      if (loading === undefined) this.#send(open, asked, given);
      else
        loading
          .then(() => this.#send(open, asked, given))
          .then(undefined, (error: unknown) => this.#failed(open, given, error));
    } catch (error) {
      this.#failed(open, given, error);
    }
    return open.answer.promise;
  }

  /** It was not sent. */
  #failed({ answer }: Open, given: Given, error: unknown): void {
    this.takeBack(given);
    answer.reject(error as Error); // a refusal, or what the user's getter threw
  }

  #send(open: Open, asked: Asked, given: Given): void {
    // Now, and not when it was called: the modules that name its arguments' classes may have been loaded in between.
    if (this.#of.labelOf(open.call) === undefined)
      throw new CallerGoneError(`${open.label} was called, and its caller does not wait for that call any longer.`);
    const id = (this.#lastId += 1);
    this.#of.ask(id, asked, given.handles, open.label, given.kept);
    this.sent(given);
    this.#open.set(id, open);
    this.#watch(open.deadline.milliseconds);
  }

  /** What of the arguments stays in the reactor, filled in; later, where a module has to be loaded for some of it. */
  give(
    args: readonly unknown[],
    handles: number,
    part: Part | undefined,
    label: string,
    given: Given,
  ): Promise<void> | undefined {
    const handed = handles === 0 ? undefined : this.#give(args, handles, label, given.handles);
    if (part === undefined) return handed;
    if (handed === undefined) return this.#keep(args, part, label, given);
    return handed.then(() => this.#keep(args, part, label, given));
  }

  /** It was sent. */
  sent({ kept }: Given): void {
    if (kept !== undefined) this.#of.releaseUnwritten(kept);
  }

  /** It was not. */
  takeBack({ handles, kept }: Given): void {
    for (const each of handles) if (each !== undefined) this.#of.release(each.handle);
    if (kept === undefined) return;
    unwrite(kept);
    this.#of.releaseUnwritten(kept);
  }

  #keep(args: readonly unknown[], part: Part, label: string, given: Given): Promise<void> | undefined {
    const kept = this.#of.keep(args, part, label);
    if (kept instanceof Promise) return kept.then((ready) => void (given.kept = ready));
    given.kept = kept;
    return undefined;
  }

  /** Fills in the handles of the arguments from a place on: later, where a module has to be loaded for one of them. */
  #give(
    args: readonly unknown[],
    handles: number,
    label: string,
    given: (HandleResult | undefined)[],
    from = 0,
  ): Promise<void> | undefined {
    for (let i = from; i < Math.min(args.length, 32); i += 1) {
      const value = args[i];
      if (((handles >>> i) & 1) === 0 || value === null || value === undefined) continue;
      const handle = this.#of.toHandle(value, `${label}: args[${i}]`);
      if (handle instanceof Promise)
        return handle.then((ready) => {
          given[i] = ready;
          return this.#give(args, handles, label, given, i + 1);
        });
      given[i] = handle;
    }
    return undefined;
  }

  /** The one that an answer is for; undefined: it has been answered or given up, or never was. */
  take(id: number): ((settled: Settled) => void) | undefined {
    const open = this.#open.get(id);
    if (open === undefined) return undefined;
    this.#open.delete(id);
    return (settled) => {
      if (settled.kind === "returned") open.answer.resolve(settled.value);
      else open.answer.reject(settled.error, open.label);
    };
  }

  /** Nobody waits for the call any longer. */
  gone(call: number): void {
    for (const [id, open] of this.#open) if (open.call === call) this.#giveUp(id, open);
  }

  /** The thread is gone, or the reactor ends. */
  close(): void {
    clearTimeout(this.#timer);
    for (const [id, open] of this.#open) this.#giveUp(id, open);
  }

  #giveUp(id: number, { label, answer }: Open): void {
    this.#open.delete(id);
    answer.reject(new CallerGoneError(`${label} was not answered: its caller does not wait any longer.`));
  }

  /** One timer for all, which is not taken back for one that is answered in time: most are. */
  #watch(ms: number): void {
    if (ms >= this.#period) return;
    clearTimeout(this.#timer);
    this.#period = ms;
    this.#timer = setTimeout(() => this.#late(), Math.min(ms, LONGEST));
    this.#timer.unref();
  }

  #late(): void {
    this.#period = Infinity;
    let next = Infinity;
    for (const [id, { label, answer, deadline }] of this.#open) {
      const remaining = deadline.remaining();
      if (remaining > 0) {
        next = Math.min(next, remaining);
        continue;
      }
      this.#open.delete(id);
      this.#of.withdraw(id);
      const why = "its thread did not wait for anything, or it did not end";
      answer.reject(new CallbackTimeoutError(`${label}: no answer in ${deadline.milliseconds} ms: ${why}.`));
    }
    this.#watch(next);
  }
}
