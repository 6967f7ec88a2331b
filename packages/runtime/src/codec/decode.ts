/** Bytes to values: the mirror of encode.ts. Nothing read here picks code: tags are numbers of a closed list. */
import { decodeDomException, decodeError } from "./decode-error.ts";
import { corrupt, type Reader } from "./reader.ts";
import type { ShapeIn } from "./shapes.ts";
import { MAX_DEPTH, Tag, views } from "./tags.ts";

export interface Decoding {
  readonly from: Reader;
  /** What a handle stands for in this thread. */
  readonly handle: (handle: number, plan: number) => unknown;
  /** What a function of the sender's becomes here, where one may come. */
  readonly function?: (place: number, handles: number, limit: number, parts?: unknown) => unknown;
  /** The very error that this thread threw, if it still has it. */
  readonly own?: (id: number) => object | undefined;
}

/** Errors may nest a little deeper than values: their causes are written with what is left of the depth. */
const DEEPEST = MAX_DEPTH + 16;

export function decode(into: Decoding, depth = 0): unknown {
  const { from } = into;
  if (depth > DEEPEST) corrupt();
  const tag = from.u8();
  switch (tag) {
    case Tag.Undefined:
      return undefined;
    case Tag.Null:
      return null;
    case Tag.True:
      return true;
    case Tag.False:
      return false;
    case Tag.Int32:
      return from.i32();
    case Tag.Double:
      return from.f64();
    case Tag.String:
      return from.string();
    case Tag.Array:
      return decodeArray(into, depth);
    case Tag.Shaped:
      from.shapes.push(from.knownShapes.of(from.string()));
      return decodeShaped(from.shapes[from.shapes.length - 1]!, into, depth); // just pushed
    case Tag.SameShape:
      return decodeShaped(from.shapes[from.u8()] ?? corrupt(), into, depth);
    case Tag.Object:
      return decodeEntries({}, into, depth);
    case Tag.NullObject:
      return decodeEntries(Object.create(null) as object, into, depth); // typed any
    case Tag.Ref:
      return decodeRef(from);
    case Tag.BigInt:
      return decodeBigInt(from.string());
    case Tag.Attachment:
      return remember(from, from.attachment() as object); // only objects are attached
    case Tag.Handle:
      return into.handle(from.f64(), from.u32());
    case Tag.Error:
      return decodeError(into, depth);
    case Tag.Function:
      return into.function === undefined ? corrupt() : into.function(from.u32(), from.u32(), from.f64());
    case Tag.Own:
      return decodeOwn(into, depth);
    case Tag.DOMException:
      return decodeDomException(into);
    default:
      return decodeBuiltIn(tag, into, depth);
  }
}

/** Every object takes the place in the message that the encoder gave it, before its parts are read. */
export function remember<T extends object>(from: Reader, value: T): T {
  from.objects.push(value);
  return value;
}

/** It is null where it stands for a live object that nobody waits for any longer. */
function decodeRef(from: Reader): unknown {
  const object: object | null | undefined = from.objects[from.u32()];
  return object === undefined ? corrupt() : object;
}

/** The copy is for where the error itself is gone; in the message it takes one place either way. */
function decodeOwn(into: Decoding, depth: number): unknown {
  const { from } = into;
  const known = into.own?.(from.f64());
  const place = from.objects.length;
  const copy = decode(into, depth);
  if (known === undefined) return copy;
  from.objects[place] = known;
  return known;
}

function decodeArray(into: Decoding, depth: number): unknown[] {
  const { from } = into;
  // Not count(): a run of holes stands for any number of places.
  const length = from.u32();
  const array = remember(from, [] as unknown[]);
  for (let i = 0; i < length; i += 1) {
    if (from.peek() === Tag.Hole) {
      from.u8();
      const holes = from.u32();
      if (holes === 0 || holes > length - i) corrupt();
      i += holes - 1;
      array.length = i + 1;
    } else {
      array[i] = decode(into, depth + 1);
    }
  }
  return array;
}

function decodeShaped({ keys, template }: ShapeIn, into: Decoding, depth: number): object {
  const object = remember<Record<string, unknown>>(into.from, { ...template });
  // All of them are own fields already, whatever their names: to assign them runs no setter.
  for (const key of keys) object[key] = decode(into, depth + 1);
  return object;
}

function decodeEntries(object: object, into: Decoding, depth: number): object {
  remember(into.from, object);
  const count = into.from.count();
  for (let i = 0; i < count; i += 1) {
    const key = into.from.string();
    setField(object, key, decode(into, depth + 1));
  }
  return object;
}

/**
 * Sets a field as data: `__proto__` from the wire is a key like any other and never a prototype. Names that every object
 * inherits are defined and not assigned: assigning them fails where the built-in prototypes are frozen.
 */
export function setField(object: object, key: string, value: unknown): void {
  if (key in Object.prototype) defineField(object, key, value);
  else (object as Record<string, unknown>)[key] = value; // a fresh object of ours
}

/** The same on an object whose class may have an accessor of that name, which must not run. */
export function defineField(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

function decodeBigInt(text: string): bigint {
  if (!/^-?[0-9a-f]+$/.test(text)) corrupt();
  return text.startsWith("-") ? -BigInt(`0x${text.slice(1)}`) : BigInt(`0x${text}`);
}

function decodeBuiltIn(tag: number, into: Decoding, depth: number): unknown {
  const { from } = into;
  switch (tag) {
    case Tag.Date:
      return remember(from, new Date(from.f64()));
    case Tag.RegExp:
      return remember(from, decodeRegExp(from.string(), from.string()));
    case Tag.Map: {
      const map = remember(from, new Map<unknown, unknown>());
      const size = from.count();
      for (let i = 0; i < size; i += 1) map.set(decode(into, depth + 1), decode(into, depth + 1));
      return map;
    }
    case Tag.Set: {
      const set = remember(from, new Set<unknown>());
      const size = from.count();
      for (let i = 0; i < size; i += 1) set.add(decode(into, depth + 1));
      return set;
    }
    case Tag.Bytes:
      return decodeBytes(from);
    case Tag.Live:
      return remember(from, into.handle(from.f64(), from.u32()) as object); // or null, see decodeRef()
    case Tag.FunctionOfParts: {
      const parts = decode(into, depth + 1);
      return into.function === undefined ? corrupt() : into.function(from.u32(), from.u32(), from.f64(), parts);
    }
    case Tag.Boxed: {
      const place = from.objects.length;
      // The box comes before its content in the encoder's order, and its content is a primitive.
      from.objects.push(from.objects);
      const content = decode(into, depth + 1);
      if (content === null || content === undefined || typeof content === "object") corrupt();
      const box = Object(content) as object; // Object() of a primitive is its box
      from.objects[place] = box;
      return box;
    }
    default:
      return corrupt();
  }
}

function decodeRegExp(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch {
    return corrupt();
  }
}

function decodeBytes(from: Reader): object {
  const name = views[from.u8()] ?? corrupt();
  const place = from.objects.push(from.objects) - 1;
  const bytes = from.u8() === 0 ? from.raw() : bytesOf(from.attachment());
  const value = viewOf(name, bytes);
  from.objects[place] = value;
  return value;
}

function bytesOf(attachment: unknown): Uint8Array<ArrayBuffer> {
  if (!(attachment instanceof ArrayBuffer)) corrupt();
  return new Uint8Array(attachment);
}

function viewOf(name: (typeof views)[number], bytes: Uint8Array<ArrayBuffer>): object {
  const { buffer } = bytes;
  if (name === "ArrayBuffer") return buffer;
  if (name === "Uint8Array") return bytes;
  if (name === "Buffer") return Buffer.from(buffer);
  try {
    return new (globalThis[name] as new (buffer: ArrayBuffer) => object)(buffer); // one of the list, all made from a buffer
  } catch {
    // A length that is no multiple of the element's size.
    return corrupt();
  }
}
