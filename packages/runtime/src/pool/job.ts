/** What passes between the reactor and a thread of its pool: picot's own encoding, so that values and errors arrive alike everywhere. */
import { encodeValues } from "../codec/context-values.ts";
import { encodeAt } from "../codec/messages.ts";
import { Reader } from "../codec/reader.ts";
import { Writer } from "../codec/writer.ts";
import { bare, take } from "../parcel.ts";
import type { ContextValues } from "../context-value.ts";
import { perThread } from "../per-thread.ts";
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

/** What a thread is told once, at its start: to send shared memory along with each job would cost more than all the rest. */
export interface Setup {
  readonly place: Place;
  /** The name of the reactor whose pool it is. */
  readonly reactor: string;
  readonly context: ThreadContext | undefined;
}

export interface Job {
  /** Never reused within a pool. */
  readonly number: number;
  /** As texts name it. */
  readonly label: string;
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
  const to = spare.writers.pop() ?? new Writer();
  try {
    encode(to);
    const body = to.take();
    const own = { attachments: to.attachments, transfers: to.transfers, moved: to.moved };
    const { attachments, transfers } = take({ ...bare(Kind.Call, 0), ...own });
    return { body, attachments: [...attachments], transfers: [body.buffer, ...transfers] };
  } finally {
    spare.writers.push(to);
  }
}

/** What goes to another thread, and what of it moves there: what is small is copied sooner than moved. */
export function toSend({ body, attachments, transfers }: Packed): { sent: Packed; transferList: ArrayBuffer[] } {
  const isSmall = attachments.length === 0 && body.length < SMALL;
  return { sent: { body, attachments, transfers: [] }, transferList: isSmall ? [] : [...transfers] };
}

const SMALL = 32_768;

/** Writers not in use: a getter of an argument may send a job of its own while that argument is encoded. */
const spare = perThread("poolWriters", () => ({ writers: [] as Writer[] }));

/** Arguments, and the values that travel with them. Throws ArgumentError with the path of what cannot cross. */
export function packedArguments(
  args: readonly unknown[],
  values: ContextValues | undefined,
  transfer: boolean,
): Packed {
  return packed((to) => {
    to.begin();
    to.giveAll = transfer;
    encodeAt("args", args, to);
    encodeValues(to, values ?? new Map());
    return to.finish();
  });
}

export function unpacked({ body, attachments }: Packed): Reader {
  const reader = new Reader();
  reader.begin(Buffer.from(body.buffer, body.byteOffset, body.length), 0, body.length, attachments);
  return reader;
}
