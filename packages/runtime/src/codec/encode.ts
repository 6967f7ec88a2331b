/**
 * Values to bytes. A tree codec for what structured clone carries, with the same fidelity, and with a refusal that names
 * the path where structured clone would turn a value into something else in silence. Not carried: symbol keys, as in
 * structured clone, and own names of arrays (to look for them costs as much as the array itself). Each getter is read
 * once. Nothing is sent from here: a value that is refused half-way leaves no trace.
 */
import { types } from "node:util";
import { MAX_INLINE_BUFFER } from "../wire.ts";
import { DepthError } from "../errors.ts";
import { encodeDomException, encodeError } from "./encode-error.ts";
import { pathText, refusal, refuse } from "./refusal.ts";
import { roomFor } from "./room.ts";
import { MAX_DEPTH, Tag, views } from "./tags.ts";
import { isDetached, mayMove, takeMarks } from "./transfer.ts";
import type { Writer } from "./writer.ts";

/** Encodes one value; the writer's path so far says where it stands, for a refusal. Throws ArgumentError or DepthError. */
export function encode(value: unknown, to: Writer): void {
  switch (typeof value) {
    case "number":
      // Object.is tells -0, which is an int32 by any other test.
      if (value === (value | 0) && (value !== 0 || !Object.is(value, -0))) {
        to.int32(Tag.Int32, value);
      } else {
        to.u8(Tag.Double);
        to.f64(value);
      }
      return;
    case "string":
      to.u8(Tag.String);
      to.string(value);
      return;
    case "boolean":
      to.u8(value ? Tag.True : Tag.False);
      return;
    case "undefined":
      to.u8(Tag.Undefined);
      return;
    case "bigint":
      to.u8(Tag.BigInt);
      to.string(value < 0n ? `-${(-value).toString(16)}` : value.toString(16));
      return;
    case "object":
      if (value === null) to.u8(Tag.Null);
      else encodeObject(value, to);
      return;
    case "function":
      return refuse(
        to.path,
        `is a function${value.name === "" ? "" : ` (${value.name})`}; functions do not cross threads`,
      );
    default:
      return refuse(to.path, "is a symbol; symbols do not cross threads");
  }
}

function encodeObject(value: object, to: Writer): void {
  const { path } = to;
  // Before anything of it is read: a Proxy's traps are the user's code, and structured clone refuses it too.
  if (types.isProxy(value)) refuse(path, "is a Proxy");
  if (path.length > MAX_DEPTH)
    throw refusal(
      new DepthError(
        `${pathText(path.slice(0, 4))}…: nested deeper than ${MAX_DEPTH} levels; it does not cross threads.`,
      ),
    );
  const given = takeMarks(value);
  if (given !== undefined) to.giveAway(given);
  const place = to.placeOf(value);
  if (place >= 0) {
    to.u8(Tag.Ref);
    to.u32(place);
    return;
  }
  if (Array.isArray(value)) return encodeArray(value, to);
  const prototype = Object.getPrototypeOf(value) as object | null; // typed any
  if (prototype === Object.prototype || (prototype !== null && isForeignPlain(prototype, value))) {
    return encodePlain(value, to);
  }
  if (prototype === null) {
    to.u8(Tag.NullObject);
    return encodeEntries(value, to);
  }
  encodeExotic(value, to);
}

function encodeArray(value: readonly unknown[], to: Writer): void {
  const { path } = to;
  const length = value.length;
  to.u8(Tag.Array);
  to.u32(length);
  for (let i = 0; i < length; i += 1) {
    const item = value[i];
    if (item === undefined && !(i in value)) {
      let end = i + 1;
      while (end < length && end - i < LONG_GAP && !(end in value)) end += 1;
      if (end - i === LONG_GAP) return encodeSparse(value, i, length, to);
      encodeHoles(end - i, to);
      i = end - 1;
    } else {
      path.push(i);
      encode(item, to);
      path.pop();
    }
  }
}

/** So many holes in a row make it worthwhile to ask an array for its keys. */
const LONG_GAP = 1000;

/** The rest of an array from a long gap on: only what is there is visited, since a sparse array may have billions of places. */
function encodeSparse(value: readonly unknown[], from: number, length: number, to: Writer): void {
  const { path } = to;
  let at = from;
  for (const key of Object.keys(value)) {
    const i = Number(key);
    if (i < at) continue;
    // Indices come first, in order: the first key that is none ends them.
    if (!(i < length) || String(i) !== key) break;
    if (i > at) encodeHoles(i - at, to);
    path.push(i);
    encode(value[i], to);
    path.pop();
    at = i + 1;
  }
  if (length > at) encodeHoles(length - at, to);
}

function encodeHoles(count: number, to: Writer): void {
  to.u8(Tag.Hole);
  to.u32(count);
}

/** Own enumerable string keys, in their order; accessors arrive as their values, as in structured clone. */
function encodePlain(value: object, to: Writer): void {
  const keys = Object.keys(value);
  const shape = to.shapes.of(keys);
  if (shape === undefined) {
    to.u8(Tag.Object);
    return encodeEntries(value, to, keys);
  }
  const place = to.shapes.placeOf(shape);
  if (place < 0) {
    to.u8(Tag.Shaped);
    to.string(shape.text);
  } else {
    to.u8(Tag.SameShape);
    to.u8(place);
  }
  const { path } = to;
  for (const key of keys) {
    path.push(key);
    encode((value as Record<string, unknown>)[key], to); // any object may be read by key
    path.pop();
  }
}

function encodeEntries(value: object, to: Writer, keys: readonly string[] = Object.keys(value)): void {
  const { path } = to;
  to.u32(keys.length);
  for (const key of keys) {
    to.string(key);
    path.push(key);
    encode((value as Record<string, unknown>)[key], to); // as above
    path.pop();
  }
}

function encodeExotic(value: object, to: Writer): void {
  const { path } = to;
  const live = to.kept?.get(value);
  if (live !== undefined) {
    live.written = true;
    to.u8(Tag.Live);
    to.f64(live.handle);
    to.u32(live.plan);
    return;
  }
  // Before errors: to later versions of Node it is a native one, too.
  if (value instanceof DOMException) return encodeDomException(value, own(value, to));
  if (types.isNativeError(value) || value instanceof Error) return encodeError(value, own(value, to));
  if (types.isDate(value)) {
    to.u8(Tag.Date);
    to.f64(value.getTime());
  } else if (types.isRegExp(value)) {
    to.u8(Tag.RegExp);
    to.string(value.source);
    to.string(value.flags);
  } else if (types.isMap(value)) {
    to.u8(Tag.Map);
    to.u32(value.size);
    let i = 0;
    for (const [key, item] of [...value]) {
      path.push(`key ${i}`);
      encode(key, to);
      path[path.length - 1] = `value ${i}`;
      encode(item, to);
      path.pop();
      i += 1;
    }
  } else if (types.isSet(value)) {
    to.u8(Tag.Set);
    to.u32(value.size);
    let i = 0;
    for (const item of [...value]) {
      path.push(`item ${i}`);
      encode(item, to);
      path.pop();
      i += 1;
    }
  } else if (types.isArrayBuffer(value) || ArrayBuffer.isView(value)) {
    encodeBytes(value, to);
  } else if (types.isSharedArrayBuffer(value)) {
    to.u8(Tag.Attachment);
    to.u32(to.attach(value));
  } else if (types.isBoxedPrimitive(value) && !types.isSymbolObject(value)) {
    to.u8(Tag.Boxed);
    encode(unboxed(value), to);
  } else {
    refuse(path, describe(value));
  }
}

/** Says first of an error that came from the receiver which one of its own it is. */
function own(error: object, to: Writer): Writer {
  const id = to.ownOf?.(error) ?? 0;
  if (id !== 0) {
    to.u8(Tag.Own);
    to.f64(id);
  }
  return to;
}

function encodeBytes(value: ArrayBufferLike | ArrayBufferView, to: Writer): void {
  const { path } = to;
  const isView = ArrayBuffer.isView(value);
  const buffer = isView ? value.buffer : value;
  if (isView && types.isSharedArrayBuffer(buffer))
    refuse(path, "is a view of shared memory; pass its SharedArrayBuffer instead");
  if (isDetached(buffer)) refuse(path, "is a detached buffer");
  const name = Buffer.isBuffer(value)
    ? "Buffer"
    : isView
      ? Object.prototype.toString.call(value).slice(8, -1)
      : "ArrayBuffer";
  const kind = views.indexOf(name as (typeof views)[number]); // -1 for a name that is not in the list
  if (kind < 0) refuse(path, `is a ${name}, which this version does not carry`);
  const bytes = isView ? new Uint8Array(buffer, value.byteOffset, value.byteLength) : new Uint8Array(value);
  to.u8(Tag.Bytes);
  to.u8(kind);
  const moved = moves(buffer as ArrayBuffer, bytes, to); // shared memory was refused above
  if (bytes.length <= MAX_INLINE_BUFFER) {
    // Also of a buffer that moves: it is detached when the message is sent.
    to.u8(0);
    to.raw(bytes);
  } else if (moved) {
    to.u8(1);
    to.u32(to.attachMoved(buffer as ArrayBuffer)); // as above
  } else {
    to.claim(bytes.length);
    // A copy of the visible bytes, which we may then give away: one copy in all where the lane can transfer.
    const copy = copyOf(bytes);
    to.u8(1);
    to.u32(to.attach(copy, copy));
  }
}

/** Not by slice(), which first fills with zeros what it then overwrites. */
function copyOf(bytes: Uint8Array): ArrayBuffer {
  const copy = roomFor(bytes.length);
  copy.set(bytes);
  return copy.buffer;
}

/** Whether a buffer moves with this message; noted then. */
function moves(buffer: ArrayBuffer, bytes: Uint8Array, to: Writer): boolean {
  const { path } = to;
  const whole = bytes.length === buffer.byteLength;
  if (to.given !== undefined && to.given.has(buffer)) {
    if (!whole) refuse(path, "shows only a part of a buffer that transfer() is to move; pass a copy of that part");
  } else if (!(to.giveAll && whole && mayMove(buffer))) {
    return false;
  }
  if (!to.moved.includes(buffer)) to.moved.push(buffer);
  return true;
}

/** By the classes' own methods: the object may have a valueOf of its own. */
function unboxed(value: object): unknown {
  if (types.isNumberObject(value)) return Number.prototype.valueOf.call(value);
  if (types.isStringObject(value)) return String.prototype.valueOf.call(value);
  return types.isBooleanObject(value) ? Boolean.prototype.valueOf.call(value) : BigInt.prototype.valueOf.call(value);
}

/** A plain object of another realm (a vm context, a test runner): its Object.prototype is not ours. */
function isForeignPlain(prototype: object, value: object): boolean {
  return (
    Object.getPrototypeOf(prototype) === null &&
    Object.hasOwn(prototype, "isPrototypeOf") &&
    Object.prototype.toString.call(value) === "[object Object]"
  );
}

function describe(value: object): string {
  if (types.isPromise(value)) return "is a promise; await it first";
  if (types.isGeneratorObject(value))
    return "is a generator; give its items, or give it as the whole result of a method that says so";
  // The name is read from the prototype and not through the object, whose own `constructor` may be anything.
  const maker: unknown = Object.getPrototypeOf(value)?.constructor;
  const name = typeof maker === "function" && maker.name !== "" ? maker.name : "an unnamed class";
  if (name === "EventualResult") return "is an EventualResult; wait() for it first";
  if ("then" in value) return `is an instance of ${name}, which is like a promise; await it first`;
  return `is an instance of ${name}; only plain objects and built-in values are copied between threads`;
}
