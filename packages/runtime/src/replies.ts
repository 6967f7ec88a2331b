/** Answers on their way from the reactor to one application thread. They never wait for it: what finds no room is kept. */
import { type HandleResult, encodeReturned, encodeReturnedHandle, encodeThrew } from "./codec/messages.ts";
import { Writer } from "./codec/writer.ts";
import { UnreadResultsError } from "./errors.ts";
import type { Lane } from "./lane.ts";
import type { ThreadBlock } from "./memory/blocks.ts";
import { RingWriter } from "./memory/ring.ts";
import { askForSpace, wake, wakeFor } from "./memory/sleep.ts";
import { type Parcel, deliver, isPlain, keep, pack, sizeOf, take } from "./parcel.ts";
import { Kind } from "./wire.ts";

/** Bytes of kept replies over which no more requests of their thread are read. */
const PAUSE_BYTES = 1_048_576;
/** A reply that is no longer than the error in its stead would be is never dropped. */
const SMALL_REPLY = 2048;

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
  /** Replies that found no room, in order, with their sizes: what was sent has none that can be told. */
  readonly #backlog: { readonly parcel: Parcel; readonly bytes: number }[] = [];
  #bytes = 0;
  #closed = false;

  constructor(block: ThreadBlock, lane: Lane, reactor: Replying) {
    this.#block = block;
    this.#lane = lane;
    this.#reactor = reactor;
    this.#ring = new RingWriter(block.replies);
    this.#writer = new Writer(reactor.maxMessageBytes);
  }

  /** Sends the value of call `id`; `transfer`: its whole buffers move. `flags` go beside the record's kind. */
  returned(id: number, flags: number, value: unknown, label: string, transfer: boolean): void {
    if (this.#closed) return;
    encodeReturned(this.#writer, value, label, transfer);
    this.#send(id, flags);
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

  #send(id: number, flags: number): void {
    this.#reactor.replying();
    // Behind those that wait already, or answers would overtake the attachments of others on the lane.
    if (this.#backlog.length === 0 && isPlain(this.#writer) && this.#ring.write(Kind.Reply | flags, id, this.#writer))
      return wakeFor(this.#block, id);
    try {
      const parcel = pack(Kind.Reply | flags, id, this.#writer);
      if (this.#backlog.length === 0 && deliver(parcel, this.#ring, this.#lane)) return wakeFor(this.#block, id);
      this.#keep(id, flags, take(parcel));
    } catch (error) {
      // A buffer that cannot move.
      return this.threw(id, flags, error);
    }
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

  /** Keeps a reply until there is room; over the limit, an error in its stead. */
  #keep(id: number, flags: number, parcel: Parcel): void {
    const limit = this.#reactor.maxMessageBytes;
    let kept = parcel;
    if (this.#bytes + sizeOf(parcel) > limit && sizeOf(parcel) > SMALL_REPLY) {
      const error = new UnreadResultsError(
        `The result was dropped: its thread left results of ${this.#bytes} bytes unread, and ${limit} is the limit (setup({ maxMessageBytes })).`,
      );
      encodeThrew(this.#writer, error);
      kept = pack(Kind.Reply | flags, id, this.#writer);
    }
    const bytes = sizeOf(kept);
    this.#backlog.push({ parcel: keep(kept), bytes });
    this.#bytes += bytes;
  }
}
