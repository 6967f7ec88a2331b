/** A growing buffer of plain memory that a message is encoded into, before it is copied into a ring as a whole. */
import { constants } from "node:buffer";
import { ArgumentError, MessageTooBigError } from "../errors.ts";
import type { Payload } from "../memory/ring.ts";
import type { Kept } from "../parts.ts";
import { MAX_MESSAGE_BYTES } from "../wire.ts";
import { type Path, refusal } from "./refusal.ts";
import { roomFor } from "./room.ts";
import { ShapesOut } from "./shapes.ts";

const FIRST_BYTES = 4096;
/** A buffer over this is given up with its message, so that one large call does not hold its memory for ever. */
const MAX_KEPT = 1_048_576;

/** A place to go back to when a part of a message turns out not to cross. */
export interface Mark {
  readonly at: number;
  readonly text: string;
  readonly objects: number;
  readonly attachments: number;
  readonly moved: number;
  readonly beside: number;
  readonly shapes: number;
}

/** Lengths up to which a loop beats a native call. */
const SMALL_BYTES = 128;
const SMALL_TEXT = 24;

/**
 * Values go to `bytes`, their strings to one text of the whole message, which is written behind them where the message is
 * to lie: a native string call costs as much for ten characters as for a thousand, and a long text is copied once.
 */
export class Writer implements Payload {
  bytes: Buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  view: DataView = new DataView(this.bytes.buffer);
  at = 0;
  text = "";
  /** Where the value stands that is being encoded, for a refusal. */
  readonly path: Path = [];
  readonly shapes: ShapesOut = new ShapesOut();
  /** Of the finished message. */
  length = 0;
  #wide = false;
  /** What goes on the lane beside the record. */
  attachments: unknown[] = [];
  /** Those of the attachments' buffers that are ours to give away. */
  transfers: ArrayBuffer[] = [];
  /** Objects met so far, in order: a second meeting is written as its place. */
  readonly objects: object[] = [];
  /** Buffers in the message that move: their owner loses them when it is sent. */
  moved: ArrayBuffer[] = [];
  /** Buffers that transfer() gave away with a value of this message. */
  given: Set<ArrayBuffer> | undefined;
  /** All whole buffers of this message are given away. Set after begin(). */
  giveAll = false;
  /** The number of an error that came from the thread that this writer writes to, or 0. */
  ownOf: ((error: object) => number) | undefined;
  /** Live objects in this message, which cross as handles. Set after begin(). */
  kept: Kept | undefined;
  #places: Map<object, number> | undefined;
  /** Bytes of the attachments. */
  #beside = 0;
  readonly #limit: number;
  readonly #longest: number;

  /** `limit`: bytes that a message may take, its attachments included. */
  constructor(limit: number = MAX_MESSAGE_BYTES) {
    this.#limit = limit;
    this.#longest = Math.min(limit, constants.MAX_STRING_LENGTH);
  }

  /** Begins a message: room for the two lengths that finish() fills in. */
  begin(): void {
    if (this.bytes.length > MAX_KEPT) this.#use(Buffer.allocUnsafeSlow(FIRST_BYTES));
    this.at = 8;
    this.text = "";
    this.shapes.begin();
    if (this.path.length > 0) this.path.length = 0;
    if (this.objects.length > 0) this.objects.length = 0;
    this.#places = undefined;
    if (this.attachments.length > 0) this.attachments = [];
    if (this.transfers.length > 0) this.transfers = [];
    if (this.moved.length > 0) this.moved = [];
    this.given = undefined;
    this.giveAll = false;
    this.kept = undefined;
    this.#beside = 0;
  }

  reserve(bytes: number): void {
    if (this.at + bytes <= this.bytes.length) return;
    this.#check(this.at + bytes);
    const larger = roomFor(Math.max(Math.min(this.bytes.length * 2, this.#limit), this.at + bytes));
    larger.set(this.bytes.subarray(0, this.at));
    this.#use(larger);
  }

  #use(bytes: Buffer): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
  }

  u8(value: number): void {
    this.reserve(1);
    this.bytes[this.at++] = value;
  }

  u32(value: number): void {
    this.reserve(4);
    this.view.setUint32(this.at, value, true);
    this.at += 4;
  }

  i32(value: number): void {
    this.reserve(4);
    this.view.setInt32(this.at, value, true);
    this.at += 4;
  }

  f64(value: number): void {
    this.reserve(8);
    this.view.setFloat64(this.at, value, true);
    this.at += 8;
  }

  /** An integer behind its tag. */
  int32(tag: number, value: number): void {
    this.reserve(5);
    this.bytes[this.at] = tag;
    this.view.setInt32(this.at + 1, value, true);
    this.at += 5;
  }

  /** Where a call goes, and how many arguments follow. */
  address(plan: number, member: number, on: number, target: number, count: number): void {
    this.reserve(24);
    const { view, at } = this;
    view.setUint32(at, plan, true);
    view.setUint32(at + 4, member, true);
    view.setUint32(at + 8, on, true);
    view.setFloat64(at + 12, target, true);
    view.setUint32(at + 20, count, true);
    this.at = at + 24;
  }

  string(value: string): void {
    if (this.text.length + value.length > this.#longest) this.#refuse();
    this.u32(value.length);
    this.text += value;
  }

  raw(value: Uint8Array): void {
    this.u32(value.length);
    this.reserve(value.length);
    this.bytes.set(value, this.at);
    this.at += value.length;
  }

  attach(value: unknown, transfer?: ArrayBuffer): number {
    if (transfer !== undefined) this.transfers.push(transfer);
    return this.attachments.push(value) - 1;
  }

  /** Attaches a buffer that moves. Once: two views of it are views of one buffer at the other end, too. */
  attachMoved(buffer: ArrayBuffer): number {
    const place = this.attachments.indexOf(buffer);
    if (place >= 0) return place;
    this.claim(buffer.byteLength);
    return this.attach(buffer);
  }

  /** Counts bytes that are going to be attached; before they are copied. */
  claim(bytes: number): void {
    this.#check(this.at + bytes);
    this.#beside += bytes;
  }

  giveAway(buffers: readonly ArrayBuffer[]): void {
    this.given ??= new Set();
    for (const buffer of buffers) this.given.add(buffer);
  }

  #check(bytes: number): void {
    if (bytes + this.#beside > this.#limit) this.#refuse();
  }

  #refuse(): never {
    const limit = this.#limit.toLocaleString("en-US");
    throw refusal(
      new MessageTooBigError(`the message is over ${limit} bytes, the limit that setup({ maxMessageBytes }) sets.`),
    );
  }

  /** The place of an object met before, or -1; remembers it if it is new. */
  placeOf(value: object): number {
    const objects = this.objects;
    // A linear look is faster than a Map for the few objects of an ordinary message.
    if (this.#places === undefined) {
      for (let i = 0; i < objects.length; i += 1) if (objects[i] === value) return i;
      objects.push(value);
      if (objects.length > 32) this.#places = new Map(objects.map((object, i) => [object, i]));
      return -1;
    }
    const place = this.#places.get(value);
    if (place !== undefined) return place;
    this.#places.set(value, objects.length);
    objects.push(value);
    return -1;
  }

  mark(): Mark {
    const { at, text, objects, attachments, moved } = this;
    return {
      at,
      text,
      objects: objects.length,
      attachments: attachments.length,
      moved: moved.length,
      beside: this.#beside,
      shapes: this.shapes.places,
    };
  }

  reset(mark: Mark): void {
    this.at = mark.at;
    this.text = mark.text;
    for (const gone of this.objects.splice(mark.objects)) this.#places?.delete(gone);
    // A transfer may stay in the list: giving away a copy that nobody reads does no harm.
    this.attachments.length = mark.attachments;
    this.moved.length = mark.moved;
    this.#beside = mark.beside;
    this.shapes.forget(mark.shapes);
  }

  /** Fills in the two lengths before the values. Returns the length of the message. */
  finish(): number {
    const { text } = this;
    this.#wide = !isLatin1(text);
    if (text.length > SMALL_TEXT) this.#align();
    const size = this.#wide ? text.length * 2 : text.length;
    if (this.at + size > this.bytes.length) this.#check(this.at + size);
    if (this.given !== undefined) this.#checkGiven(this.given);
    this.view.setUint32(0, this.at, true);
    this.view.setUint32(4, text.length * 2 + (this.#wide ? 1 : 0), true);
    this.length = this.at + size;
    return this.length;
  }

  /** Copies of long texts are several times faster from and to places like this one. */
  #align(): void {
    this.reserve(16);
    this.at = (this.at + 15) & ~15;
  }

  /** Writes the finished message into other memory. */
  copyTo(bytes: Buffer, at: number): void {
    const nodes = this.at;
    if (nodes > SMALL_BYTES) bytes.set(this.bytes.subarray(0, nodes), at);
    else for (let i = 0; i < nodes; i += 1) bytes[at + i] = this.bytes[i]!; // within both
    this.#copyText(bytes, at + nodes);
  }

  #copyText(bytes: Buffer, at: number): void {
    const { text } = this;
    if (this.#wide) bytes.write(text, at, "utf16le");
    else if (text.length > SMALL_TEXT) bytes.write(text, at, "latin1");
    else for (let i = 0; i < text.length; i += 1) bytes[at + i] = text.charCodeAt(i);
  }

  /** A buffer that is given away and goes nowhere would be lost. */
  #checkGiven(given: ReadonlySet<ArrayBuffer>): void {
    for (const buffer of given) {
      if (this.moved.includes(buffer)) continue;
      throw refusal(
        new ArgumentError(`transfer() is to move a buffer of ${buffer.byteLength} bytes that is not in the value.`),
      );
    }
  }

  /** The finished message in memory of its own, which may be given away. Large values are not copied: their memory goes, and the writer takes other. */
  take(): Buffer<ArrayBuffer> {
    const { length } = this;
    if (this.bytes.length <= MAX_KEPT || length > this.bytes.length) {
      const copy = roomFor(length);
      this.copyTo(copy, 0);
      return copy;
    }
    this.#copyText(this.bytes, this.at);
    const memory = this.bytes.buffer as ArrayBuffer; // a writer's memory is not shared
    this.#use(Buffer.allocUnsafeSlow(FIRST_BYTES));
    return Buffer.from(memory, 0, length);
  }
}

// By what it must not have: V8 compiles this for a string of one-byte characters to a test that fails at once.
// eslint-disable-next-line no-control-regex -- the whole range of one-byte characters is meant
const WIDE = /[^\x00-\xff]/;

function isLatin1(text: string): boolean {
  if (text.length > 32) return !WIDE.test(text);
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) > 255) return false;
  return true;
}
