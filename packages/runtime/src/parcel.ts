/** One record with all that belongs to it: what goes into the ring, and what goes on the lane before it. Both halves use it. */
import type { Writer } from "./codec/writer.ts";
import type { Reader } from "./codec/reader.ts";
import { cannotMove, takeBuffers } from "./codec/transfer.ts";
import { CorruptChannelError } from "./errors.ts";
import type { Lane } from "./lane.ts";
import { Bytes, EMPTY, type Payload, type RingReader, type RingWriter } from "./memory/ring.ts";
import { Flag, type Kind, MAX_INLINE_BYTES } from "./wire.ts";

export interface Parcel {
  /** With its flags. */
  readonly kind: number;
  readonly id: number;
  readonly payload: Payload;
  readonly attachments: readonly unknown[];
  /** Those of the attachments' buffers that are ours to give away. */
  readonly transfers: readonly ArrayBuffer[];
  /** Buffers that are still their owner's, and are lost to him when this is sent. */
  readonly moved: readonly ArrayBuffer[];
}

const NONE: readonly never[] = [];

/** A record without a payload. */
export function bare(kind: Kind, id: number): Parcel {
  return { kind, id, payload: EMPTY, attachments: NONE, transfers: NONE, moved: NONE };
}

/** Whether what a writer holds goes into the ring as it is: then it needs no parcel. */
export function isPlain(from: Writer): boolean {
  return from.length <= MAX_INLINE_BYTES && from.attachments.length === 0 && from.moved.length === 0;
}

/** What a writer holds, as a parcel: valid until the writer is used again. A large payload becomes an attachment. `kind` may carry flags. */
export function pack(kind: number, id: number, from: Writer): Parcel {
  const { attachments, transfers, moved } = from;
  if (from.length > MAX_INLINE_BYTES) {
    const body = from.take();
    return {
      kind: kind | Flag.Attachments | Flag.Spilled,
      id,
      payload: EMPTY,
      attachments: [body, ...attachments],
      transfers: [body.buffer, ...transfers],
      moved,
    };
  }
  return {
    kind: attachments.length > 0 ? kind | Flag.Attachments : kind,
    id,
    payload: from,
    attachments,
    transfers,
    moved,
  };
}

/**
 * Takes the buffers that move out of their owner's hands: from now on they are detached there, whatever becomes of the
 * parcel, and whether the lane can transfer or only copy. Throws, with nothing taken, when one cannot move.
 */
export function take(parcel: Parcel): Parcel {
  const { moved } = parcel;
  if (moved.length === 0) return parcel;
  const taken = takeBuffers(moved);
  const attachments = parcel.attachments.map((each) => taken[moved.indexOf(each as ArrayBuffer)] ?? each); // only looked for
  // Also those whose bytes went into the payload: to give away what nobody reads does no harm.
  return { ...parcel, attachments, transfers: [...parcel.transfers, ...taken], moved: NONE };
}

/** About the bytes of memory that a parcel takes while it waits. */
export function sizeOf(parcel: Parcel): number {
  return OVERHEAD + parcel.payload.length + besideOf(parcel);
}

/** Bytes of the attachments; what is shared takes none. */
function besideOf({ attachments }: Parcel): number {
  let bytes = 0;
  for (const each of attachments) {
    if (each instanceof ArrayBuffer || ArrayBuffer.isView(each)) bytes += each.byteLength;
  }
  return bytes;
}

/** Bytes of a parcel's own objects, about. */
const OVERHEAD = 256;

/** The same with a payload and lists of its own, which stay valid: the writer goes on filling its own. */
export function keep(parcel: Parcel): Parcel {
  const bytes = Buffer.allocUnsafeSlow(parcel.payload.length);
  if (bytes.length > 0) parcel.payload.copyTo(bytes, 0);
  return {
    ...parcel,
    payload: new Bytes(bytes),
    attachments: [...parcel.attachments],
    transfers: [...parcel.transfers],
  };
}

/**
 * Sends it, or returns false and leaves everything as it was when there is no room in the ring or beside it. Throws when a buffer
 * cannot move, and leaves everything as it was, too.
 */
export function deliver(parcel: Parcel, ring: RingWriter, lane: Lane): boolean {
  const beside = parcel.attachments.length === 0 ? 0 : besideOf(parcel);
  if (!ring.hasRoom(parcel.payload.length, beside)) return false;
  // Attachments first: whoever reads the record finds them.
  if (parcel.moved.length > 0) move(parcel, lane);
  else if (parcel.attachments.length > 0) lane.post(parcel.attachments, parcel.transfers);
  return ring.write(parcel.kind, parcel.id, parcel.payload, beside);
}

/** Posts attachments some of which are their owner's still, and takes them from him in the same step. */
function move(parcel: Parcel, lane: Lane): void {
  // Where none of them is an attachment, their bytes are in the payload, and nothing is posted.
  if (!lane.moves || parcel.attachments.length === 0) {
    const { attachments, transfers } = take(parcel);
    if (attachments.length > 0) lane.post(attachments, transfers);
    return;
  }
  try {
    // All of them: those whose bytes went into the payload are taken too.
    lane.post(parcel.attachments, [...parcel.transfers, ...parcel.moved]);
  } catch (error) {
    throw cannotMove(error);
  }
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
  if (!(body instanceof Uint8Array)) throw new CorruptChannelError("A large message came without its body.");
  reader.begin(Buffer.from(body.buffer, body.byteOffset, body.length), 0, body.length, rest);
}
