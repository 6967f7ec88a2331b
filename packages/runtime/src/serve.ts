/** The serving half of the hand-off: one application thread as the reactor sees it. It never waits. */
import { Emitted } from "./emitted.ts";
import { CancelledError, CorruptChannelError } from "./errors.ts";
import type { Settled } from "./eventual-result.ts";
import type { ContextValues } from "./context-value.ts";
import { Functions } from "./functions.ts";
import type { Lane } from "./lane.ts";
import { logError } from "./log.ts";
import type { ThreadBlock } from "./memory/blocks.ts";
import { RingReader } from "./memory/ring.ts";
import { wakeForEnd } from "./memory/sleep.ts";
import { open } from "./parcel.ts";
import type { HandleResult, Kept } from "./parts.ts";
import { Replies, type Replying } from "./replies.ts";
import { RunningCall } from "./running-call.ts";
import { type Staying, type Work, runPost, runWork } from "./run-work.ts";
import { isThenable } from "./thenable.ts";
import { Flag, Kind, KIND_MASK, LISTENS, type Part, type Registration } from "./wire.ts";
import { decodeValues } from "./codec/context-values.ts";
import { decodeArguments, decodeRegistration, decodeReply, decodeText } from "./codec/messages.ts";
import { Reader } from "./codec/reader.ts";

export type { Work } from "./run-work.ts";

/** Calls that wait for a module in their order, over which no more requests of their thread are read. */
const PAUSE_POSTS = 4096;

/** A call that a member is asked to do. */
export interface Incoming {
  readonly from: Served;
  /** The plan that has the member, and the member's number in it. */
  readonly plan: number;
  readonly member: number;
  /** The plan of the class that it is called on: another one for an inherited static or a derived constructor. */
  readonly on: number;
  /** The handle of the object, or 0. */
  readonly target: number;
  readonly args: unknown[];
  readonly id: number;
  /** Context values that came along. */
  readonly values: ContextValues | undefined;
}

/** What the serving half needs of the reactor behind it. */
export interface Dispatcher extends Replying {
  register(from: Served, number: number, registration: Registration): void;
  resolve(call: Incoming): Work | Promise<Work>;
  /** The object that a handle stands for. */
  object(handle: number): unknown;
  /** The handle of an object that must be of a class that the thread has a facade for. Throws, or rejects, where it is none. */
  toHandle(value: unknown, to: Served, label: string): HandleResult | Promise<HandleResult>;
  /** The same of live objects in a value. */
  keep(value: unknown, part: Part, to: Served, label: string, root: string): Kept | Promise<Kept>;
  release(from: Served, handle: number): void;
  /** Where the thread got it. */
  trace(from: Served, handle: number, at: string): void;
  /** Those that were not sent after all. */
  releaseUnwritten(from: Served, kept: Kept): void;
  /** Nobody in the thread listens any longer to what the call of this id began to listen to. */
  unlisten(from: Served, id: number): void;
  /** A thread whose requests were left unread is to be served again. */
  resume(from: Served): void;
  closed(from: Served): void;
}

export class Served {
  readonly running = new Map<number, RunningCall>();
  /** Node's number of the thread; -1: not known. */
  readonly thread: number;
  readonly #block: ThreadBlock;
  readonly #lane: Lane;
  readonly #requests: RingReader;
  readonly #replies: Replies;
  readonly #dispatcher: Dispatcher;
  readonly #reader = new Reader();
  // Made once: it goes with every call.
  readonly #object = (handle: number): unknown => this.#dispatcher.object(handle);
  readonly #function = (place: number, handles: number, limit: number, parts?: unknown): unknown =>
    limit === LISTENS
      ? this.#emitted.make(this.#decoding, place, handles, parts)
      : this.#functions.make(this.#decoding, place, handles, limit, parts);
  readonly #functions: Functions;
  readonly #emitted: Emitted;
  /** The call whose arguments are being decoded. */
  #decoding = 0;
  /** Answers that nobody waits for: late ones, mostly. */
  ignored = 0;
  /** Calls that nobody waits for, and that wait for a module, or for one before them that does. */
  #posts = 0;
  #lastPost: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(block: ThreadBlock, lane: Lane, dispatcher: Dispatcher, thread = -1) {
    this.thread = thread;
    this.#block = block;
    this.#lane = lane;
    this.#dispatcher = dispatcher;
    this.#requests = new RingReader(block.requests);
    this.#replies = new Replies(block, lane, dispatcher);
    this.#functions = new Functions({
      labelOf: (id) => this.#labelOf(id),
      toHandle: (value, label) => dispatcher.toHandle(value, this, label),
      keep: (args, part, label) => dispatcher.keep(args, part, this, label, "args"),
      release: (handle) => dispatcher.release(this, handle),
      releaseUnwritten: (kept) => dispatcher.releaseUnwritten(this, kept),
      ask: (id, asked, handles, label, kept) => this.#replies.ask(id, asked, handles, label, kept),
      withdraw: (id) => this.#replies.withdraw(id),
    });
    this.#emitted = new Emitted(this.#replies, this.#functions);
  }

  /** Whether calls are running whose own events must not wait. One whose caller's function runs waits for that. */
  get busy(): boolean {
    return this.running.size > this.#functions.size;
  }

  /** Of a call whose caller waits. */
  #labelOf(id: number): string | undefined {
    const call = this.running.get(id);
    return call === undefined || call.abandoned ? undefined : call.method;
  }

  /** Serves up to `limit` requests, and returns how many there were. */
  serve(limit: number): number {
    this.#replies.flush();
    let served = 0;
    while (served < limit && !this.#closed && !this.#isBehind() && this.#requests.next() && this.#isWhole()) {
      served += 1;
      this.#one(this.#requests.kind & KIND_MASK, this.#requests.id);
    }
    return served;
  }

  /** Whether there are requests. */
  calls(): boolean {
    return !this.#requests.isEmpty();
  }

  /** Whether the record's attachments have come. Those that are late bring the next turn. */
  #isWhole(): boolean {
    return (this.#requests.kind & Flag.Attachments) === 0 || this.#lane.isCurrent();
  }

  /**
   * Back-pressure on a thread that sends and does not read: its request ring fills up, and whoever waits for room there reads
   * replies meanwhile, and then rings. So nothing waits for ever, and no more replies come to wait than those of running calls.
   */
  #isBehind(): boolean {
    return this.#replies.isBehind() || this.#posts >= PAUSE_POSTS;
  }

  /** The thread is gone, or the reactor ends: nobody hears replies any longer. */
  close(reason: Error): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#replies.close();
    for (const call of this.running.values()) {
      call.abandoned = true;
      call.cancel(reason);
    }
    this.#functions.close();
    this.#emitted.close();
    this.#lane.close();
    this.#dispatcher.closed(this);
  }

  /** The thread has ended. Nobody hears replies, but what it sent for nobody to wait for is still done. */
  gone(): void {
    while (!this.#closed && this.#requests.next()) {
      const kind = this.#requests.kind & KIND_MASK;
      if (kind === Kind.Call) this.#requests.release();
      else this.#one(kind, this.#requests.id);
    }
    this.close(new CancelledError("The thread that made this call has ended."));
  }

  /** Resolves once those of its calls have ended that run now, and are asked for. */
  async ended(which: (call: RunningCall) => boolean): Promise<void> {
    const ends = [...this.running.values()].filter(which).map((call) => {
      const { onEnded } = call;
      return new Promise<void>((resolve) => {
        call.onEnded = () => {
          onEnded?.();
          resolve();
        };
      });
    });
    await Promise.all(ends);
  }

  /** Lets the thread look at the reactor's phase, whatever it waits for. After the phase has moved. */
  wake(): void {
    wakeForEnd(this.#block);
  }

  #one(kind: number, id: number): void {
    if (kind === Kind.Call || kind === Kind.Post) return this.#called(kind, id);
    let act: () => void;
    try {
      act = this.#read(kind, id);
    } catch {
      // What cannot be read fails alone: the next record is a new start.
      act = () => {};
    } finally {
      this.#release();
    }
    act();
  }

  #called(kind: number, id: number): void {
    let incoming: Incoming;
    try {
      const from = this.#reader;
      open(this.#requests, this.#lane, from);
      const plan = from.u32();
      const member = from.u32();
      const on = from.u32();
      const target = from.f64();
      this.#decoding = id;
      const args = decodeArguments(from, this.#object, this.#function);
      const values = (this.#requests.kind & Flag.Values) === 0 ? undefined : decodeValues(from);
      incoming = { from: this, plan, member, on, target, args, id, values };
    } catch (error) {
      this.#release();
      if (kind === Kind.Post) return logError("a call from another thread cannot be read", error);
      return this.#replies.threw(id, 0, error);
    }
    this.#release();
    if (kind === Kind.Call) this.#start(incoming);
    else this.#post(incoming);
  }

  /** Decoded whole before anything runs: what runs may not find its bytes overwritten. */
  #release(): void {
    this.#requests.release();
    this.#reader.end();
  }

  /** Reads a record that is no call, and returns what is to be done about it. */
  #read(kind: number, id: number): () => void {
    switch (kind) {
      case Kind.Register: {
        open(this.#requests, this.#lane, this.#reader);
        const registration = decodeRegistration(this.#reader);
        return () => this.#dispatcher.register(this, id, registration);
      }
      case Kind.Cancel:
        return () => this.#cancel(id, "was cancelled by its caller.");
      case Kind.Abandon:
        return () => this.#abandon(id);
      case Kind.Release:
        return () => this.#dispatcher.release(this, id);
      case Kind.Unlisten:
        return () => this.#dispatcher.unlisten(this, id);
      case Kind.Heard:
        return () => this.#emitted.heard(id);
      case Kind.Trace: {
        open(this.#requests, this.#lane, this.#reader);
        const at = decodeText(this.#reader);
        return () => this.#dispatcher.trace(this, id, at);
      }
      case Kind.Answer:
        return this.#answered(id);
      case Kind.Close:
        return () => this.close(new CancelledError("The thread that made this call has ended."));
      default:
        throw new CorruptChannelError(`A record of kind ${kind}, which no picot of this version writes.`);
    }
  }

  #answered(id: number): () => void {
    // Read in any case: what belongs to it on the lane must not be taken for another record's.
    open(this.#requests, this.#lane, this.#reader);
    const settle = this.#functions.take(id);
    if (settle === undefined) {
      this.ignored += 1;
      return () => {};
    }
    let settled: Settled;
    try {
      settled = decodeReply(this.#reader, "A function of the caller's", this.#object);
    } catch (error) {
      settled = { kind: "threw", error: error as Error }; // reading throws errors only
    }
    if (settled.kind === "threw") this.#replies.owns(settled.error, id);
    return () => settle(settled);
  }

  #abandon(id: number): void {
    const call = this.running.get(id);
    if (call === undefined) return;
    call.abandoned = true;
    this.#functions.gone(id);
    this.#cancel(id, "was cancelled, since its caller's time was up.");
  }

  #cancel(id: number, how: string): void {
    const call = this.running.get(id);
    // Without a name as long as its module is loading.
    call?.cancel(new CancelledError(`${call.method || "The call"} ${how}`));
  }

  #start(incoming: Incoming): void {
    const call = new RunningCall(this.thread, incoming.values);
    this.running.set(incoming.id, call);
    let work: Work | Promise<Work>;
    try {
      work = this.#dispatcher.resolve(incoming);
    } catch (error) {
      return this.#settle(incoming.id, call, true, error, undefined);
    }
    if (!(work instanceof Promise)) return this.#run(incoming.id, call, work);
    // The module is still loading. A call that is cancelled meanwhile never begins.
    work.then(
      (ready) =>
        call.cancelled === undefined
          ? this.#run(incoming.id, call, ready)
          : this.#settle(incoming.id, call, true, call.cancelled, ready),
      (error: unknown) => this.#settle(incoming.id, call, true, error, undefined),
    );
  }

  #run(id: number, call: RunningCall, work: Work): void {
    call.method = work.label;
    let result: unknown;
    let pending: boolean;
    try {
      result = runWork(call, work);
      pending = isThenable(result);
    } catch (error) {
      return this.#settle(id, call, true, error, work);
    }
    if (!pending) return this.#settle(id, call, false, result, work);
    Promise.resolve(result).then(
      (value) => this.#settle(id, call, false, value, work),
      (error: unknown) => this.#settle(id, call, true, error, work),
    );
  }

  /** A call that nobody waits for. It begins after those that were sent before it, also where they still load their module. */
  #post(incoming: Incoming): void {
    const failed = (error: unknown): void => logError("a call from another thread failed", error);
    let work: Work | Promise<Work>;
    try {
      // Now, although it may run later: the thread may have ended by then, and its plans with it.
      work = this.#dispatcher.resolve(incoming);
    } catch (error) {
      return failed(error);
    }
    const { values } = incoming;
    if (this.#posts === 0 && !(work instanceof Promise)) return runPost(work, values);
    // Told once it is its turn, and no unhandled rejection until then.
    if (work instanceof Promise) work.catch(() => {});
    this.#posts += 1;
    this.#lastPost = this.#lastPost.then(() => work).then((ready) => runPost(ready, values), failed);
    void this.#lastPost.then(() => {
      this.#posts -= 1;
      if (this.#posts === PAUSE_POSTS - 1 && !this.#closed) this.#dispatcher.resume(this);
    });
  }

  #settle(id: number, call: RunningCall, threw: boolean, value: unknown, work: Work | undefined): void {
    this.running.delete(id);
    call.onEnded?.();
    call.onSettled?.(threw, value, work?.live);
    if (call.abandoned || this.#closed) return;
    const flags = call.cancelled === undefined ? 0 : Flag.Cancelled;
    if (threw) return this.#replies.threw(id, flags, value);
    if (work?.toHandle === undefined || value === null || value === undefined)
      return this.#replies.returned(id, flags, value, work?.label ?? "the call", work?.transfer === true);
    try {
      const handle = work.toHandle(value, call);
      if (handle instanceof Promise) {
        handle.then(
          (ready) => this.#replyHandle(id, flags, ready, value, work),
          (error: unknown) => this.#replies.threw(id, flags, error),
        );
      } else {
        this.#replyHandle(id, flags, handle, value, work);
      }
    } catch (error) {
      this.#replies.threw(id, flags, error);
    }
  }

  #replyHandle(id: number, flags: number, handle: Staying, value: unknown, { label, transfer }: Work): void {
    if (handle === undefined) return this.#replies.returned(id, flags, value, label, false);
    if (!(handle instanceof Map)) return this.#replies.returnedHandle(id, flags, handle);
    this.#replies.returned(id, flags, value, label, transfer === true, handle);
    this.#dispatcher.releaseUnwritten(this, handle);
  }
}
