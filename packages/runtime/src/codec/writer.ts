/** A growing buffer of plain memory that a message is encoded into, before it is copied into a ring as a whole. */
const FIRST_BYTES = 4096;
/** A buffer over this is given up with its message, so that one large call does not hold its memory for ever. */
const MAX_KEPT = 1_048_576;

/** A place to go back to when a part of a message turns out not to cross. */
export interface Mark {
  readonly at: number;
  readonly text: string;
  readonly objects: number;
  readonly attachments: number;
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
  #places: Map<object, number> | undefined;

  /** Begins a message: room for the two lengths that finish() fills in. */
  begin(): void {
    if (this.bytes.length > MAX_KEPT) this.#use(Buffer.allocUnsafeSlow(FIRST_BYTES));
    this.at = 8;
    this.text = "";
    if (this.objects.length > 0) this.objects.length = 0;
    this.#places = undefined;
    if (this.attachments.length > 0) this.attachments = [];
    if (this.transfers.length > 0) this.transfers = [];
  }

  reserve(bytes: number): void {
    if (this.at + bytes <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.at + bytes));
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
    return { at: this.at, text: this.text, objects: this.objects.length, attachments: this.attachments.length };
  }

  reset(mark: Mark): void {
    this.at = mark.at;
    this.text = mark.text;
    for (const gone of this.objects.splice(mark.objects)) this.#places?.delete(gone);
    // A transfer may stay in the list: giving away a copy that nobody reads does no harm.
    this.attachments.length = mark.attachments;
  }

  /** Writes the text behind the values and the two lengths before them. Returns the length of the message. */
  finish(): number {
    const nodes = this.at;
    const wide = !isLatin1(this.text);
    const size = wide ? this.text.length * 2 : this.text.length;
    this.reserve(size);
    if (size > 0) this.at += this.bytes.write(this.text, nodes, wide ? "utf16le" : "latin1");
    this.view.setUint32(0, nodes, true);
    this.view.setUint32(4, this.text.length * 2 + (wide ? 1 : 0), true);
    return this.at;
  }
}

// eslint-disable-next-line no-control-regex -- the whole range of one-byte characters is meant
const ONE_BYTE = /^[\x00-\xff]*$/;

function isLatin1(text: string): boolean {
  if (text.length > 32) return ONE_BYTE.test(text);
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) > 255) return false;
  return true;
}
