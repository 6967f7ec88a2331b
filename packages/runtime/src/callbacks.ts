/**
 * Functions of this thread that its reactor asks for: they came as arguments of calls, and run here while the thread waits. It
 * serves them in any wait on the same connection, so that a call made in one of them may ask for another.
 */
import { decodeAsk, encodeAnswer } from "./codec/asks.ts";
import { encodeThrew } from "./codec/messages.ts";
import type { Reader } from "./codec/reader.ts";
import type { Deadline } from "./deadline.ts";
import { ArgumentError, NestingError } from "./errors.ts";
import type { Handles } from "./handles.ts";
import { perThread } from "./per-thread.ts";
import { type CallbackCrossing, type PlanBase, isLive } from "./plan.ts";
import { NoRoom, type Requests } from "./requests.ts";
import type { Sent } from "./sent.ts";
import { isThenable } from "./thenable.ts";
import { Kind } from "./wire.ts";

/** Functions that run within one another in a thread. */
const MAX_NESTING = 256;

const here = perThread("nesting", () => ({ depth: 0 }));

/** What running them needs of the connection. */
export interface Called {
  readonly generation: number;
  readonly handles: Handles;
  plan(number: number): PlanBase | undefined;
}

/** One that is to run. */
interface Due {
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

  /** Whether one is to run. */
  get isDue(): boolean {
    return this.#due.length > 0;
  }

  /** Reads what asks for a function. `call`: the pending one that it came with, if there is one. */
  take(id: number, from: Reader, call: Sent | undefined): void {
    const place = from.u32();
    const run = call?.given?.args[place];
    const crossing = call?.given?.params[place];
    const known = call !== undefined && crossing?.kind === "callback" && typeof run === "function";
    const { handles } = this.#of;
    const args = decodeAsk(from, (i, handle, plan) => {
      const of = known ? crossing.params[i] : undefined;
      const actual = this.#of.plan(plan);
      if (of !== undefined && isLive(of) && actual !== undefined) return handles.receive(handle, actual);
      handles.drop(handle);
      return null;
    });
    if (!known) {
      this.ignored += 1;
      return;
    }
    const label = `The function at args[${place}] of ${call.label}`;
    this.#due.push({ id, call, label, run: run as Due["run"], crossing, args }); // a function, just tested
  }

  /** It is not to run any more. */
  withdraw(id: number): void {
    this.#due = this.#due.filter((each) => each.id !== id);
  }

  /** The call has ended, and what was asked for before that still runs. Call before the errors are needed no longer. */
  ended(call: Sent): void {
    call.given = undefined;
    for (const [id, each] of this.#thrown) if (each.call === call.id) this.#thrown.delete(id);
  }

  /** Nobody waits for the call: none of its functions runs. */
  forget(call: Sent): void {
    this.ended(call);
    this.#due = this.#due.filter((each) => each.call !== call);
  }

  /** Whether an error came from one of the functions, and has gone to the reactor and back. */
  threw(error: Error): boolean {
    for (const each of this.#thrown.values()) if (each.error === error) return true;
    return false;
  }

  /** Runs the first that is to run, and sends what comes of it. `deadline`: of the wait that serves it. Throws as sending does. */
  serve(deadline: Deadline): void {
    const due = this.#due.shift();
    if (due === undefined) return;
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

  #run({ id, call, label, run, args }: Due): End {
    here.depth += 1;
    try {
      if (here.depth > MAX_NESTING)
        throw new NestingError(`${label} was not called: ${MAX_NESTING} of them run within one another already.`);
      const { around } = call;
      const value = around === undefined ? run(...args) : around(run, ...args);
      if (isThenable(value))
        throw new ArgumentError(
          `${label} returned a promise; its thread is blocked while it runs, and cannot wait for that. Pass a plain function.`,
        );
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

type End = { readonly kind: "returned"; readonly value: unknown } | { readonly kind: "threw"; readonly error: unknown };
