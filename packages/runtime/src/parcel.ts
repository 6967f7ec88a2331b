/** One record with all that belongs to it: what goes into the ring, and what goes on the lane before it. Both halves use it. */
import type { Writer } from "./codec/writer.ts";
import type { Reader } from "./codec/reader.ts";
import { CorruptChannelError } from "./errors.ts";
import type { Lane } from "./lane.ts";
import type { RingReader, RingWriter } from "./memory/ring.ts";
import { Flag, type Kind, MAX_INLINE_BYTES } from "./wire.ts";

export interface Parcel {
  /** With its flags. */
  readonly kind: number;
  readonly id: number;
  readonly payload: Uint8Array;
  readonly length: number;
  readonly attachments: readonly unknown[];
  readonly transfers: readonly ArrayBuffer[];
}

const NOTHING = new Uint8Array(0);
const NONE: readonly never[] = [];

/** A record without a payload. */
export function bare(kind: Kind, id: number): Parcel {
  return { kind, id, payload: NOTHING, length: 0, attachments: NONE, transfers: NONE };
}

/** What a writer holds, as a parcel: valid until the writer is used again. A large payload becomes an attachment. */
export function pack(kind: Kind, id: number, from: Writer, length: number): Parcel {
  const { attachments, transfers } = from;
  if (length > MAX_INLINE_BYTES) {
    const body = from.bytes.buffer.slice(from.bytes.byteOffset, from.bytes.byteOffset + length) as ArrayBuffer; // a writer's memory is not shared
    return {
      kind: kind | Flag.Attachments | Flag.Spilled,
      id,
      payload: NOTHING,
      length: 0,
      attachments: [body, ...attachments],
      transfers: [body, ...transfers],
    };
  }
  return {
    kind: attachments.length > 0 ? kind | Flag.Attachments : kind,
    id,
    payload: from.bytes,
    length,
    attachments,
    transfers,
  };
}

/** The same with a payload and lists of its own, which stay valid: the writer goes on filling its own. */
export function keep(parcel: Parcel): Parcel {
  // Not slice(): that of a Buffer is a view of the same bytes.
  const payload = new Uint8Array(parcel.payload.subarray(0, parcel.length));
  return { ...parcel, payload, attachments: [...parcel.attachments], transfers: [...parcel.transfers] };
}

/** Sends it, or returns false and leaves everything as it was when the ring has no room. */
export function deliver(parcel: Parcel, ring: RingWriter, lane: Lane): boolean {
  if (!ring.hasRoom(parcel.length)) return false;
  // Attachments first: whoever reads the record finds them.
  if (parcel.attachments.length > 0) lane.post(parcel.attachments, parcel.transfers);
  return ring.write(parcel.kind, parcel.id, parcel.payload, parcel.length);
}

/** Points a reader at the payload of the record that a ring stands on. */
export function open(ring: RingReader, lane: Lane, reader: Reader): void {
  if ((ring.kind & Flag.Attachments) === 0) {
    reader.begin(ring.bytes, ring.start, ring.length, NONE);
    return;
  }
  const attachments = lane.take();
  if ((ring.kind & Flag.Spilled) === 0) {
    reader.begin(ring.bytes, ring.start, ring.length, attachments);
    return;
  }
  const [body, ...rest] = attachments;
  if (!(body instanceof ArrayBuffer)) throw new CorruptChannelError("A large message came without its body.");
  reader.begin(Buffer.from(body), 0, body.byteLength, rest);
}
