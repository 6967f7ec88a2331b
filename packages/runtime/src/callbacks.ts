/**
 * Functions of this thread that its reactor asks for: they came as arguments of calls, and run here while the thread waits. It
 * serves them in any wait on the same connection, so that a call made in one of them may ask for another. Handlers of events run
 * here as well, in the same order, but none of them within another.
 */
import { decodeAsk, encodeAnswer } from "./codec/asks.ts";
import { encodeThrew } from "./codec/messages.ts";
import type { Reader } from "./codec/reader.ts";
import type { Deadline } from "./deadline.ts";
import { ArgumentError, NestingError } from "./errors.ts";
import type { Events, Hearing } from "./events.ts";
import type { Handles } from "./handles.ts";
import { HandlerFailure } from "./interrupted.ts";
import { perThread } from "./per-thread.ts";
import { type CallbackCrossing, type PlanBase, isLive } from "./plan.ts";
import { NoRoom, type Requests } from "./requests.ts";
import type { Sent } from "./sent.ts";
import { isThenable } from "./thenable.ts";
import { Kind } from "./wire.ts";

/** Functions that run within one another in a thread. */
const MAX_NESTING = 256;

const here = perThread("nesting", () => ({
  depth: 0,
  /** A handler runs. The next one waits for its end, also where it waits itself: events are told in their order. */
  handling: false,
  /** Functions and handlers that have run. */
  ran: 0,
}));

/** How many functions and handlers have run in this thread. */
export function countRun(): number {
  return here.ran;
}

/** Lets handlers run within `run` that is called in one. */
export function amongHandlers<T>(run: () => T): T {
  const before = here.handling;
  here.handling = false;
  try {
    return run();
  } finally {
    here.handling = before;
  }
}

/** What running them needs of the connection. */
export interface Called {
  readonly generation: number;
  readonly handles: Handles;
  plan(number: number): PlanBase | undefined;
}

/** One that is to run. */
type Due = DueFunction | DueHandler;

interface DueHandler {
  readonly kind: "handler";
  /** When it came. */
  readonly number: number;
  readonly id: number;
  readonly events: Events;
  readonly args: readonly unknown[];
}

interface DueFunction {
  readonly kind: "function";
  readonly number: number;
  readonly id: number;
  /** The call that it came with. */
  readonly call: Sent;
  readonly label: string;
  readonly run: (...args: unknown[]) => unknown;
  readonly crossing: CallbackCrossing;
  readonly args: readonly unknown[];
}

export class Callbacks {
  /** Records that ask for nothing that there is. */
  ignored = 0;
  /** The number of the last that came to run. */
  came = 0;
  readonly #requests: Requests;
  readonly #of: Called;
  #due: Due[] = [];
  /** What functions threw: the reactor sends it back as a number. As long as their calls last. */
  readonly #thrown = new Map<number, { readonly call: number; readonly error: Error }>();
  /** The error itself, as it comes back. */
  readonly own = (id: number): Error | undefined => this.#thrown.get(id)?.error;

  constructor(requests: Requests, of: Called) {
    this.#requests = requests;
    this.#of = of;
  }

  /** Whether one is to run now. */
  get isDue(): boolean {
    return this.#due.length > 0 && this.#next() >= 0;
  }

  /** Whether one is to run now that came before another, or with it. */
  isDueBy(number: number): boolean {
    return this.#due.length > 0 && (this.#due[this.#next()]?.number ?? Infinity) <= number;
  }

  /** The place of the first that may run. */
  #next(): number {
    return here.handling ? this.#due.findIndex(({ kind }) => kind === "function") : 0;
  }

  /** Reads what asks for a function. `call`: the pending one that it came with, if there is one. */
  take(id: number, from: Reader, call: Sent | undefined): void {
    const place = from.u32();
    const run = call?.given?.args[place];
    const crossing = call?.given?.params[place];
    const known = call !== undefined && crossing?.kind === "callback" && typeof run === "function";
    const args = this.#args(from, known ? crossing : undefined);
    if (!known) {
      this.ignored += 1;
      return;
    }
    const label = `The function at args[${place}] of ${call.label}`;
    const its = { label, run: run as DueFunction["run"], crossing, args }; // a function, just tested
    this.#due.push({ kind: "function", number: (this.came += 1), id, call, ...its });
  }

  /** Reads an event, and has its handler run where the thread waits. */
  hear(id: number, from: Reader, events: Events): void {
    const hearing = events.get(id);
    // The id once more, and its place.
    from.f64();
    from.u32();
    const args = this.#args(from, hearing?.crossing);
    if (hearing === undefined) events.stray(id);
    else if (hearing.runs) this.#due.push({ kind: "handler", number: (this.came += 1), id, events, args });
    else {
      hearing.hear(args);
      events.heard();
    }
  }

  /** `crossing`: undefined where nobody is to get them. */
  #args(from: Reader, crossing: CallbackCrossing | undefined): readonly unknown[] {
    const { handles } = this.#of;
    return decodeAsk(from, (i, handle, plan) => {
      const of = crossing?.params[i];
      const actual = this.#of.plan(plan);
      if (of !== undefined && isLive(of) && actual !== undefined) return handles.receive(handle, actual);
      handles.drop(handle);
      return null;
    });
  }

  /** It is not to run any more. */
  withdraw(id: number): void {
    this.#due = this.#due.filter((each) => each.kind !== "function" || each.id !== id);
  }

  /** The call has ended, and what was asked for before that still runs. Call before the errors are needed no longer. */
  ended(call: Sent): void {
    call.given = undefined;
    for (const [id, each] of this.#thrown) if (each.call === call.id) this.#thrown.delete(id);
  }

  /** Nobody waits for the call: none of its functions runs. */
  forget(call: Sent): void {
    this.ended(call);
    this.#due = this.#due.filter((each) => each.kind !== "function" || each.call !== call);
  }

  /** Whether an error came from one of the functions, and has gone to the reactor and back. */
  threw(error: Error): boolean {
    for (const each of this.#thrown.values()) if (each.error === error) return true;
    return false;
  }

  /**
   * Runs the first that is to run, and sends what comes of it. `deadline`: of the wait that serves it. Throws as sending does,
   * and HandlerFailure for what a handler threw: whoever waits hears of it.
   */
  serve(deadline: Deadline): void {
    const at = this.#next();
    const due = this.#due[at];
    if (due === undefined) return;
    this.#due.splice(at, 1);
    here.ran += 1;
    if (due.kind === "handler") return this.#handle(due);
    const end = this.#run(due);
    const to = this.#requests.writer();
    try {
      if (end.kind === "threw") encodeThrew(to, end.error);
      else encodeAnswer(to, end.value, due.crossing.result, due.label, this.#of.generation);
      this.#requests.send(Kind.Answer, due.id, to, deadline, due.label);
    } catch (error) {
      // The time of the wait is up, which the wait finds as well.
      if (!(error instanceof NoRoom)) throw error;
    } finally {
      this.#requests.done(to);
    }
  }

  #handle({ id, events, args }: DueHandler): void {
    // Taken off meanwhile, perhaps by another handler.
    const hearing: Hearing | undefined = events.get(id);
    here.depth += 1;
    here.handling = true;
    try {
      if (hearing === undefined) return;
      checkDepth(hearing.label);
      refusePromise(hearing.hear(args), hearing.label);
    } catch (error) {
      throw new HandlerFailure(error);
    } finally {
      here.handling = false;
      here.depth -= 1;
      events.heard();
    }
  }

  #run({ id, call, label, run, args }: DueFunction): End {
    here.depth += 1;
    try {
      checkDepth(label);
      const { around } = call;
      const value = around === undefined ? run(...args) : around(run, ...args);
      refusePromise(value, label);
      return { kind: "returned", value };
    } catch (error) {
      // Unless the call has ended: then it comes back to nobody.
      if (error instanceof Error && call.given !== undefined) this.#thrown.set(id, { call: call.id, error });
      return { kind: "threw", error };
    } finally {
      here.depth -= 1;
    }
  }
}

function checkDepth(label: string): void {
  if (here.depth <= MAX_NESTING) return;
  throw new NestingError(`${label} was not called: ${MAX_NESTING} of them run within one another already.`);
}

function refusePromise(value: unknown, label: string): void {
  if (!isThenable(value)) return;
  throw new ArgumentError(
    `${label} returned a promise; its thread is blocked while it runs, and cannot wait for that. Pass a plain function.`,
  );
}

type End = { readonly kind: "returned"; readonly value: unknown } | { readonly kind: "threw"; readonly error: unknown };
