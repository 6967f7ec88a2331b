/** The calling half of the hand-off: what an application thread holds of its reactor. It waits by sleeping. */
import { type Blocked, beginWait } from "./blocked.ts";
import { afterCollections, lookForCollection } from "./collections.ts";
import { Deadline } from "./deadline.ts";
import { CancelledError } from "./errors.ts";
import type { Caller, EventualResult, PendingCall, Settled } from "./eventual-result.ts";
import { Handles } from "./handles.ts";
import type { Lane } from "./lane.ts";
import { announce, readTurns } from "./memory/bell.ts";
import { type ReactorBlock, type ThreadBlock, isReactorBlock, reactorBlock } from "./memory/blocks.ts";
import { EMPTY, RingReader, RingWriter } from "./memory/ring.ts";
import { Sleeper, isAccepted, takeAskedForSpace, waitForSpace } from "./memory/sleep.ts";
import { type Parcel, bare, deliver, isPlain, open, pack } from "./parcel.ts";
import type { Outgoing } from "./outgoing.ts";
import { type PlanBase, planCount, plansOf } from "./plan.ts";
import { type Sent, cancelledLate, end, isSettled } from "./sent.ts";
import { stash } from "./stash.ts";
import { FIRST_PLAN, Flag, Kind, KIND_MASK, SLICE_MS, Want, type Welcome } from "./wire.ts";
import { decodeReply, encodeCall, encodeRegistration } from "./codec/messages.ts";
import { Reader } from "./codec/reader.ts";
import { Writer } from "./codec/writer.ts";

/** Milliseconds for which a cancelled call may still end in its own way. */
const CANCEL_GRACE = 2000;
/** Milliseconds before a deadline, at the most, at which a thread that waits has the reactor turn its loop, to see whether it does. */
const LONGEST_PULSE = 1000;
/** In place of a count of turns: not asked for yet, and not to be known. */
const NOT_ASKED = -2;
const UNKNOWN = -1;
/** Milliseconds for which a thread that ends tries to say so. */
const CLOSE_PATIENCE = 20;

/** What the connection asks about its reactor between two sleeps. */
export interface Watch {
  /** Throws when the reactor has ended. `slept`: a whole slice passed with no news. */
  check(slept: boolean, label: string, mayHaveRun: boolean): void;
}

/** What a connection may be made with. */
export interface ConnectionOptions {
  /** The reactor's name; "": the default one. */
  readonly reactor?: string;
  /** Known from the start to the thread that starts the reactor; the others find it on their lane. */
  readonly welcome?: Welcome;
  /** Bytes that one message may take. */
  readonly maxMessageBytes?: number;
  /** Whether the thread may look about before it sleeps. */
  readonly spin?: boolean;
  /** The last id that counts as given out: tests let ids begin where their low words wrap. */
  readonly lastId?: number;
}

export class Connection implements Caller {
  readonly generation: number;
  readonly reactor: string;
  readonly handles: Handles;
  readonly #block: ThreadBlock;
  readonly #lane: Lane;
  readonly #watch: Watch;
  readonly #requests: RingWriter;
  readonly #replies: RingReader;
  readonly #sleeper: Sleeper;
  readonly #reader = new Reader();
  /** Writers not in use: a getter of an argument may make a call of its own while that argument is encoded. */
  readonly #writers: Writer[] = [];
  readonly #pending = new Map<number, Sent>();
  readonly #plans: PlanBase[] = [];
  readonly #planNumbers = new Map<PlanBase, number>();
  readonly #maxMessageBytes: number | undefined;
  #reactor: { readonly block: ReactorBlock; readonly number: number } | undefined;
  #lastId: number;
  readonly #endSweeps: () => void;
  /** How many of the thread's plans registerAll() has seen. */
  #named = 0;

  constructor(generation: number, block: ThreadBlock, lane: Lane, watch: Watch, options: ConnectionOptions = {}) {
    const { reactor = "", welcome, maxMessageBytes, spin = true, lastId = 0 } = options;
    this.generation = generation;
    this.reactor = reactor;
    this.handles = new Handles(generation);
    this.#block = block;
    this.#lane = lane;
    this.#watch = watch;
    this.#requests = new RingWriter(block.requests);
    this.#replies = new RingReader(block.replies);
    this.#sleeper = new Sleeper(block, this.#replies, spin);
    this.#maxMessageBytes = maxMessageBytes;
    this.#lastId = lastId;
    this.#endSweeps = afterCollections(
      () => this.#sweep(),
      () => this.handles.size,
    );
    if (welcome !== undefined) this.#reactor = { block: reactorBlock(welcome.reactor), number: welcome.number };
  }

  /** Sends a call. Throws, with nothing sent, when an argument cannot cross. */
  send(call: Outgoing, deadline: Deadline): PendingCall {
    const sent: Sent = {
      id: 0,
      label: call.label,
      settled: undefined,
      ended: 0,
      joined: false,
      stalled: false,
      eventual: false,
      unseen: undefined,
      receive: call.receive,
      grace: undefined,
    };
    sent.id = this.#call(Kind.Call, call, deadline);
    this.#pending.set(sent.id, sent);
    return sent;
  }

  /** Sends a call that nobody waits for. Throws, with nothing sent, when an argument cannot cross. */
  post(call: Outgoing, deadline: Deadline): void {
    this.#call(Kind.Post, call, deadline);
  }

  #call(kind: Kind, call: Outgoing, deadline: Deadline): number {
    lookForCollection();
    const plan = call.plan === undefined ? 0 : this.register(call.plan, deadline);
    const on = call.on === undefined || call.on === call.plan ? plan : this.register(call.on, deadline);
    const id = this.#nextId();
    const to = this.#writer();
    try {
      encodeCall(to, plan, on, call, this.generation);
      this.#send(kind, id, to, deadline, call.label);
    } finally {
      this.#writers.push(to);
    }
    return id;
  }

  /** The number of a plan in this connection; registers it at its first use. */
  register(plan: PlanBase, deadline: Deadline): number {
    const known = this.#planNumbers.get(plan);
    if (known !== undefined) return known;
    const number = FIRST_PLAN + this.#plans.length;
    const to = this.#writer();
    try {
      encodeRegistration(to, plan.registration);
      this.#send(Kind.Register, number, to, deadline, plan.label);
    } finally {
      this.#writers.push(to);
    }
    this.#plans.push(plan);
    this.#planNumbers.set(plan, number);
    return number;
  }

  /** Registers every plan of this thread and reactor, so that the reactor can name the class of an object that it returns. */
  registerAll(deadline: Deadline): void {
    const count = planCount();
    if (this.#named === count) return;
    for (const plan of plansOf(this.reactor)) this.register(plan, deadline);
    this.#named = count;
  }

  await(call: PendingCall, deadline: Deadline): boolean {
    const sent = call as Sent; // made by send()
    const blocked = beginWait(this.reactor, this.generation, sent.label);
    let slept = false;
    let turns = NOT_ASKED;
    const half = Math.min(LONGEST_PULSE, deadline.milliseconds / 2);
    try {
      for (;;) {
        this.#drain();
        if (sent.settled === undefined) this.#checkAlive(slept, [sent]);
        if (sent.settled !== undefined || this.#endGrace(sent)) return true;
        const remaining = deadline.remaining();
        if (remaining === 0) {
          sent.stalled = turns >= 0 && turns === this.#turns();
          return false;
        }
        blocked?.look();
        if (turns === NOT_ASKED && remaining <= half) turns = this.#askForTurn();
        const ms = turns === NOT_ASKED ? remaining - half : remaining;
        slept = this.#sleep(sent.id | 0, Math.min(ms, sent.grace?.remaining() ?? Infinity), blocked);
      }
    } finally {
      blocked?.end();
    }
  }

  #sleep(want: number, ms: number, blocked: Blocked | undefined): boolean {
    return this.#sleeper.wait(want, blocked === undefined ? ms : Math.min(ms, blocked.next())) === "slice";
  }

  /** Has the reactor's loop turn once more, if it does, and returns how often it has turned so far. */
  #askForTurn(): number {
    // Not before it serves this thread: it may still start.
    if (!isAccepted(this.#block)) return UNKNOWN;
    this.#ring();
    return this.#turns();
  }

  #turns(): number {
    return this.#reactor === undefined ? UNKNOWN : readTurns(this.#reactor.block);
  }

  awaitAny(calls: readonly PendingCall[], deadline: Deadline): boolean {
    const all = calls as readonly Sent[]; // made by send()
    const blocked = beginWait(this.reactor, this.generation, all[0]?.label ?? "");
    let slept = false;
    try {
      for (;;) {
        this.#drain();
        if (all.some(isSettled)) return true;
        this.#checkAlive(slept, all);
        let remaining = deadline.remaining();
        for (const each of all) {
          if (isSettled(each) || this.#endGrace(each)) return true;
          if (each.grace !== undefined) remaining = Math.min(remaining, each.grace.remaining());
        }
        if (remaining === 0 && deadline.passed()) return false;
        blocked?.look();
        slept = this.#sleep(Want.Any, remaining, blocked);
      }
    } finally {
      blocked?.end();
    }
  }

  poll(): void {
    this.#drain();
  }

  cancel(call: PendingCall): void {
    const sent = call as Sent; // made by send()
    this.#drain();
    if (sent.settled !== undefined || sent.grace !== undefined) return;
    sent.grace = Deadline.after(CANCEL_GRACE);
    this.#tell(Kind.Cancel, sent.id);
  }

  /** Nobody waits for this call any longer: asks its work to stop, and drops its answer. */
  abandon(call: PendingCall): void {
    this.#pending.delete(call.id);
    this.#tell(Kind.Abandon, call.id);
  }

  stash(call: PendingCall, result: EventualResult<unknown>): number {
    return stash(this, call, result);
  }

  /** Ends it: calls are cancelled, handles let go. What has been answered already may still be waited for. */
  close(): void {
    this.#endSweeps();
    this.#drain();
    this.#tell(Kind.Close, 0);
    this.#lane.close();
  }

  #nextId(): number {
    // The low word is what the thread sleeps on, and some values there are no id.
    do this.#lastId += 1;
    while ((this.#lastId | 0) === Want.Nothing || (this.#lastId | 0) === Want.Any);
    return this.#lastId;
  }

  /** Of calls that are waited for together: throws unless one of them is settled after all. */
  #checkAlive(slept: boolean, calls: readonly Sent[]): void {
    try {
      this.#watch.check(slept, calls[0]?.label ?? "", true);
    } catch (error) {
      // An answer sent before the end may have come between our drain and the check: it is delivered.
      this.#drain();
      if (calls.some(isSettled)) return;
      for (const each of calls) this.#pending.delete(each.id);
      throw error;
    }
  }

  /** A cancelled call whose work does not end: it ends here. */
  #endGrace(call: Sent): boolean {
    if (call.grace?.passed() !== true) return false;
    this.abandon(call);
    const message = `${call.label}: cancelled; its work goes on ${CANCEL_GRACE} ms after its signal fired.`;
    end(call, { kind: "threw", error: new CancelledError(message) });
    return true;
  }

  #writer(): Writer {
    return this.#writers.pop() ?? new Writer(this.#maxMessageBytes);
  }

  #send(kind: Kind, id: number, from: Writer, deadline: Deadline, label: string): void {
    this.#tellDropped();
    if (isPlain(from) && this.#requests.write(kind, id, from)) this.#ring();
    else this.#deliver(pack(kind, id, from), deadline, label);
  }

  #deliver(parcel: Parcel, deadline: Deadline, label: string): void {
    if (this.#isHeard(parcel) && deliver(parcel, this.#requests, this.#lane)) return this.#ring();
    // What has no label tells something, for some milliseconds, and has nobody who could be interrupted.
    const blocked = label === "" ? undefined : beginWait(this.reactor, this.generation, label);
    try {
      this.#deliverLate(parcel, deadline, label, blocked);
    } finally {
      blocked?.end();
    }
  }

  #deliverLate(parcel: Parcel, deadline: Deadline, label: string, blocked: Blocked | undefined): void {
    let tries = 0;
    while (!this.#isHeard(parcel) || !deliver(parcel, this.#requests, this.#lane)) {
      // The reactor is behind; it may be waiting for us to read its replies.
      this.#ring();
      this.#drain();
      // Each try sleeps a millisecond; about a slice's worth of them counts as one.
      this.#watch.check((tries += 1) % SLICE_MS === 0, label, false);
      // Not sent, and the time is up: the caller finds its deadline passed, and sends nothing that could run late.
      if (deadline.passed()) throw new NoRoom();
      blocked?.look();
      waitForSpace(this.#block, label === "" ? 0 : tries);
    }
    this.#ring();
  }

  /** A channel with nobody at its other end yet loses what is posted on it: attachments wait until this thread is accepted. */
  #isHeard({ attachments }: Parcel): boolean {
    return attachments.length === 0 || this.#reactor !== undefined || this.#takeWelcome();
  }

  /** Tells the reactor something about a call. Not told when the ring stays full: the reactor is stuck or gone then. */
  #tell(kind: Kind, id: number): void {
    try {
      this.#tellDropped();
      this.#deliver(bare(kind, id), Deadline.after(CLOSE_PATIENCE), "");
    } catch {
      // Whoever waits learns it from the reactor's phase, or at the deadline.
    }
  }

  #tellDropped(): void {
    // What finds no room waits for the next call, or the next collection.
    this.handles.tellDropped((handle) => this.#requests.write(Kind.Release, handle, EMPTY));
  }

  /** After a collection: lets go of what no facade stands for any longer, also where no call follows. */
  #sweep(): void {
    if (!this.handles.sweep()) return;
    this.#tellDropped();
    this.#ring();
  }

  #ring(): void {
    if (this.#reactor === undefined && !this.#takeWelcome()) return;
    const { block, number } = this.#reactor!; // just taken
    if (announce(block, number)) this.#lane.ring();
  }

  /** Not accepted yet: no bell is needed, since the reactor drains our ring once it accepts us. */
  #takeWelcome(): boolean {
    if (!isAccepted(this.#block)) return false;
    const [welcome] = this.#lane.take() as [Partial<Welcome> | undefined]; // checked in the next line
    if (welcome === undefined || !isReactorBlock(welcome.reactor) || typeof welcome.number !== "number") return false;
    this.#reactor = { block: reactorBlock(welcome.reactor), number: welcome.number };
    return true;
  }

  #drain(): void {
    while (this.#replies.next()) {
      // The welcome precedes all attachments on the lane.
      if (this.#reactor === undefined) this.#takeWelcome();
      if ((this.#replies.kind & KIND_MASK) === Kind.Reply) this.#settle(this.#replies.id, this.#replies.kind);
      this.#replies.release();
    }
    if (takeAskedForSpace(this.#block)) this.#ring();
  }

  #settle(id: number, kind: number): void {
    const call = this.#pending.get(id);
    this.#pending.delete(id);
    // It had ended before the request to stop reached it, and this thread had not heard of it: to whoever cancelled it, it is
    // cancelled. Work that was told to stop ends in its own way.
    const late = call?.grace !== undefined && (kind & Flag.Cancelled) === 0;
    let settled: Settled;
    try {
      open(this.#replies, this.#lane, this.#reader);
      settled = decodeReply(this.#reader, call?.label ?? "a call", (handle, plan) => {
        if (call?.receive !== undefined && !late)
          return call.receive(handle, this.#plans[plan - FIRST_PLAN], this.handles);
        this.handles.drop(handle);
        return null;
      });
    } catch (error) {
      // An answer that cannot be read fails its call alone: the next record is a new start.
      settled = { kind: "threw", error: error as Error }; // reading throws errors only
    } finally {
      this.#reader.end();
    }
    if (call !== undefined) end(call, late ? cancelledLate(call.label, settled) : settled);
  }
}

/** The ring stayed full until the deadline: nothing was sent. */
export class NoRoom extends Error {}
