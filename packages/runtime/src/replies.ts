/** Answers on their way from the reactor to one application thread. They never wait for it: what finds no room is kept. */
import { type Asked, encodeAsk } from "./codec/asks.ts";
import { encodeReturned, encodeReturnedHandle, encodeThrew } from "./codec/messages.ts";
import { Writer } from "./codec/writer.ts";
import { UnreadResultsError } from "./errors.ts";
import type { Lane } from "./lane.ts";
import type { ThreadBlock } from "./memory/blocks.ts";
import { RingWriter } from "./memory/ring.ts";
import { askForSpace, wake, wakeFor } from "./memory/sleep.ts";
import { type Parcel, bare, deliver, isPlain, keep, pack, sizeOf, take } from "./parcel.ts";
import { type HandleResult, type Kept, unwrite } from "./parts.ts";
import { Kind } from "./wire.ts";

/** Bytes of kept replies over which no more requests of their thread are read. */
const PAUSE_BYTES = 1_048_576;
/** A reply that is no longer than the error in its stead would be is never dropped. */
const SMALL_REPLY = 2048;
/** Bytes of what is kept over which events are dropped. */
const MOST_EVENT_BYTES = 67_108_864;

export interface Replying {
  /** Bytes that one message may take, and all replies that wait for one thread. */
  readonly maxMessageBytes: number;
  /** A reply is about to be published. */
  replying(): void;
}

/** Reactor thread. */
export class Replies {
  readonly #block: ThreadBlock;
  readonly #lane: Lane;
  readonly #reactor: Replying;
  readonly #ring: RingWriter;
  readonly #writer: Writer;
  /** Not in use: a getter of an argument may ask for another function while that argument is encoded. */
  readonly #askers: Writer[] = [];
  /** Replies that found no room, in order, with their sizes: what was sent has none that can be told. */
  readonly #backlog: { readonly parcel: Parcel; readonly bytes: number }[] = [];
  #bytes = 0;
  #closed = false;
  /** Errors that functions of the thread threw: they go back as themselves. */
  readonly #own = new WeakMap<object, number>();

  constructor(block: ThreadBlock, lane: Lane, reactor: Replying) {
    this.#block = block;
    this.#lane = lane;
    this.#reactor = reactor;
    this.#ring = new RingWriter(block.replies);
    this.#writer = this.#newWriter();
  }

  #newWriter(): Writer {
    const writer = new Writer(this.#reactor.maxMessageBytes);
    writer.ownOf = (error) => this.#own.get(error) ?? 0;
    return writer;
  }

  /** An error came from the thread, in its answer to this Ask. */
  owns(error: object, id: number): void {
    this.#own.set(error, id);
  }

  /**
   * Sends the value of call `id`; `transfer`: its whole buffers move; `kept`: live objects in it, of which those are marked that
   * were sent. `flags` go beside the record's kind.
   */
  returned(id: number, flags: number, value: unknown, label: string, transfer: boolean, kept?: Kept): void {
    if (this.#closed) return;
    encodeReturned(this.#writer, value, label, transfer, kept);
    this.#send(id, flags, kept);
  }

  returnedHandle(id: number, flags: number, handle: HandleResult): void {
    if (this.#closed) return;
    encodeReturnedHandle(this.#writer, handle);
    this.#send(id, flags);
  }

  threw(id: number, flags: number, error: unknown): void {
    if (this.#closed) return;
    encodeThrew(this.#writer, error);
    this.#send(id, flags);
  }

  /** Asks the thread for one of its functions. Throws, with nothing sent, when an argument cannot cross, or too much waits for it. */
  ask(id: number, asked: Asked, handles: readonly (HandleResult | undefined)[], label: string, kept?: Kept): void {
    const from = this.#askers.pop() ?? this.#newWriter();
    try {
      encodeAsk(from, asked, handles, label, kept);
      this.#ask(Kind.Ask, id, from, label);
    } finally {
      this.#askers.push(from);
    }
  }

  #ask(kind: Kind, id: number, from: Writer, label: string): void {
    this.#reactor.replying();
    if (this.#backlog.length === 0 && isPlain(from) && this.#ring.write(kind, id, from)) return wake(this.#block);
    const parcel = pack(kind, id, from);
    if (this.#backlog.length === 0 && deliver(parcel, this.#ring, this.#lane)) return wake(this.#block);
    if (this.#isOver(parcel)) throw this.#unread(label);
    this.#keep(take(parcel));
  }

  /** Sends an event; returns false, with nothing sent, when too much waits for the thread. Throws when an argument cannot cross. */
  event(
    id: number,
    asked: Asked,
    handles: readonly (HandleResult | undefined)[],
    label: string,
    kept: Kept | undefined,
  ): boolean {
    if (this.#closed) return true;
    const from = this.#askers.pop() ?? this.#newWriter();
    try {
      encodeAsk(from, asked, handles, label, kept);
      if (this.#bytes > MOST_EVENT_BYTES) return false;
      this.#ask(Kind.Event, id, from, label);
      return true;
    } finally {
      this.#askers.push(from);
    }
  }

  /** Tells that so many events were dropped. */
  lost(count: number): void {
    if (this.#closed) return;
    const parcel = bare(Kind.Lost, count);
    if (this.#backlog.length > 0 || !deliver(parcel, this.#ring, this.#lane)) this.#keep(parcel);
  }

  /** Takes an Ask back. */
  withdraw(id: number): void {
    if (this.#closed) return;
    const parcel = bare(Kind.Withdraw, id);
    // Nobody is woken: it says what is not to be done.
    if (this.#backlog.length > 0 || !deliver(parcel, this.#ring, this.#lane)) this.#keep(parcel);
  }

  #send(id: number, flags: number, kept?: Kept): void {
    this.#reactor.replying();
    // Behind those that wait already, or answers would overtake the attachments of others on the lane.
    if (this.#backlog.length === 0 && isPlain(this.#writer) && this.#ring.write(Kind.Reply | flags, id, this.#writer))
      return wakeFor(this.#block, id);
    try {
      const parcel = pack(Kind.Reply | flags, id, this.#writer);
      if (this.#backlog.length === 0 && deliver(parcel, this.#ring, this.#lane)) return wakeFor(this.#block, id);
      this.#keep(this.#orDropped(id, flags, take(parcel), kept));
    } catch (error) {
      // A buffer that cannot move.
      if (kept !== undefined) unwrite(kept);
      return this.threw(id, flags, error);
    }
  }

  /** Keeps a record until there is room. */
  #keep(parcel: Parcel): void {
    const bytes = sizeOf(parcel);
    this.#backlog.push({ parcel: keep(parcel), bytes });
    this.#bytes += bytes;
    askForSpace(this.#block);
    // The thread may have made room between our try and our asking, and see no reason to ring.
    this.flush();
    wake(this.#block);
  }

  /** Sends of what was kept as much as there is room for. */
  flush(): void {
    if (this.#backlog.length === 0) return;
    let sent = 0;
    for (const { parcel, bytes } of this.#backlog) {
      if (!deliver(parcel, this.#ring, this.#lane)) {
        askForSpace(this.#block);
        break;
      }
      sent += 1;
      this.#bytes -= bytes;
    }
    this.#backlog.splice(0, sent);
    wake(this.#block);
  }

  /** Whether so much waits for the thread that it should read before it asks for more. */
  isBehind(): boolean {
    return this.#bytes > PAUSE_BYTES;
  }

  /** Nobody hears replies any longer. */
  close(): void {
    this.#closed = true;
    this.#backlog.length = 0;
    this.#bytes = 0;
  }

  #isOver(parcel: Parcel): boolean {
    return this.#bytes + sizeOf(parcel) > this.#reactor.maxMessageBytes;
  }

  /** Over the limit, an error in the reply's stead. */
  #orDropped(id: number, flags: number, parcel: Parcel, kept: Kept | undefined): Parcel {
    if (!this.#isOver(parcel) || sizeOf(parcel) <= SMALL_REPLY) return parcel;
    if (kept !== undefined) unwrite(kept);
    encodeThrew(this.#writer, this.#unread("The result"));
    return pack(Kind.Reply | flags, id, this.#writer);
  }

  #unread(what: string): UnreadResultsError {
    const limit = this.#reactor.maxMessageBytes;
    return new UnreadResultsError(
      `${what} was dropped: its thread left results of ${this.#bytes} bytes unread, and ${limit} is the limit (setup({ maxMessageBytes })).`,
    );
  }
}
