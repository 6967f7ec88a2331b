/** A growing buffer of plain memory that a message is encoded into, before it is copied into a ring as a whole. */
import { constants } from "node:buffer";
import { ArgumentError, MessageTooBigError } from "../errors.ts";
import { MAX_MESSAGE_BYTES } from "../wire.ts";
import { refusal } from "./refusal.ts";

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
}

/**
 * Values go to `bytes`, their strings to one text of the whole message, written at the end: a native string call costs as
 * much for ten characters as for a thousand.
 */
export class Writer {
  bytes: Buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  view: DataView = new DataView(this.bytes.buffer);
  at = 0;
  text = "";
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
    if (this.objects.length > 0) this.objects.length = 0;
    this.#places = undefined;
    if (this.attachments.length > 0) this.attachments = [];
    if (this.transfers.length > 0) this.transfers = [];
    if (this.moved.length > 0) this.moved = [];
    this.given = undefined;
    this.giveAll = false;
    this.#beside = 0;
  }

  reserve(bytes: number): void {
    if (this.at + bytes <= this.bytes.length) return;
    this.#check(this.at + bytes);
    const larger = Buffer.allocUnsafeSlow(Math.max(Math.min(this.bytes.length * 2, this.#limit), this.at + bytes));
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
      if (objects.length > 16) this.#places = new Map(objects.map((object, i) => [object, i]));
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
  }

  /** Writes the text behind the values and the two lengths before them. Returns the length of the message. */
  finish(): number {
    const nodes = this.at;
    const wide = !isLatin1(this.text);
    const size = wide ? this.text.length * 2 : this.text.length;
    this.#check(nodes + size);
    if (this.given !== undefined) this.#checkGiven(this.given);
    this.reserve(size);
    if (size > 0) this.at += this.bytes.write(this.text, nodes, wide ? "utf16le" : "latin1");
    this.view.setUint32(0, nodes, true);
    this.view.setUint32(4, this.text.length * 2 + (wide ? 1 : 0), true);
    return this.at;
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

  /** The message in memory of its own, which may be given away. A large one is not copied: its memory goes, and the writer takes other. */
  take(length: number): Uint8Array<ArrayBuffer> {
    const memory = this.bytes.buffer as ArrayBuffer; // a writer's memory is not shared
    if (this.bytes.length <= MAX_KEPT) return new Uint8Array(memory.slice(0, length));
    this.#use(Buffer.allocUnsafeSlow(FIRST_BYTES));
    return new Uint8Array(memory, 0, length);
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
