/**
 * Deadlocks among reactors. A reactor's thread that is blocked in a call says so, once that has lasted for a moment, and for
 * which reactor it waits; and it follows what the others say. A ring of such threads will not open by itself: none of them
 * turns its loop, and each of them must, for another one to go on.
 */
import { threadId } from "node:worker_threads";
import { Deadline } from "./deadline.ts";
import { DeadlockError, type DeadlockLink } from "./errors.ts";
import {
  type Wait,
  type WaitEntry,
  confirmWait,
  publishWait,
  readWait,
  waitAt,
  waitOf,
  waitText,
  withdrawWait,
} from "./memory/wait-entry.ts";
import { generationOf, isLive, phaseOf, readPhase } from "./memory/phase.ts";
import { processBlock } from "./memory/blocks.ts";
import { perThread } from "./per-thread.ts";
import { callSite } from "./stack.ts";
import { nameAt, titleOf, tree } from "./tree.ts";
import { MAX_REACTORS } from "./wire.ts";

/** Milliseconds of a wait before which nothing is told, since most are over by then. */
const QUIET = 20;
/** Between two looks at the others, and for them: while the one that is waited for waits too, and else. */
const NEAR = 10;
const FAR = 25;

/** What a thread tells of its waits, and where. */
interface Depended {
  readonly entry: WaitEntry;
  /** The reactor that it is. Undefined: a thread of a pool, which only tells. */
  readonly reactor: { readonly index: number; readonly generation: number } | undefined;
  /** Of a thread of a pool: throws where the job that it runs is to stop, and the wait with it. */
  readonly interrupt?: () => void;
}

const slot = perThread("blocked", () => ({ own: undefined as Depended | undefined }));

/** This thread has others that depend on it, and tells of its waits from now on; undefined: no longer. */
export function tellWaits(own: Depended | undefined): void {
  slot.own = own;
}

/** The wait that begins, in a thread on which others depend; undefined in any other. */
export function beginWait(reactor: string, generation: number, label: string): Blocked | undefined {
  const { own } = slot;
  return own === undefined ? undefined : new Blocked(own, reactor, generation, label);
}

interface Link {
  readonly index: number;
  readonly wait: Wait;
}

/** The same waits. */
const areSame = (ring: readonly Link[], other: readonly Link[]): boolean =>
  ring.length === other.length && ring.every(({ wait }, i) => wait.ticket === other[i]?.wait.ticket);

export class Blocked {
  readonly #own: Depended;
  readonly #reactor: string;
  readonly #generation: number;
  readonly #label: string;
  readonly #quiet = Deadline.after(QUIET);
  #ticket = 0;
  #near = false;
  /** The ring as it was first seen. */
  #seen: readonly Link[] = [];

  constructor(own: Depended, reactor: string, generation: number, label: string) {
    this.#own = own;
    this.#reactor = reactor;
    this.#generation = generation;
    this.#label = label;
  }

  /** Milliseconds until the next look(). */
  next(): number {
    if (this.#ticket === 0) return this.#quiet.remaining();
    if (this.#own.reactor === undefined) return Infinity;
    return this.#near ? NEAR : FAR;
  }

  /** After this thread has looked for its answer, in vain. Throws DeadlockError, or CancelledError for a job that is to stop. */
  look(): void {
    this.#own.interrupt?.();
    if (this.#ticket !== 0) confirmWait(this.#own.entry);
    else if (this.#quiet.passed()) this.#publish();
    else return;
    if (this.#own.reactor !== undefined) this.#follow(this.#own.reactor.index);
  }

  /** However it has ended. */
  end(): void {
    if (this.#ticket !== 0) withdrawWait(this.#own.entry);
  }

  #publish(): void {
    const { entry, reactor } = this.#own;
    const { block } = tree(this.#reactor);
    const text = JSON.stringify({ thread: threadId, method: this.#label.slice(0, 200), at: callSite().slice(0, 600) });
    this.#ticket = publishWait(entry, block, reactor?.generation ?? 0, this.#generation, text);
  }

  #follow(own: number): void {
    const ring = this.#ring(own);
    const next = tree(this.#reactor).block;
    this.#near = readWait(waitOf(next)) !== undefined;
    // One of them gives up, the last that came: then the others go on.
    if (ring.length === 0 || ring.some(({ wait }) => ((wait.ticket - this.#ticket) | 0) > 0)) this.#seen = [];
    // How often each has looked is taken down once all are known to be blocked.
    else if (!areSame(ring, this.#seen)) {
      const again = this.#ring(own);
      this.#seen = areSame(ring, again) ? again : [];
    }
    // Each has looked for its answer since then, and there was none; and whoever could have given it was blocked all the time.
    else if (ring.every(({ wait }, i) => wait.looks !== this.#seen[i]?.wait.looks)) throw this.#error(ring);
  }

  /** From this thread's wait on, those that wait for each other, if that leads back to it. */
  #ring(own: number): Link[] {
    const { memory } = tree().block;
    const ring: Link[] = [];
    let index = own;
    let generation = this.#own.reactor?.generation ?? 0;
    while (ring.length < MAX_REACTORS) {
      const entry = waitAt(memory, index);
      const wait = entry && readWait(entry);
      if (wait === undefined || wait.generation !== generation) return [];
      const word = readPhase(processBlock(memory, index));
      if (generationOf(word) !== generation || !isLive(phaseOf(word))) return [];
      ring.push({ index, wait });
      if (wait.target === own) return wait.targetGeneration === this.#own.reactor?.generation ? ring : [];
      index = wait.target;
      generation = wait.targetGeneration;
    }
    return [];
  }

  #error(ring: readonly Link[]): DeadlockError {
    const { memory } = tree().block;
    const links = ring.map(({ index, wait }): DeadlockLink => {
      const entry = waitAt(memory, index);
      const told = (entry && waitText(entry, wait)) ?? "{}";
      const { thread = -1, method = "", at = "" } = JSON.parse(told) as Partial<DeadlockLink>; // as #publish() writes it
      return { reactor: nameAt(index), thread, method, waitsFor: nameAt(wait.target), at };
    });
    const lines = links.map(
      ({ reactor, thread, method, waitsFor, at }) =>
        `  ${titleOf(reactor)} (thread ${thread}) waits for ${titleOf(waitsFor)} in ${method}, called at ${at}`,
    );
    return new DeadlockError(
      `${this.#label}: a deadlock. Each of these waits for the next, and the last one for the first:\n${lines.join("\n")}\n` +
        "This call was given up, so that the others go on. Let an application thread make one of these calls.",
      links,
    );
  }
}
