/** What passes between the reactor and a thread of its pool: picot's own encoding, so that values and errors arrive alike everywhere. */
import { encodeAt } from "../codec/messages.ts";
import { Reader } from "../codec/reader.ts";
import { Writer } from "../codec/writer.ts";
import { bare, take } from "../parcel.ts";
import { Kind } from "../wire.ts";

/** An export of a module. */
export interface Export {
  readonly url: string;
  readonly name: string;
}

/** What a thread is asked to do. Objects and iterators stay in it, by numbers that the pool gives. */
export type Work =
  | (Export & { readonly do: "call"; readonly stream: number })
  | { readonly do: "several"; readonly calls: readonly Export[] }
  | (Export & { readonly do: "notify"; readonly callback: Export })
  | (Export & { readonly do: "construct"; readonly object: number })
  | (Export & { readonly do: "static"; readonly member: string; readonly stream: number })
  | (Export & { readonly do: "method"; readonly member: string; readonly object: number; readonly stream: number })
  | { readonly do: "release"; readonly object: number }
  | { readonly do: "pull"; readonly stream: number }
  | { readonly do: "close"; readonly stream: number }
  | { readonly do: "leave" };

/** In place of a stream's number: the result is a value. */
export const NO_STREAM = 0;

/** What each thread of a pool enters once, before its first job, and leaves once, at its end. */
export interface ThreadContext {
  readonly url: string;
  readonly enter: string;
  readonly leave: string | undefined;
}

/** Where a job's thread tells of its waits, and is told to stop. */
export interface Place {
  readonly waits: SharedArrayBuffer;
  readonly words: SharedArrayBuffer;
  readonly slot: number;
}

export interface Job {
  readonly place: Place;
  /** Never reused within a pool. */
  readonly number: number;
  /** As texts name it. */
  readonly label: string;
  /** The name of the reactor whose pool it is. */
  readonly reactor: string;
  readonly context: ThreadContext | undefined;
  readonly work: Work;
  /** A list. */
  readonly args: Packed;
  /** Whole buffers of the result move. */
  readonly transfer: boolean;
}

/** Some items of an iterator that runs in a thread. */
export interface Batch {
  readonly items: readonly unknown[];
  readonly done: boolean;
  /** What a generator returned in the end. */
  readonly value: unknown;
}

export interface Packed {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly attachments: readonly unknown[];
  /** Those buffers of body and attachments that are ours to give away. */
  readonly transfers: readonly ArrayBuffer[];
}

/** Encodes into memory of its own. Buffers that move are taken from their owner now. */
export function packed(encode: (to: Writer) => number): Packed {
  const to = new Writer();
  encode(to);
  const body = to.take();
  const moved = take({ ...bare(Kind.Call, 0), attachments: to.attachments, transfers: to.transfers, moved: to.moved });
  return { body, attachments: moved.attachments, transfers: [body.buffer, ...moved.transfers] };
}

/** Arguments, and the values that travel with them. Throws ArgumentError with the path of what cannot cross. */
export function packedArguments(
  args: readonly unknown[],
  values: Readonly<Record<string, unknown>>,
  transfer: boolean,
): Packed {
  return packed((to) => {
    to.begin();
    to.giveAll = transfer;
    encodeAt("args", args, to);
    encodeAt("context", values, to);
    return to.finish();
  });
}

export function unpacked({ body, attachments }: Packed): Reader {
  const reader = new Reader();
  reader.begin(Buffer.from(body.buffer, body.byteOffset, body.length), 0, body.length, attachments);
  return reader;
}
