/** What arrives from the reactor at one application thread: answers, each for the call of its id. */
import type { Callbacks } from "./callbacks.ts";
import { decodeReply } from "./codec/messages.ts";
import { Reader } from "./codec/reader.ts";
import type { Doorbell } from "./doorbell.ts";
import type { Events } from "./events.ts";
import type { Settled } from "./eventual-result.ts";
import type { Handles } from "./handles.ts";
import type { Lane } from "./lane.ts";
import type { ThreadBlock } from "./memory/blocks.ts";
import type { RingReader } from "./memory/ring.ts";
import { takeAskedForSpace } from "./memory/sleep.ts";
import { open } from "./parcel.ts";
import type { PlanBase } from "./plan.ts";
import { type Sent, cancelledLate, end } from "./sent.ts";
import { Flag, Kind, KIND_MASK } from "./wire.ts";

/** What reading needs of the connection. */
export interface Receiving {
  readonly handles: Handles;
  /** The plan that this thread registered under a number. */
  plan(number: number): PlanBase | undefined;
}

export class Arrivals {
  readonly #block: ThreadBlock;
  readonly #lane: Lane;
  readonly #ring: RingReader;
  readonly #bell: Doorbell;
  readonly #to: Receiving;
  readonly #reader = new Reader();
  readonly #pending = new Map<number, Sent>();
  readonly #callbacks: Callbacks;
  readonly #events: Events;

  constructor(
    block: ThreadBlock,
    lane: Lane,
    ring: RingReader,
    bell: Doorbell,
    to: Receiving,
    callbacks: Callbacks,
    events: Events,
  ) {
    this.#callbacks = callbacks;
    this.#events = events;
    this.#block = block;
    this.#lane = lane;
    this.#ring = ring;
    this.#bell = bell;
    this.#to = to;
  }

  /** An answer to this call is to come. */
  expect(call: Sent): void {
    this.#pending.set(call.id, call);
  }

  /** Nobody hears of this call's end any longer. */
  forget(id: number): void {
    const forgotten = this.#pending.get(id);
    this.#pending.delete(id);
    if (forgotten?.given !== undefined) this.#callbacks.forget(forgotten);
  }

  /** Whether functions that came with calls which have not ended may be asked for. */
  mayCallBack(): boolean {
    for (const { given } of this.#pending.values()) if (given !== undefined) return true;
    return false;
  }

  /** Reads what has arrived, without blocking. */
  drain(): void {
    while (this.#ring.next()) {
      // The welcome precedes all attachments on the lane.
      this.#bell.isFound();
      const kind = this.#ring.kind & KIND_MASK;
      if (kind === Kind.Reply) this.#settle(this.#ring.id, this.#ring.kind);
      else if (kind === Kind.Ask) this.#take(this.#ring.id);
      else if (kind === Kind.Withdraw) this.#callbacks.withdraw(this.#ring.id);
      else if (kind === Kind.Event) this.#hear(this.#ring.id);
      else if (kind === Kind.Lost) this.#events.lost += this.#ring.id;
      this.#ring.release();
    }
    if (takeAskedForSpace(this.#block)) this.#bell.ring();
  }

  /** A function is asked for. It is read now, since attachments come in order, and runs where the thread waits. */
  #take(id: number): void {
    try {
      open(this.#ring, this.#lane, this.#reader);
      this.#callbacks.take(id, this.#reader, this.#pending.get(this.#reader.f64()));
    } catch {
      // What cannot be read fails alone, and whoever asked hears of it at his limit.
      this.#callbacks.ignored += 1;
    } finally {
      this.#reader.end();
    }
  }

  /** An event. It is read now, for the same reason. */
  #hear(id: number): void {
    try {
      open(this.#ring, this.#lane, this.#reader);
      this.#callbacks.hear(id, this.#reader, this.#events);
    } catch {
      // As above; and nobody is to wait for it to be heard.
      this.#callbacks.ignored += 1;
      this.#events.heard();
    } finally {
      this.#reader.end();
    }
  }

  #settle(id: number, kind: number): void {
    const call = this.#pending.get(id);
    this.#pending.delete(id);
    // It had ended before the request to stop reached it, and this thread had not heard of it: to whoever cancelled it, it is
    // cancelled. Work that was told to stop ends in its own way.
    const late = call?.grace !== undefined && (kind & Flag.Cancelled) === 0;
    let settled: Settled;
    try {
      open(this.#ring, this.#lane, this.#reader);
      settled = decodeReply(
        this.#reader,
        call?.label ?? "a call",
        (handle, plan) => {
          const { handles } = this.#to;
          if (call?.receive !== undefined && !late) return call.receive(handle, this.#to.plan(plan), handles);
          handles.drop(handle);
          return null;
        },
        this.#callbacks.own,
      );
    } catch (error) {
      // An answer that cannot be read fails its call alone: the next record is a new start.
      settled = { kind: "threw", error: error as Error }; // reading throws errors only
    } finally {
      this.#reader.end();
    }
    if (call === undefined) return;
    // Its own stack is the whole of it.
    if (settled.kind === "threw" && this.#callbacks.threw(settled.error)) call.joined = true;
    if (call.given !== undefined) this.#callbacks.ended(call);
    call.after = this.#callbacks.came;
    end(call, late ? cancelledLate(call.label, settled) : settled);
  }
}
