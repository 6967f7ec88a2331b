/**
 * A byte ring with one producer and one consumer. Counters are free-running and compared only by their difference, so
 * that their wrap at 2^32 has no effect. Records are contiguous; a padding record fills an end that is too short.
 */
import { HEADER_BYTES, KIND_MASK, Kind, MAX_BESIDE, RING_BYTES } from "../wire.ts";
import { CorruptChannelError } from "../errors.ts";
import type { RingPlace } from "./blocks.ts";

const MASK = RING_BYTES - 1;
/** Bytes over which a record would drive everything else out of the caches, were it to lie elsewhere each time. */
const LARGE = 8192;
const aligned = (bytes: number): number => (bytes + 15) & ~15;

/** What a record carries: it is written where it is to lie, without a stop in between. */
export interface Payload {
  readonly length: number;
  /** Writes all of it from `at` on. */
  copyTo(bytes: Buffer, at: number): void;
}

/** A payload that is bytes already. */
export class Bytes implements Payload {
  readonly length: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.length = bytes.length;
  }

  copyTo(bytes: Buffer, at: number): void {
    bytes.set(this.#bytes, at);
  }
}

export const EMPTY: Payload = new Bytes(new Uint8Array(0));

export class RingWriter {
  readonly #place: RingPlace;
  readonly #words: Int32Array;
  readonly #ids: Float64Array;
  readonly #bytes: Buffer;
  #tail: number;
  /** The consumer's head as it was last seen: it only ever moves on, so that there is at least as much room as it tells. */
  #head: number;
  /** Of records with bytes on the lane, from the first that may be unread: where each ends, and how many they are. */
  readonly #beside: { readonly end: number; readonly bytes: number }[] = [];
  #besideBytes = 0;

  constructor(place: RingPlace) {
    this.#place = place;
    this.#words = new Int32Array(place.memory, place.offset, RING_BYTES / 4);
    this.#ids = new Float64Array(place.memory, place.offset, RING_BYTES / 8);
    this.#bytes = Buffer.from(place.memory, place.offset, RING_BYTES);
    // Only this side ever stores the tail: what it finds here is what a former writer of this block left.
    this.#tail = Atomics.load(place.words, place.tail);
    this.#head = Atomics.load(place.words, place.head);
  }

  /** Is there room for a record, and beside the ring for so many bytes that belong to it? */
  hasRoom(length: number, beside = 0): boolean {
    const need = HEADER_BYTES + aligned(length);
    // Of a large record it is worth knowing whether the ring is empty.
    if (need > LARGE) this.#head = Atomics.load(this.#place.words, this.#place.head);
    const whole = need + this.#padding(need);
    if (beside === 0 && RING_BYTES - ((this.#tail - this.#head) | 0) >= whole) return true;
    // The consumer's head: everything before it has been read, so its bytes may be overwritten after this load.
    this.#head = Atomics.load(this.#place.words, this.#place.head);
    if (RING_BYTES - ((this.#tail - this.#head) | 0) < whole) return false;
    return beside === 0 || this.#hasRoomBeside(beside);
  }

  /** The lane itself knows no end: a ring full of short records could announce any amount of memory. */
  #hasRoomBeside(bytes: number): boolean {
    for (
      let first = this.#beside[0];
      first !== undefined && ((this.#head - first.end) | 0) >= 0;
      first = this.#beside[0]
    ) {
      this.#besideBytes -= first.bytes;
      this.#beside.shift();
    }
    return this.#besideBytes === 0 || this.#besideBytes + bytes <= MAX_BESIDE;
  }

  /**
   * Bytes left at the end of the ring when a record of this size does not fit there. A large one goes back to the beginning
   * of an empty ring anyway: memory that was just used is still in the caches.
   */
  #padding(need: number): number {
    const at = this.#tail & MASK;
    const toEnd = RING_BYTES - at;
    return toEnd < need || (need > LARGE && need <= at && this.#head === this.#tail) ? toEnd : 0;
  }

  /**
   * Appends a record and publishes it, or returns false when there is no room. `kind` carries its flags; `beside`: bytes that
   * were posted on the lane for it.
   */
  write(kind: number, id: number, payload: Payload, beside = 0): boolean {
    const { length } = payload;
    if (!this.hasRoom(length, beside)) return false;
    const need = HEADER_BYTES + aligned(length);
    const padding = this.#padding(need);
    let at = this.#tail & MASK;
    if (padding > 0) {
      this.#header(at, padding - HEADER_BYTES, Kind.Padding, 0);
      at = 0;
    }
    this.#header(at, length, kind, id);
    if (length > 0) payload.copyTo(this.#bytes, at + HEADER_BYTES);
    this.#tail = (this.#tail + padding + need) | 0;
    if (beside > 0) {
      this.#beside.push({ end: this.#tail, bytes: beside });
      this.#besideBytes += beside;
    }
    // Publishes the header and payload written above: the consumer reads them only after it has seen this tail.
    Atomics.store(this.#place.words, this.#place.tail, this.#tail);
    return true;
  }

  #header(at: number, length: number, kind: number, id: number): void {
    this.#words[at >> 2] = length;
    this.#words[(at >> 2) + 1] = kind;
    this.#ids[(at >> 3) + 1] = id;
  }
}

/** Where the record that was just read lies: valid until `release()`. */
export class RingReader {
  kind = 0;
  id = 0;
  /** Byte offset of the payload in `bytes`. */
  start = 0;
  length = 0;
  readonly bytes: Buffer;
  readonly #place: RingPlace;
  readonly #words: Int32Array;
  readonly #ids: Float64Array;
  #head: number;

  constructor(place: RingPlace) {
    this.#place = place;
    this.#words = new Int32Array(place.memory, place.offset, RING_BYTES / 4);
    this.#ids = new Float64Array(place.memory, place.offset, RING_BYTES / 8);
    this.bytes = Buffer.from(place.memory, place.offset, RING_BYTES);
    // Only this side ever stores the head.
    this.#head = Atomics.load(place.words, place.head);
  }

  /** The producer's tail, for one who wants to see it move. */
  tail(): number {
    // Sees every record that was published before it.
    return Atomics.load(this.#place.words, this.#place.tail);
  }

  isEmpty(): boolean {
    return this.tail() === this.#head;
  }

  /** Steps to the next record, or returns false when there is none. Throws CorruptChannelError on a header that cannot be. */
  next(): boolean {
    for (;;) {
      const filled = (this.tail() - this.#head) | 0;
      if (filled === 0) return false;
      const at = this.#head & MASK;
      const length = this.#words[at >> 2] ?? -1;
      const kind = this.#words[(at >> 2) + 1] ?? -1;
      // Checked as integers against what was published: a scribbled header must not make us read elsewhere.
      if (
        length < 0 ||
        length > RING_BYTES ||
        HEADER_BYTES + aligned(length) > Math.min(filled, RING_BYTES - at) ||
        filled < 0
      ) {
        throw new CorruptChannelError(
          `A record of ${length} bytes in a ring that holds ${filled}: the hand-off's shared memory was overwritten.`,
        );
      }
      this.length = length;
      if ((kind & KIND_MASK) === Kind.Padding) {
        this.release();
        continue;
      }
      this.kind = kind;
      this.id = this.#ids[(at >> 3) + 1] ?? 0;
      this.start = at + HEADER_BYTES;
      return true;
    }
  }

  /** Lets the producer overwrite the record. After this, nothing of it may be read. */
  release(): void {
    this.#head = (this.#head + HEADER_BYTES + aligned(this.length)) | 0;
    // Orders our reads of the payload before the producer's next writes to the same bytes.
    Atomics.store(this.#place.words, this.#place.head, this.#head);
  }
}
