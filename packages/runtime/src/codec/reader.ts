/** Reads a message that a Writer wrote, from a ring or from an attachment. Every length is checked before it is used. */
import { CorruptChannelError } from "../errors.ts";
import { type ShapeIn, ShapesIn } from "./shapes.ts";

/** Strings of a longer text are cut out of the bytes one by one: a slice of the text would keep the whole text alive. */
const SHARED_TEXT = 16_384;

const NONE: readonly unknown[] = [];

export class Reader {
  at = 0;
  #bytes: Buffer = Buffer.alloc(0);
  #view: DataView = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, 0);
  #end = 0;
  #text = "";
  #textBytes = 0;
  #textAt = 0;
  #textUnits = 0;
  #wide = false;
  /** What came on the lane with this message. */
  attachments: readonly unknown[] = [];
  readonly objects: object[] = [];
  /** Of this message, in their order. */
  readonly shapes: ShapeIn[] = [];
  readonly knownShapes: ShapesIn = new ShapesIn();

  begin(bytes: Buffer, start: number, length: number, attachments: readonly unknown[]): void {
    if (this.#bytes !== bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    this.attachments = attachments;
    this.#forget();
    this.at = start;
    this.#end = start + length;
    const nodes = this.u32();
    const units = this.u32();
    this.#wide = (units & 1) === 1;
    this.#textUnits = units >>> 1;
    this.#textAt = 0;
    this.#textBytes = start + nodes;
    if (nodes < 8 || nodes + this.#textUnits * (this.#wide ? 2 : 1) !== length) corrupt();
    this.#end = this.#textBytes;
    this.#text = this.#textUnits === 0 || this.#textUnits > SHARED_TEXT ? "" : this.#cut(0, this.#textUnits);
  }

  /** Lets go of the message, which would otherwise live until the next one. */
  end(): void {
    this.#forget();
    this.attachments = NONE;
    this.#text = "";
  }

  #forget(): void {
    // Not where it is empty: the length of an array is no cheap thing to set.
    if (this.objects.length > 0) this.objects.length = 0;
    if (this.shapes.length > 0) this.shapes.length = 0;
  }

  u8(): number {
    if (this.at >= this.#end) corrupt();
    return this.#bytes[this.at++] ?? 0;
  }

  /** The next byte, left where it is. */
  peek(): number {
    if (this.at >= this.#end) corrupt();
    return this.#bytes[this.at] ?? 0;
  }

  u32(): number {
    const at = this.#step(4);
    return this.#view.getUint32(at, true);
  }

  i32(): number {
    const at = this.#step(4);
    return this.#view.getInt32(at, true);
  }

  f64(): number {
    const at = this.#step(8);
    return this.#view.getFloat64(at, true);
  }

  /** A count of things that take at least one byte each. */
  count(): number {
    const count = this.u32();
    if (count > this.#end - this.at) corrupt();
    return count;
  }

  string(): string {
    const from = this.#textAt;
    const to = from + this.u32();
    if (to > this.#textUnits) corrupt();
    this.#textAt = to;
    return this.#textUnits > SHARED_TEXT ? this.#cut(from, to) : this.#text.substring(from, to);
  }

  /** A copy of its own memory: only the visible bytes, and never a view on a ring. */
  raw(): Uint8Array<ArrayBuffer> {
    const length = this.u32();
    const at = this.#step(length);
    const copy = new Uint8Array(length);
    copy.set(this.#bytes.subarray(at, at + length));
    return copy;
  }

  attachment(): unknown {
    const place = this.u32();
    if (place >= this.attachments.length) corrupt();
    return this.attachments[place];
  }

  #step(bytes: number): number {
    const at = this.at;
    if (at + bytes > this.#end) corrupt();
    this.at = at + bytes;
    return at;
  }

  #cut(from: number, to: number): string {
    const at = this.#textBytes;
    return this.#wide
      ? this.#bytes.toString("utf16le", at + from * 2, at + to * 2)
      : this.#bytes.toString("latin1", at + from, at + to);
  }
}

export function corrupt(): never {
  throw new CorruptChannelError("A message that no picot of this version wrote.");
}
