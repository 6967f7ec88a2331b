/** Random values for tests of the codec. */
import fc from "fast-check";

/** The same values in every run. */
export const runs = (numRuns: number): fc.Parameters<unknown> => ({ numRuns, seed: 20_261_120 });

/** Any 16-bit units: lone surrogates and NUL among them. */
const text = fc
  .array(fc.oneof(fc.nat(0xffff), fc.nat(0x7f)), { maxLength: 12 })
  .map((units) => String.fromCharCode(...units));
const key = fc.oneof(
  text,
  fc.constantFrom("__proto__", "constructor", "toString", "then", "length", "0", "hasOwnProperty", ""),
);

const primitive = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    true,
    false,
    NaN,
    -0,
    0,
    Infinity,
    -Infinity,
    2 ** 31,
    -(2 ** 31),
    2 ** 31 - 1,
    2 ** 53,
    5e-324,
  ),
  fc.integer(),
  fc.double(),
  text,
  fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }),
);

const bytes = fc.uint8Array({ maxLength: 40 });
const view = fc.oneof(
  bytes,
  fc.float64Array({ maxLength: 5 }),
  fc.float32Array({ maxLength: 5 }),
  fc.int8Array({ maxLength: 5 }),
  fc.int16Array({ maxLength: 5 }),
  fc.uint16Array({ maxLength: 5 }),
  fc.int32Array({ maxLength: 5 }),
  fc.uint32Array({ maxLength: 5 }),
  fc.uint8ClampedArray({ maxLength: 5 }),
  fc.bigInt64Array({ maxLength: 3 }),
  fc.bigUint64Array({ maxLength: 3 }),
  bytes.map((each) => each.slice().buffer),
  bytes.map((each) => new DataView(each.slice().buffer)),
);

const leaf = fc.oneof(
  { weight: 4, arbitrary: primitive },
  fc.date({ noInvalidDate: false }),
  fc.constantFrom(/a/, /[\u{1F600}\]/]+/giu, new RegExp("\n/", "y"), /(?:)/dgs).map((each) => new RegExp(each)),
  fc.constantFrom(1, -0, "boxed", true, 7n).map((each) => Object(each) as object), // typed any
  view,
);

export const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    leaf,
    fc.array(tie("tree"), { maxLength: 5 }),
    fc.sparseArray(tie("tree"), { maxLength: 8, maxNumElements: 4 }),
    fc.array(fc.tuple(key, tie("tree")), { maxLength: 5 }).map(objectOf),
    fc.array(fc.tuple(tie("tree"), tie("tree")), { maxLength: 4 }).map((entries) => new Map(entries)),
    fc.array(tie("tree"), { maxLength: 4 }).map((items) => new Set(items)),
  ),
}));

/** Containers that refer to each other, and to themselves, at random. */
export const graph = fc
  .array(
    fc.record({
      kind: fc.constantFrom("array", "object", "map", "set"),
      links: fc.array(fc.nat(11), { maxLength: 4 }),
      value: leaf,
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((nodes) => {
    const made = nodes.map(({ kind }) =>
      kind === "array" ? [] : kind === "object" ? {} : kind === "map" ? new Map() : new Set(),
    );
    for (const [i, { links, value }] of nodes.entries()) {
      for (const [place, item] of [value, ...links.map((link) => made[link % made.length])].entries())
        put(made[i], place, item);
    }
    return made[0];
  });

function put(holder: unknown, place: number, item: unknown): void {
  if (holder instanceof Map) holder.set(place % 2 === 0 ? item : place, item);
  else if (holder instanceof Set) holder.add(item);
  else if (Array.isArray(holder)) holder.push(item);
  else Object.assign(holder as object, { [`key${place}`]: item }); // the fourth kind
}

function objectOf(entries: readonly (readonly [string, unknown])[]): object {
  const object = {};
  for (const [name, value] of entries)
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  return object;
}
