/**
 * When the reactor serves, when it looks about, and when it sleeps. A turn of its loop is bounded, so that its timers and
 * sockets are served under any storm of calls.
 */
import type { ReactorBlock } from "../memory/blocks.ts";
import { anyPending, countTurn, fallAsleep, park, stayAwake, takePending } from "../memory/bell.ts";
import { Pace } from "./pace.ts";

/** A turn ends after so many milliseconds or requests. */
const TURN_MS = 0.2;
const TURN_REQUESTS = 256;
/** Requests of one thread before it is the next one's turn. */
const SHARE = 32;

const SETTLED = Promise.resolve();

/** The threads that are served, by number. */
export interface Threads {
  /** Serves up to `limit` requests of a thread, and returns how many there were. */
  serve(number: number, limit: number): number;
  /** Whether a thread has requests. */
  calls(number: number): boolean;
  /** Whether calls are running whose own events must not wait. */
  busy(): boolean;
}

export class Turns {
  readonly #block: ReactorBlock;
  readonly #threads: Threads;
  readonly #pace: Pace;
  /** Threads whose requests were seen, and not all of them served. */
  readonly #waiting = new Set<number>();
  /** Pending words that have a thread. */
  #words = 1;
  /** From the beginning of a turn until sleep: a thread that calls meanwhile need not ring. */
  #awake = false;
  #scheduled = false;
  #stopped = false;
  /** Of this turn; 0: not known yet, since most turns end before anyone asks. */
  #end = 0;
  #left = 0;
  /** Until when to look about once per turn of the loop; 0: not now. */
  #lookUntil = 0;
  /** The one thread that was served last, while nobody else calls: whether it calls again is read off its ring. Or -1. */
  #only = -1;

  // Made once: these run with every call.
  readonly #pending = (): boolean =>
    (this.#only >= 0 && this.#threads.calls(this.#only)) || anyPending(this.#block, this.#words, this.#only);
  readonly #sleep = (ms: number): boolean => park(this.#block, this.#words, ms);
  readonly #see = (number: number): void => void this.#waiting.add(number);
  readonly #rest = (): void => this.#decide();

  constructor(block: ReactorBlock, threads: Threads, spin: boolean) {
    this.#pace = new Pace(spin);
    this.#block = block;
    this.#threads = threads;
  }

  /** This thread is served from now on, or again, and what it sent before is served in the next turn. */
  admit(number: number): void {
    this.#words = Math.max(this.#words, (number >> 5) + 1);
    this.#waiting.add(number);
    this.#schedule();
  }

  stop(): void {
    this.#stopped = true;
  }

  /** The bell rang, or the loop came round. `number`: a thread one of whose requests may have waited for its attachments. */
  turn(number?: number): void {
    if (number !== undefined) this.#waiting.add(number);
    countTurn(this.#block);
    this.#begin();
    this.#serve();
  }

  /** A reply is published outside any turn: its caller's next call is likely to follow at once. */
  replying(): void {
    if (this.#awake || this.#stopped) return;
    this.#lookUntil = this.#pace.lookUntil();
    if (this.#lookUntil === 0 && !this.#pace.mayPark()) return;
    this.#awake = true;
    // Before the reply: the call that follows it then finds the reactor awake.
    stayAwake(this.#block);
    if (this.#lookUntil !== 0) return this.#schedule();
    this.#begin();
    void SETTLED.then(this.#rest);
  }

  #begin(): void {
    this.#end = 0;
    this.#left = TURN_REQUESTS;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.turn();
    });
  }

  #serve(): void {
    if (this.#stopped) return;
    if (!this.#awake) {
      this.#awake = true;
      stayAwake(this.#block);
      this.#pace.woken();
    }
    takePending(this.#block, this.#words, this.#see);
    const [first = -1] = this.#waiting;
    this.#only = this.#waiting.size === 1 ? first : -1;
    let served = 0;
    for (const number of this.#waiting) {
      const some = this.#threads.serve(number, SHARE);
      served += some;
      if (some < SHARE) this.#waiting.delete(number);
    }
    this.#served(served);
  }

  #served(count: number): void {
    this.#left -= count;
    // What it left unread, it left for a reason: that it reads no replies, for one. The next bit or bell brings it back.
    if (this.#only >= 0 && count < SHARE && this.#threads.calls(this.#only)) this.#only = -1;
    if (count > 0 && this.#lookUntil !== 0) {
      // In vain if it came only after the time: the loop was held up, by the very caller perhaps on a core that they share.
      this.#pace.looked(performance.now() <= this.#lookUntil);
      this.#lookUntil = 0;
    }
    // After the jobs of promises: an async method that did not have to wait has answered by then. Not by queueMicrotask,
    // which makes an AsyncResource each time.
    void SETTLED.then(this.#rest);
  }

  /** More of the same turn, another turn, or sleep. */
  #decide(): void {
    if (this.#stopped) return;
    if (this.#waiting.size > 0 || this.#pending()) return this.#inTime() ? this.#serve() : this.#schedule();
    const free = !this.#threads.busy();
    if (free && this.#pace.spot.may() && this.#inTime() && this.#pace.spot.until(this.#pending)) return this.#again();
    // From here on its bit counts again.
    this.#only = -1;
    if (this.#pending()) return this.#inTime() ? this.#serve() : this.#schedule();
    if (this.#looks()) return this.#schedule();
    if (free && this.#pace.mayPark()) {
      // The loop turns first: its other events have waited for a whole turn already.
      if (!this.#inTime()) return this.#schedule();
      if (this.#pace.park(this.#sleep)) {
        countTurn(this.#block);
        return this.#serve();
      }
    }
    if (!fallAsleep(this.#block, this.#words)) return this.#schedule();
    this.#awake = false;
    this.#pace.asleep();
  }

  /** The same thread once more, most likely: its bit stays, so that neither side writes the word that has it. */
  #again(): void {
    if (this.#only < 0 || !this.#threads.calls(this.#only)) return this.#serve();
    this.#served(this.#threads.serve(this.#only, SHARE));
  }

  /** Whether to look about in the next turns of the loop. */
  #looks(): boolean {
    if (this.#lookUntil === 0) {
      this.#lookUntil = this.#pace.lookUntil();
      return this.#lookUntil !== 0;
    }
    if (performance.now() < this.#lookUntil) return true;
    this.#lookUntil = 0;
    this.#pace.looked(false);
    return false;
  }

  #inTime(): boolean {
    if (this.#left <= 0) return false;
    const now = performance.now();
    if (this.#end === 0) this.#end = now + TURN_MS;
    return now < this.#end;
  }
}
