/** A place for one thread of a pool. */
import { PoolThread } from "./thread.ts";

/** A job that waits for its turn. */
export interface Entry {
  /** As texts name it. */
  readonly label: string;
  /** Where it must run; undefined: anywhere. */
  readonly seat: Seat | undefined;
  /** The call in whose stead it was deferred, if the reactor serves one. */
  readonly caller: Caller | undefined;
  /** Runs it. Settles once it has ended, and never rejects. */
  start(seat: Seat): Promise<void>;
  /** It will not run. */
  refuse(error: Error): void;
}

/** A call that the reactor serves. */
export interface Caller {
  /** Node's number of the thread that made it; -1: not known. */
  readonly thread: number;
  readonly method: string;
}

/** The job that a seat's thread runs. */
export interface Running {
  readonly entry: Entry;
  /** The wait that was seen last; 0: none. */
  ticket: number;
  /** Another job runs in its stead. */
  spared: boolean;
}

/** An entry and when it came. */
export interface Waiting {
  readonly entry: Entry;
  readonly turn: number;
}

export class Seat {
  readonly index: number;
  readonly thread = new PoolThread();
  running: Running | undefined;
  /** Those that must run here. */
  readonly queue: Waiting[] = [];
  /** Keys that lead here. */
  keys = 0;
  /** Objects and iterators that live in its thread. */
  holds = 0;
  /** It is no longer one of the pool's. */
  retired = false;

  constructor(index: number) {
    this.index = index;
  }

  /** A measure of how much is bound to it. */
  get load(): number {
    return this.keys + this.holds + this.queue.length;
  }
}
