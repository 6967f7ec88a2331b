/**
 * Which jobs of a pool run, where, and which wait for a thread. A thread that waits for a reactor does nothing; once all do, and
 * have for a moment, the pool has one thread more for as long as such a job lasts. Else a method that waits for a thread, and
 * whose callers have all of them, would wait for ever.
 */
import { DeadlockError } from "../errors.ts";
import { newJobWords } from "../memory/job-words.ts";
import { type WaitEntry, newWaits, readWait, waitIn, waitText, withdrawWait } from "../memory/wait-entry.ts";
import type { Place } from "./job.ts";
import { type Entry, type Running, Seat, type Waiting } from "./seat.ts";

/** Threads that a pool comes to have at the most, whatever waits. */
export const MOST_THREADS = 128;
/** Milliseconds between two looks at what the threads wait for, while jobs wait. A wait of 20 ms is seen. */
const LOOK = 25;

export class Crew {
  readonly #waits = newWaits(MOST_THREADS);
  readonly #words = newJobWords(MOST_THREADS);
  readonly #entries: WaitEntry[] = [];
  readonly #seats: Seat[] = [];
  readonly #queue: Waiting[] = [];
  readonly #retire: (seat: Seat) => void;
  #turn = 0;
  #size: number;
  #spared = 0;
  #running = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Why nothing runs any more. */
  #over: ((entry: Entry) => Error) | undefined;

  /** `retire`: ends the thread of a seat that is no longer the pool's. */
  constructor(size: number, retire: (seat: Seat) => void) {
    this.#size = size;
    this.#retire = retire;
  }

  get size(): number {
    return this.#size;
  }

  /** Jobs that run. */
  get running(): number {
    return this.#running;
  }

  /** Jobs that wait for a thread. */
  get waiting(): number {
    return this.#seats.reduce((sum, { queue }) => sum + queue.length, this.#queue.length);
  }

  /** Seats with a thread, or with a job. */
  seats(): readonly Seat[] {
    return this.#seats.filter((each) => each.thread.started || each.running !== undefined);
  }

  place({ index }: Seat): Place {
    return { waits: this.#waits, words: this.#words, slot: index };
  }

  /** The seat to which least is bound, to bind something to. */
  leastBound(): Seat {
    const [first, ...others] = Array.from({ length: this.#size }, (_, index) => this.#seat(index));
    return others.reduce((least, each) => (each.load < least.load ? each : least), first!); // a size is 1 at the least
  }

  /**
   * Runs it once a thread is free, in the order of the calls.
   *
   * @returns a function that takes it out of the row again: true where it still stood there, and so never runs
   */
  add(entry: Entry): () => boolean {
    if (this.#over !== undefined) {
      // One that waited for its permit until now.
      entry.refuse(this.#over(entry));
      return () => false;
    }
    const queue = entry.seat?.queue ?? this.#queue;
    const waiting = { entry, turn: (this.#turn += 1) };
    queue.push(waiting);
    this.#next();
    return () => {
      const at = queue.indexOf(waiting);
      if (at >= 0) queue.splice(at, 1);
      return at >= 0;
    };
  }

  resize(size: number): void {
    this.#size = size;
    this.#tidy();
    this.#next();
  }

  /** Nothing more is bound to this seat by what was counted there. */
  unbound(seat: Seat): void {
    this.#retireIfOver(seat);
  }

  /** Refuses all that waits, and all that is still to come. */
  close(error: (entry: Entry) => Error): void {
    this.#over = error;
    for (const queue of [this.#queue, ...this.#seats.map((each) => each.queue)])
      for (const { entry } of queue.splice(0)) entry.refuse(error(entry));
    this.#rest();
  }

  /** Whether every job that runs waits for a reactor. */
  allWait(): boolean {
    return this.#seats.every(
      ({ index, running }) => running === undefined || readWait(this.#wait(index)) !== undefined,
    );
  }

  #wait(index: number): WaitEntry {
    return (this.#entries[index] ??= waitIn(this.#waits, index));
  }

  #room(): number {
    return Math.min(this.#size + this.#spared, MOST_THREADS);
  }

  #seat(index: number): Seat {
    return (this.#seats[index] ??= new Seat(index));
  }

  #next(): void {
    while (this.#running < this.#room()) {
      const found = this.#oldest();
      if (found === undefined) break;
      found.queue.shift();
      this.#begin(found.seat, found.entry);
    }
    if (this.waiting > 0) this.#timer ??= setInterval(() => this.#look(), LOOK).unref();
    else this.#rest();
  }

  /** The job that came first of those for which a seat is free. */
  #oldest(): { readonly queue: Waiting[]; readonly entry: Entry; readonly seat: Seat } | undefined {
    let oldest: { readonly queue: Waiting[]; readonly first: Waiting; readonly seat: Seat } | undefined;
    const consider = (queue: Waiting[], seat: Seat | undefined): void => {
      const [first] = queue;
      if (first === undefined || seat === undefined || (oldest !== undefined && oldest.first.turn < first.turn)) return;
      oldest = { queue, first, seat };
    };
    for (const seat of this.#seats) if (seat.running === undefined) consider(seat.queue, seat);
    if (this.#queue.length > 0) consider(this.#queue, this.#free());
    return oldest && { queue: oldest.queue, entry: oldest.first.entry, seat: oldest.seat };
  }

  /** Of the seats that are free, that to which least is bound, and which has a thread. */
  #free(): Seat | undefined {
    let best: Seat | undefined;
    for (let index = 0; index < this.#room(); index += 1) {
      const seat = this.#seat(index);
      if (seat.running !== undefined) continue;
      if (best === undefined || seat.load < best.load || (seat.load === best.load && isBetter(seat, best))) best = seat;
    }
    return best;
  }

  #begin(seat: Seat, entry: Entry): void {
    // Of a thread that ended while it waited.
    withdrawWait(this.#wait(seat.index));
    const running: Running = { entry, ticket: 0, spared: false };
    seat.running = running;
    this.#running += 1;
    void entry.start(seat).then(() => {
      if (running.spared) this.#spared -= 1;
      seat.running = undefined;
      this.#running -= 1;
      this.#next();
      this.#retireIfOver(seat);
      if (running.spared) this.#tidy();
    });
  }

  #look(): void {
    let stuck = true;
    let next: Running | undefined;
    for (const { index, running } of this.#seats) {
      if (running === undefined) continue;
      const ticket = readWait(this.#wait(index))?.ticket ?? 0;
      // The same wait as the last time: threads that come and go between short waits are not stuck.
      if (ticket === 0 || ticket !== running.ticket) stuck = false;
      running.ticket = ticket;
      if (!running.spared) next ??= running;
    }
    for (const seat of this.#seats) this.#refuseRings(seat);
    // Who must run in one seat gains nothing by another.
    if (stuck && next !== undefined && this.#queue.length > 0) {
      next.spared = true;
      this.#spared += 1;
    }
    this.#next();
  }

  /**
   * Jobs that were deferred, to this very thread, by the call for which it waits: neither would ever end. That the method awaits
   * the job cannot be seen from here; one that does not is refused what would have come after it.
   */
  #refuseRings({ index, queue }: Seat): void {
    if (queue.length === 0) return;
    const at = this.#wait(index);
    const wait = readWait(at);
    const told = wait && waitText(at, wait);
    if (told === undefined) return;
    const {
      thread,
      method = "",
      at: line = "",
    } = JSON.parse(told) as { thread?: number; method?: string; at?: string }; // as blocked.ts writes it
    for (const waiting of queue.filter(
      ({ entry: { caller } }) => caller?.thread === thread && caller?.method === method,
    )) {
      queue.splice(queue.indexOf(waiting), 1);
      const text =
        `${waiting.entry.label}: a deadlock. It must run in thread ${thread}, which waits for ${method}, called at ${line}; ` +
        "and that is what deferred it. It was given up. Give it another affinity, or none, or do that work where the call is made.";
      waiting.entry.refuse(
        new DeadlockError(text, [{ reactor: "", thread: thread ?? -1, method, waitsFor: "", at: line }]),
      );
    }
  }

  /** Ends the threads of seats that are more than the pool is to have. */
  #tidy(): void {
    for (const seat of this.#seats.slice(this.#room())) this.#retireIfOver(seat);
  }

  #retireIfOver(seat: Seat): void {
    const { index, running, queue, holds } = seat;
    if (index < this.#room() || seat.retired || running !== undefined || queue.length > 0 || holds > 0) return;
    seat.retired = true;
    // A new one in its place, should the pool grow again: whoever still has this one sees that it is over.
    this.#seats[index] = new Seat(index);
    this.#retire(seat);
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

function isBetter(seat: Seat, than: Seat): boolean {
  return seat.thread.started && !than.thread.started;
}
