/**
 * The keys of ordinary objects as one text per shape: most objects of a message have the keys of another, and most messages
 * those of messages before. What is kept between messages only saves work: each message says all by itself, so that one that
 * is refused, dropped or torn leaves the next ones whole.
 */

/** Separates keys. An object that has it in a key crosses without a shape. */
const SEPARATOR = "\0";
/** More keys than this are no shape but a dictionary. */
const MAX_KEYS = 32;
/** Shapes that are remembered; then it begins anew. */
const MAX_SHAPES = 256;

export interface ShapeOut {
  readonly keys: readonly string[];
  readonly text: string;
  /** The message that it was last written in, and its place there. */
  message: number;
  place: number;
}

/** Of one writer. */
export class ShapesOut {
  /** By their first keys. */
  readonly #known = new Map<string, ShapeOut[]>();
  #count = 0;
  #message = 0;
  #places = 0;
  #last: ShapeOut | undefined;

  begin(): void {
    this.#message += 1;
    this.#places = 0;
  }

  /** The shape of an object with these keys, if it has one. */
  of(keys: readonly string[]): ShapeOut | undefined {
    const last = this.#last;
    if (last !== undefined && same(last.keys, keys)) return last;
    const first = keys[0];
    if (first === undefined || keys.length > MAX_KEYS) return undefined;
    const known = this.#known.get(first);
    if (known !== undefined) for (const each of known) if (same(each.keys, keys)) return (this.#last = each);
    return this.#add(keys, first);
  }

  /** Its place in this message, in one byte, or -1: then it takes the next one, and is to be written with its text. */
  placeOf(shape: ShapeOut): number {
    if (shape.message === this.#message && shape.place < 256) return shape.place;
    shape.message = this.#message;
    shape.place = this.#places;
    this.#places += 1;
    return -1;
  }

  /** Places given out in this message. A part of a message that is taken back takes its own with it. */
  get places(): number {
    return this.#places;
  }

  forget(places: number): void {
    if (places === this.#places) return;
    this.#places = places;
    this.#last = undefined;
    for (const known of this.#known.values()) {
      for (const each of known) if (each.message === this.#message && each.place >= places) each.message = 0;
    }
  }

  #add(keys: readonly string[], first: string): ShapeOut | undefined {
    for (const key of keys) if (key.includes(SEPARATOR)) return undefined;
    // Those of this message stay valid: the reader counts as we do, and one that is met again takes another place.
    if (this.#count === MAX_SHAPES) {
      this.#known.clear();
      this.#count = 0;
    }
    const shape = { keys, text: keys.join(SEPARATOR), message: 0, place: 0 };
    const known = this.#known.get(first);
    if (known === undefined) this.#known.set(first, [shape]);
    else known.push(shape);
    this.#count += 1;
    return (this.#last = shape);
  }
}

function same(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i += 1) if (one[i] !== other[i]) return false;
  return true;
}

export interface ShapeIn {
  readonly keys: readonly string[];
  /** An object with these keys, to be copied: fields that are there are set several times faster than new ones. */
  readonly template: Readonly<Record<string, unknown>>;
}

/** Of one reader. */
export class ShapesIn {
  readonly #known = new Map<string, ShapeIn>();

  of(text: string): ShapeIn {
    return this.#known.get(text) ?? this.#add(text);
  }

  #add(text: string): ShapeIn {
    if (this.#known.size === MAX_SHAPES) this.#known.clear();
    // As data: `__proto__` is a key like any other.
    const template = Object.fromEntries(text.split(SEPARATOR).map((key) => [key, undefined]));
    // Its own keys: V8 finds a field by the very string that it keeps as its name.
    const shape = { keys: Object.keys(template), template };
    // Not the slice that it is: it would keep the whole text of its message alive.
    this.#known.set(shape.keys.join(SEPARATOR), shape);
    return shape;
  }
}
