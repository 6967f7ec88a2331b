/** What may be said of a pool, and of one job. */
import { type Timeout, checkTimeout } from "../deadline.ts";
import { ArgumentError } from "../errors.ts";
import { MOST_THREADS } from "./crew.ts";
import { Limiter } from "./limiter.ts";
import type { ThreadPool } from "./thread-pool.ts";

/** How one job runs. All of it may be left out. */
export interface JobOptions {
  /** Default: the reactor's own pool. */
  readonly pool?: ThreadPool;
  /**
   * Jobs with the same key run in the same thread, one after the other, in their order: what one leaves in its module the next
   * finds there. Text, numbers and symbols are kept as long as the pool is; objects as long as somebody else has them.
   */
  readonly affinity?: string | number | bigint | symbol | object;
  /** The job is asked to stop when it fires, and the promise rejects at once with CancelledError; the reason is its cause. */
  readonly signal?: AbortSignal;
  /** Milliseconds from now; past them the job is asked to stop, and the promise rejects with TimeoutError. Default: FOREVER. */
  readonly timeout?: Timeout;
  /** How many jobs may run at once of those that name it. */
  readonly limiter?: Limiter;
  /** Whole ArrayBuffers of the arguments and of the result move instead of being copied. Default: false. */
  readonly transfer?: boolean;
}

/** Two exports of a module: what each thread of a pool does before its first job, and at its end. */
export interface ContextSource {
  readonly module: string | URL;
  /** Called with nothing; what it gives, awaited, is the job's threadContext(). Default: "enter". */
  readonly enter?: string;
  /** Called with that. Left out: nothing is done. */
  readonly leave?: string;
}

export interface ThreadPoolOptions {
  /** Threads at the most, 1 to 128; they start as jobs come. Default: 10. */
  readonly size?: number;
  /** As texts name it. Default: "pool". */
  readonly name?: string;
  /** What each thread enters, once: a database connection, say. */
  readonly context?: ContextSource;
  /** Jobs that may wait for a thread. One more is refused with PoolFullError; `room()` waits for less. Default: 10,000. */
  readonly maxWaiting?: number;
}

export function checkSize(size: unknown, what: string): asserts size is number {
  if (Number.isInteger(size) && Number(size) >= 1 && Number(size) <= MOST_THREADS) return;
  throw new ArgumentError(`${what}: a whole number from 1 to ${MOST_THREADS}; got ${String(size)}.`);
}

export function checkOptions({ affinity, signal, timeout, limiter }: JobOptions, what: string): void {
  const kind = typeof affinity;
  if (affinity === null || kind === "boolean" || kind === "function")
    throw new ArgumentError(`${what}: an affinity is a text, a number, a symbol or an object.`);
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw new ArgumentError(`${what}: its signal is no AbortSignal.`);
  if (limiter !== undefined && !(limiter instanceof Limiter))
    throw new ArgumentError(`${what}: its limiter is no Limiter.`);
  if (timeout !== undefined) checkTimeout(timeout, what);
}
