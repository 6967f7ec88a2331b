/** For tests of the codec: values there and back, and what it means for two values to be the same. */
import { decode } from "../dist/codec/decode.js";
import { encodeAt } from "../dist/codec/messages.js";
import { Reader } from "../dist/codec/reader.js";
import { Writer } from "../dist/codec/writer.js";

/** One writer and one reader for many messages, as a connection has them. */
export class Codec {
  readonly #to = new Writer();
  readonly #from = new Reader();

  encode(value: unknown): { bytes: Buffer; attachments: readonly unknown[] } {
    this.#to.begin();
    encodeAt("value", value, this.#to);
    this.#to.finish();
    return { bytes: this.#to.take(), attachments: this.#to.attachments };
  }

  /** `before`: where in a larger memory the message lies, as in a ring. */
  decode(bytes: Uint8Array, attachments: readonly unknown[] = [], before = 0): unknown {
    const memory = Buffer.concat([Buffer.alloc(before, 0xee), bytes, Buffer.alloc(16, 0xee)]);
    this.#from.begin(memory, before, bytes.length, attachments);
    return decode({ from: this.#from, handle: () => "a handle" });
  }

  thereAndBack<T>(value: T): T {
    const { bytes, attachments } = this.encode(value);
    return this.decode(bytes, attachments, 48) as T; // the same, or the test fails
  }
}

/**
 * Where two values differ, or null: kinds, prototypes, own keys and their order, holes, bytes; and identity: where one
 * value has the same object twice, so has the other.
 */
export function difference(
  one: unknown,
  other: unknown,
  at = "value",
  seen: Map<object, object> = new Map(),
): string | null {
  if (typeof one !== "object" || one === null || typeof other !== "object" || other === null)
    return Object.is(one, other) ? null : at;
  if (seen.has(one)) return seen.get(one) === other ? null : `${at} (identity)`;
  if ([...seen.values()].includes(other)) return `${at} (identity)`;
  seen.set(one, other);
  const kind = Object.prototype.toString.call(one);
  if (kind !== Object.prototype.toString.call(other) || Object.getPrototypeOf(one) !== Object.getPrototypeOf(other))
    return `${at} (kind)`;
  if (ArrayBuffer.isView(one) || one instanceof ArrayBuffer)
    return Buffer.compare(bytesOf(one), bytesOf(other)) === 0 ? null : `${at} (bytes)`;
  const inside = (pairs: readonly (readonly [string, unknown, unknown])[]): string | null => {
    for (const [key, a, b] of pairs) {
      const found = difference(a, b, `${at}.${key}`, seen);
      if (found !== null) return found;
    }
    return null;
  };
  if (one instanceof Date) return Object.is(one.getTime(), (other as Date).getTime()) ? null : at; // of the same kind
  if (one instanceof RegExp) return String(one) === String(other) ? null : at;
  if (one instanceof Map || one instanceof Set) return inside([["entries", [...one], [...(other as Set<unknown>)]]]); // of the same kind
  if (/^\[object (Number|String|Boolean|BigInt)\]$/.test(kind))
    return Object.is(one.valueOf(), other.valueOf()) ? null : at;
  const keys = Object.keys(one);
  if (Array.isArray(one) && one.length !== (other as unknown[]).length) return `${at}.length`;
  if (JSON.stringify(keys) !== JSON.stringify(Object.keys(other))) return `${at} (keys)`;
  return inside(keys.map((key) => [key, fieldOf(one, key), fieldOf(other, key)]));
}

function fieldOf(object: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(object, key)?.value as unknown; // typed any; read so that __proto__ is a key like any other
}

function bytesOf(value: unknown): Uint8Array {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  const view = value as ArrayBufferView; // tested by the caller
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
