/** What a job may know of itself, in its thread. */
import { CancelledError } from "../errors.ts";
import { isAskedToStop } from "../memory/job-words.ts";
import { perThread } from "../per-thread.ts";
import { surroundings } from "../context-value.ts";
import type { Place } from "./job.ts";

/** Milliseconds between two looks for a job that has asked for its signal. */
const LOOK = 20;

/** The job that a pool's thread runs. */
export interface CurrentJob {
  /** The function's name, or "" outside any job. */
  readonly name: string;
  /**
   * Whether the job is to stop: its caller's signal fired, or its time is up. Looks at shared memory, so that a loop that never
   * lets the event loop turn may ask each time round.
   */
  readonly cancelled: boolean;
  /** Fires when the job is to stop, within 20 ms, where the thread's event loop turns; a loop without awaits asks `cancelled`. */
  readonly signal: AbortSignal;
}

export class RunningJob implements CurrentJob {
  readonly name: string;
  readonly #number: number;
  readonly #slot: number;
  readonly #words: Int32Array;
  #controller: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #interrupted = false;

  constructor(name: string, number: number, { slot, words }: Place) {
    this.name = name;
    this.#number = number;
    this.#slot = slot;
    this.#words = new Int32Array(words);
  }

  get cancelled(): boolean {
    if (!isAskedToStop(this.#words, this.#slot, this.#number)) return false;
    this.#fire();
    return true;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      // Looks, and no message: nobody need listen on a port for jobs that never ask, and a message would wake no loop sooner.
      if (!this.cancelled) this.#timer = setInterval(() => this.cancelled, LOOK);
    }
    return this.#controller.signal;
  }

  /** Between two sleeps of a call that the job waits for: throws once, where the job is to stop. */
  interrupt(): void {
    if (this.#interrupted || !this.cancelled) return;
    // Once: what cleans up after it may call facades of its own.
    this.#interrupted = true;
    throw new CancelledError(`${this.name}: the job was cancelled while it waited for the reactor.`);
  }

  /** Nobody asks for it any longer, except who kept it. */
  end(): void {
    clearInterval(this.#timer);
  }

  #fire(): void {
    clearInterval(this.#timer);
    const controller = this.#controller;
    if (controller?.signal.aborted !== false) return;
    controller.abort(new CancelledError(`${this.name}: the job was cancelled.`));
  }
}

const outside: CurrentJob = { name: "", cancelled: false, signal: new AbortController().signal };

/**
 * The job that this code runs in, as long as it does, also after any number of awaits. In a thread of a pool; elsewhere, and in a
 * unit test, a job with no name that is never cancelled.
 *
 * @example
 * for (const row of rows) {
 *   if (currentJob().cancelled) return partial;   // a tight loop
 *   crunch(row);
 * }
 */
export function currentJob(): CurrentJob {
  return (surroundings()?.job as CurrentJob | undefined) ?? outside; // what this package's threads put there
}

/** What this thread has entered; undefined before. */
export const threadSlot = perThread("poolThread", () => ({
  entered: undefined as { readonly value: unknown } | undefined,
}));

/**
 * What the `enter` function of the pool's context gave in this thread: a database connection, say. T is the caller's word. In a
 * thread of a pool that has a context; elsewhere undefined.
 *
 * @example const rows = threadContext<Connection>().query("select 1");
 */
export function threadContext<T>(): T {
  return threadSlot.entered?.value as T; // the caller knows what the pool's context enters
}
