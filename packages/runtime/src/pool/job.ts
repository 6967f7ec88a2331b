/** What passes between the reactor and a thread of its pool: picot's own encoding, so that values and errors arrive alike everywhere. */
import { Reader } from "../codec/reader.ts";
import { Writer } from "../codec/writer.ts";

export interface Job {
  readonly url: string;
  readonly name: string;
  readonly args: Packed;
}

export interface Packed {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly attachments: readonly unknown[];
}

/** Encodes into memory of its own. */
export function packed(encode: (to: Writer) => number): Packed {
  const to = new Writer();
  const length = encode(to);
  return { body: new Uint8Array(to.bytes.buffer.slice(0, length) as ArrayBuffer), attachments: to.attachments }; // a writer's memory is not shared
}

export function unpacked({ body, attachments }: Packed): Reader {
  const reader = new Reader();
  reader.begin(Buffer.from(body.buffer, body.byteOffset, body.length), 0, body.length, attachments);
  return reader;
}
