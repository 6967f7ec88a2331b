/** What arrives from the reactor at one application thread: answers, each for the call of its id. */
import { decodeReply } from "./codec/messages.ts";
import { Reader } from "./codec/reader.ts";
import type { Doorbell } from "./doorbell.ts";
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

  constructor(block: ThreadBlock, lane: Lane, ring: RingReader, bell: Doorbell, to: Receiving) {
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
    this.#pending.delete(id);
  }

  /** Reads what has arrived, without blocking. */
  drain(): void {
    while (this.#ring.next()) {
      // The welcome precedes all attachments on the lane.
      this.#bell.isFound();
      if ((this.#ring.kind & KIND_MASK) === Kind.Reply) this.#settle(this.#ring.id, this.#ring.kind);
      this.#ring.release();
    }
    if (takeAskedForSpace(this.#block)) this.#bell.ring();
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
      settled = decodeReply(this.#reader, call?.label ?? "a call", (handle, plan) => {
        const { handles } = this.#to;
        if (call?.receive !== undefined && !late) return call.receive(handle, this.#to.plan(plan), handles);
        handles.drop(handle);
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
