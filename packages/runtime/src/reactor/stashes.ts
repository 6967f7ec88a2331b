/** Outcomes that a thread stashed for another. Reactor thread. */
import { UnknownResultError } from "../errors.ts";
import type { ProcessBlock } from "../memory/blocks.ts";
import { nextStashId } from "../memory/phase.ts";
import type { RunningCall } from "../serve.ts";

interface Stashed {
  readonly label: string;
  readonly outcome: Promise<unknown>;
}

export class Stashes {
  readonly #block: ProcessBlock;
  readonly #kept = new Map<number, Stashed>();
  readonly #claimed = new Map<number, Stashed>();

  constructor(block: ProcessBlock) {
    this.#block = block;
  }

  /** Keeps the outcome of a call that runs; null if it does not run any longer. */
  keepRunning(call: RunningCall | undefined, label: string): number | null {
    if (call === undefined) return null;
    const outcome = new Promise((resolve, reject) => {
      call.onSettled = (threw, value) => (threw ? reject(value) : resolve(value));
    });
    return this.#keep(label, outcome);
  }

  /** Keeps an outcome that the thread has already. */
  keepSettled(label: string, threw: boolean, value: unknown): number {
    return this.#keep(label, threw ? Promise.reject(value) : Promise.resolve(value));
  }

  /** Gives it to the one who asks first, as the label of its call; `own`: the claimer holds the outcome itself. */
  claim(id: number, own: boolean): string | null {
    const stashed = this.#kept.get(id);
    if (stashed === undefined) return null;
    this.#kept.delete(id);
    if (!own) this.#claimed.set(id, stashed);
    return stashed.label;
  }

  attach(id: number): Stashed {
    const stashed = this.#claimed.get(id);
    if (stashed === undefined) throw new UnknownResultError(`retrieveResult(${id}): no such result.`);
    this.#claimed.delete(id);
    return stashed;
  }

  #keep(label: string, outcome: Promise<unknown>): number {
    // A failure that nobody has retrieved yet is no unhandled rejection of the reactor's.
    outcome.catch(() => {});
    const id = nextStashId(this.#block);
    this.#kept.set(id, { label, outcome });
    return id;
  }
}
