/** The serving half of the hand-off: one application thread as the reactor sees it. It never waits. */
import { CancelledError, CorruptChannelError } from "./errors.ts";
import { type CurrentCall, runInContext } from "./context.ts";
import type { Lane } from "./lane.ts";
import type { ThreadBlock } from "./memory/blocks.ts";
import { RingReader, RingWriter } from "./memory/ring.ts";
import { askForSpace, wake, wakeFor } from "./memory/sleep.ts";
import { type Parcel, deliver, keep, open, pack } from "./parcel.ts";
import { Kind, KIND_MASK, type Registration } from "./wire.ts";
import {
  type Address,
  type HandleResult,
  decodeAddress,
  decodeArguments,
  decodeRegistration,
  encodeReturned,
  encodeReturnedHandle,
  encodeThrew,
} from "./codec/messages.ts";
import { Reader } from "./codec/reader.ts";
import { Writer } from "./codec/writer.ts";

/** A call that a member is asked to do. */
export interface Incoming {
  readonly from: Served;
  readonly address: Address;
  readonly args: unknown[];
  readonly id: number;
}

/** What a call runs: resolved from its numbers, or still waiting for its module. */
export interface Work {
  readonly label: string;
  /** Runs the member. Its result may be a promise. */
  readonly run: () => unknown;
  /** Present when the result stays in the reactor. */
  readonly toHandle?: (value: unknown) => HandleResult | undefined | Promise<HandleResult | undefined>;
}

/** What the serving half needs of the reactor behind it. */
export interface Dispatcher {
  register(from: Served, number: number, registration: Registration): void;
  resolve(call: Incoming): Work | Promise<Work>;
  /** The object that a handle stands for. */
  object(handle: number): unknown;
  release(from: Served, handle: number): void;
  /** A reply is about to be published. */
  replying(): void;
  closed(from: Served): void;
}

/** A call that is running, as its method sees it. The signal is made when it is first asked for: it costs 2 us. */
export class RunningCall implements CurrentCall {
  method = "";
  abandoned = false;
  /** Others that asked for the outcome: a stash. */
  onSettled: ((threw: boolean, value: unknown) => void) | undefined;
  #controller: AbortController | undefined;
  #reason: Error | undefined;

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  get cancelled(): Error | undefined {
    return this.#reason;
  }

  cancel(reason: Error): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#controller?.abort(reason);
  }
}

export class Served {
  readonly running = new Map<number, RunningCall>();
  readonly #block: ThreadBlock;
  readonly #lane: Lane;
  readonly #requests: RingReader;
  readonly #replies: RingWriter;
  readonly #dispatcher: Dispatcher;
  readonly #reader = new Reader();
  readonly #writer = new Writer();
  /** Replies that found no room, in order. */
  readonly #backlog: Parcel[] = [];
  #closed = false;
  #onIdle: (() => void) | undefined;

  constructor(block: ThreadBlock, lane: Lane, dispatcher: Dispatcher) {
    this.#block = block;
    this.#lane = lane;
    this.#dispatcher = dispatcher;
    this.#requests = new RingReader(block.requests);
    this.#replies = new RingWriter(block.replies);
  }

  /** Serves up to `limit` requests, and returns how many there were. */
  serve(limit: number): number {
    this.#flush();
    let served = 0;
    while (served < limit && !this.#closed && this.#requests.next()) {
      served += 1;
      this.#one(this.#requests.kind & KIND_MASK, this.#requests.id);
    }
    return served;
  }

  /** The thread is gone, or the reactor ends: nobody hears replies any longer. */
  close(reason: Error): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const call of this.running.values()) {
      call.abandoned = true;
      call.cancel(reason);
    }
    this.#lane.close();
    this.#dispatcher.closed(this);
  }

  /** Resolves once none of its calls is running. */
  idle(): Promise<void> {
    if (this.running.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onIdle = resolve;
    });
  }

  /** Lets the thread look at the reactor's phase, whatever it waits for. */
  wake(): void {
    wake(this.#block);
  }

  #one(kind: number, id: number): void {
    let act: () => void;
    try {
      act = this.#read(kind, id);
    } catch (error) {
      // A request that cannot be read fails alone: the next record is a new start.
      act = () => {
        if (kind === Kind.Call) this.#reply(id, (to) => encodeThrew(to, error));
      };
    } finally {
      // Decoded whole before anything runs: what runs may not find its bytes overwritten.
      this.#requests.release();
      this.#reader.end();
    }
    act();
  }

  /** Reads a record, and returns what is to be done about it. */
  #read(kind: number, id: number): () => void {
    switch (kind) {
      case Kind.Call: {
        open(this.#requests, this.#lane, this.#reader);
        const address = decodeAddress(this.#reader);
        const args = decodeArguments(this.#reader, (handle) => this.#dispatcher.object(handle));
        return () => this.#start({ from: this, address, args, id });
      }
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
      case Kind.Close:
        return () => this.close(new CancelledError("The thread that made this call has ended."));
      default:
        throw new CorruptChannelError(`A record of kind ${kind}, which no picot of this version writes.`);
    }
  }

  #abandon(id: number): void {
    const call = this.running.get(id);
    if (call === undefined) return;
    call.abandoned = true;
    this.#cancel(id, "was cancelled, since its caller's time was up.");
  }

  #cancel(id: number, how: string): void {
    const call = this.running.get(id);
    // Without a name as long as its module is loading.
    call?.cancel(new CancelledError(`${call.method || "The call"} ${how}`));
  }

  #start(incoming: Incoming): void {
    const call = new RunningCall();
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
      result = runInContext(call, work.run);
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

  #settle(id: number, call: RunningCall, threw: boolean, value: unknown, work: Work | undefined): void {
    this.running.delete(id);
    if (this.running.size === 0) this.#onIdle?.();
    call.onSettled?.(threw, value);
    if (call.abandoned || this.#closed) return;
    if (threw) return this.#reply(id, (to) => encodeThrew(to, value));
    if (work?.toHandle === undefined || value === null || value === undefined) {
      return this.#reply(id, (to) => encodeReturned(to, value, work?.label ?? "the call"));
    }
    try {
      const handle = work.toHandle(value);
      if (handle instanceof Promise) {
        handle.then(
          (ready) => this.#replyHandle(id, ready, value, work.label),
          (error: unknown) => this.#reply(id, (to) => encodeThrew(to, error)),
        );
      } else {
        this.#replyHandle(id, handle, value, work.label);
      }
    } catch (error) {
      this.#reply(id, (to) => encodeThrew(to, error));
    }
  }

  #replyHandle(id: number, handle: HandleResult | undefined, value: unknown, label: string): void {
    this.#reply(id, (to) =>
      handle === undefined ? encodeReturned(to, value, label) : encodeReturnedHandle(to, handle),
    );
  }

  #reply(id: number, encode: (to: Writer) => number): void {
    if (this.#closed) return;
    this.#dispatcher.replying();
    const parcel = pack(Kind.Reply, id, this.#writer, encode(this.#writer));
    // Behind those that wait already, or answers would overtake the attachments of others on the lane.
    if (this.#backlog.length === 0 && deliver(parcel, this.#replies, this.#lane)) return wakeFor(this.#block, id);
    this.#backlog.push(keep(parcel));
    askForSpace(this.#block);
    // The thread may have made room between our try and our asking, and see no reason to ring.
    this.#flush();
    wake(this.#block);
  }

  #flush(): void {
    if (this.#backlog.length === 0) return;
    while (this.#backlog.length > 0) {
      const parcel = this.#backlog[0]!; // just tested
      if (!deliver(parcel, this.#replies, this.#lane)) {
        askForSpace(this.#block);
        break;
      }
      this.#backlog.shift();
    }
    wake(this.#block);
  }
}

/** As `await` sees it: a method may return a query builder, say. */
function isThenable(value: unknown): boolean {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  return typeof (value as { then?: unknown }).then === "function";
}
