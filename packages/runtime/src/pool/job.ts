/** What passes between the reactor and a thread of its pool: picot's own encoding, so that values and errors arrive alike everywhere. */
import { Reader } from "../codec/reader.ts";
import { Writer } from "../codec/writer.ts";
import { bare, take } from "../parcel.ts";
import { Kind } from "../wire.ts";
import type { Place } from "./crew.ts";

export interface Job {
  readonly place: Place;
  /** The name of the reactor whose pool it is. */
  readonly reactor: string;
  readonly url: string;
  readonly name: string;
  readonly args: Packed;
}

export interface Packed {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly attachments: readonly unknown[];
  /** Those buffers of body and attachments that are ours to give away. */
  readonly transfers: readonly ArrayBuffer[];
}

/** Encodes into memory of its own. */
export function packed(encode: (to: Writer) => number): Packed {
  const to = new Writer();
  encode(to);
  const body = to.take();
  const moved = take({ ...bare(Kind.Call, 0), attachments: to.attachments, transfers: to.transfers, moved: to.moved });
  return { body, attachments: moved.attachments, transfers: [body.buffer, ...moved.transfers] };
}

export function unpacked({ body, attachments }: Packed): Reader {
  const reader = new Reader();
  reader.begin(Buffer.from(body.buffer, body.byteOffset, body.length), 0, body.length, attachments);
  return reader;
}
