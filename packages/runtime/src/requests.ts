/** Requests on their way from one application thread to its reactor. What finds no room waits for it, and reads replies meanwhile. */
import { type Blocked, beginWait } from "./blocked.ts";
import { encodeText } from "./codec/messages.ts";
import { Writer } from "./codec/writer.ts";
import { Deadline } from "./deadline.ts";
import type { Doorbell } from "./doorbell.ts";
import type { Events } from "./events.ts";
import type { Handles } from "./handles.ts";
import type { Lane } from "./lane.ts";
import type { ThreadBlock } from "./memory/blocks.ts";
import { EMPTY, RingWriter } from "./memory/ring.ts";
import { waitForSpace } from "./memory/sleep.ts";
import { type Parcel, bare, deliver, isPlain, pack } from "./parcel.ts";
import { Kind, SLICE_MS } from "./wire.ts";

/** Milliseconds for which a thread that has nobody to tell of it tries to send something. */
const PATIENCE = 20;

/** What the connection asks about its reactor between two sleeps. */
export interface Watch {
  /** Throws when the reactor has ended. `slept`: a whole slice passed with no news. */
  check(slept: boolean, label: string, mayHaveRun: boolean): void;
}

/** What sending needs of the connection. */
export interface Sending {
  /** The reactor's name and generation. */
  readonly reactor: string;
  readonly generation: number;
  readonly handles: Handles;
  readonly events: Events;
  /** Reads what has arrived. */
  poll(): void;
}

export class Requests {
  readonly #block: ThreadBlock;
  readonly #lane: Lane;
  readonly #watch: Watch;
  readonly #bell: Doorbell;
  readonly #from: Sending;
  readonly #ring: RingWriter;
  /** Writers not in use: a getter of an argument may make a call of its own while that argument is encoded. */
  readonly #writers: Writer[] = [];
  readonly #maxMessageBytes: number | undefined;

  constructor(
    block: ThreadBlock,
    lane: Lane,
    watch: Watch,
    bell: Doorbell,
    from: Sending,
    maxMessageBytes: number | undefined,
  ) {
    this.#block = block;
    this.#lane = lane;
    this.#watch = watch;
    this.#bell = bell;
    this.#from = from;
    this.#ring = new RingWriter(block.requests);
    this.#maxMessageBytes = maxMessageBytes;
  }

  /** A writer for one record. Give it back by done(). */
  writer(): Writer {
    return this.#writers.pop() ?? new Writer(this.#maxMessageBytes);
  }

  done(writer: Writer): void {
    this.#writers.push(writer);
  }

  /** Sends what a writer holds; `kind` may carry flags. Blocks while there is no room for it. Throws NoRoom at the deadline. */
  send(kind: number, id: number, from: Writer, deadline: Deadline, label: string): void {
    this.#tellDropped();
    if (isPlain(from) && this.#ring.write(kind, id, from)) this.#bell.ring();
    else this.#deliver(pack(kind, id, from), deadline, label);
  }

  /** Tells the reactor something about a call. Not told when the ring stays full: the reactor is stuck or gone then. */
  tell(kind: Kind, id: number): void {
    try {
      this.#tellDropped();
      this.#deliver(bare(kind, id), Deadline.after(PATIENCE), "");
    } catch {
      // Whoever waits learns it from the reactor's phase, or at the deadline.
    }
  }

  /** After a collection: lets go of what no facade stands for any longer, also where no call follows. */
  sweep(): void {
    const events = this.#from.events.sweep();
    if (this.#from.handles.sweep() || events) this.flush();
  }

  /** Tells what is not told yet, without a call. */
  flush(): void {
    this.#tellDropped();
    this.#bell.ring();
  }

  #tellDropped(): void {
    // What finds no room waits for the next call, or the next collection.
    this.#from.handles.tellDropped((handle, at) =>
      at === undefined ? this.#ring.write(Kind.Release, handle, EMPTY) : this.#trace(handle, at),
    );
    this.#from.events.tell((kind, id) => this.#ring.write(kind, id, EMPTY));
  }

  #trace(handle: number, at: string): boolean {
    const to = this.writer();
    encodeText(to, at);
    const isSent = this.#ring.write(Kind.Trace, handle, to);
    this.done(to);
    return isSent;
  }

  #deliver(parcel: Parcel, deadline: Deadline, label: string): void {
    if (this.#isHeard(parcel) && deliver(parcel, this.#ring, this.#lane)) return this.#bell.ring();
    // What has no label tells something, for some milliseconds, and has nobody who could be interrupted.
    const blocked = label === "" ? undefined : beginWait(this.#from.reactor, this.#from.generation, label);
    try {
      this.#deliverLate(parcel, deadline, label, blocked);
    } finally {
      blocked?.end();
    }
  }

  #deliverLate(parcel: Parcel, deadline: Deadline, label: string, blocked: Blocked | undefined): void {
    let tries = 0;
    while (!this.#isHeard(parcel) || !deliver(parcel, this.#ring, this.#lane)) {
      // The reactor is behind; it may be waiting for us to read its replies.
      this.#bell.ring();
      this.#from.poll();
      // Each try sleeps a millisecond; about a slice's worth of them counts as one.
      this.#watch.check((tries += 1) % SLICE_MS === 0, label, false);
      // Not sent, and the time is up: the caller finds its deadline passed, and sends nothing that could run late.
      if (deadline.passed()) throw new NoRoom();
      blocked?.look();
      waitForSpace(this.#block, label === "" ? 0 : tries);
    }
    this.#bell.ring();
  }

  /** A channel with nobody at its other end yet loses what is posted on it: attachments wait until this thread is accepted. */
  #isHeard({ attachments }: Parcel): boolean {
    return attachments.length === 0 || this.#bell.isFound();
  }
}

/** The ring stayed full until the deadline: nothing was sent. */
export class NoRoom extends Error {}
