/** Outcomes that a thread stashed for another. Reactor thread. */
import { CancelledError, UnknownResultError } from "../errors.ts";
import { logError } from "../log.ts";
import type { ProcessBlock } from "../memory/blocks.ts";
import { nextStashId } from "../memory/phase.ts";
import type { RunningCall } from "../running-call.ts";
import type { Served } from "../serve.ts";
import type { Part } from "../wire.ts";

interface Stashed {
  readonly label: string;
  readonly outcome: Promise<unknown>;
  /** The thread that stashed it, and then the one that has claimed it: with its end, the outcome goes. */
  of: Served;
  /** Where live objects are in it. */
  live?: Part | undefined;
  /** Once it has failed. */
  failure?: { readonly error: unknown };
}

export class Stashes {
  readonly #block: ProcessBlock;
  readonly #kept = new Map<number, Stashed>();
  readonly #claimed = new Map<number, Stashed>();

  constructor(block: ProcessBlock) {
    this.#block = block;
  }

  /** Keeps the outcome of a call that runs; null if it does not run any longer. */
  keepRunning(of: Served, call: RunningCall | undefined, label: string): number | null {
    if (call === undefined) return null;
    let settle: NonNullable<RunningCall["onSettled"]> | undefined;
    const outcome = new Promise((resolve, reject) => {
      settle = (threw, value, live) => {
        stashed.live = live;
        if (threw) reject(value);
        else resolve(value);
      };
    });
    const stashed: Stashed = { of, label, outcome };
    call.onSettled = settle;
    return this.#keep(stashed);
  }

  /** Keeps an outcome that the thread has already. */
  keepSettled(of: Served, label: string, threw: boolean, value: unknown, live: Part | undefined): number {
    return this.#keep({ of, label, outcome: threw ? Promise.reject(value) : Promise.resolve(value), live });
  }

  /** Gives it to the one who asks first, as the label of its call; `own`: the claimer holds the outcome itself. */
  claim(by: Served, id: number, own: boolean): string | null {
    const stashed = this.#kept.get(id);
    if (stashed === undefined) return null;
    this.#kept.delete(id);
    // The very one: what is known of its outcome may come later.
    stashed.of = by;
    if (!own) this.#claimed.set(id, stashed);
    return stashed.label;
  }

  attach(id: number): Stashed {
    const stashed = this.#claimed.get(id);
    if (stashed === undefined) throw new UnknownResultError(`retrieveResult(${id}): no such result.`);
    this.#claimed.delete(id);
    return stashed;
  }

  /** The thread is gone, or the reactor ends. What failed, and nobody has retrieved, is told. */
  dropAll(of: Served): void {
    for (const stashes of [this.#kept, this.#claimed]) {
      for (const [id, { of: owner, label, failure }] of stashes) {
        if (owner !== of) continue;
        stashes.delete(id);
        if (failure !== undefined && !(failure.error instanceof CancelledError))
          logError(`${label} failed, and nobody retrieved its stashed result`, failure.error);
      }
    }
  }

  #keep(stashed: Stashed): number {
    // A failure that nobody has retrieved yet is no unhandled rejection of the reactor's.
    stashed.outcome.catch((error: unknown) => {
      stashed.failure = { error };
    });
    const id = nextStashId(this.#block);
    this.#kept.set(id, stashed);
    return id;
  }
}
