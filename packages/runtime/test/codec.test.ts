import fc from "fast-check";
import { expect, test } from "vitest";
import { ArgumentError, DepthError } from "@picot/runtime";
import { graph, runs, tree } from "./codec-arbitraries.ts";
import { Codec, difference } from "./codec-values.ts";
import { THOROUGH } from "./thorough.ts";

const codec = new Codec();

function comesBack(value: unknown): void {
  expect(difference(value, codec.thereAndBack(value))).toBeNull();
}

test("[R81] random values there and back are the same: kinds, keys, holes, -0, NaN, lone surrogates", () => {
  fc.assert(fc.property(tree, comesBack), runs(THOROUGH ? 20_000 : 1_500));
});

test("[R81][C156] random graphs there and back are the same: cycles, and objects that are met twice", () => {
  fc.assert(fc.property(graph, comesBack), runs(THOROUGH ? 20_000 : 1_500));
});

test("[R81] random values with something in them that cannot cross are refused by its path, and by nothing else", () => {
  const strangers = fc.constantFrom<unknown>(
    () => 1,
    Symbol("s"),
    new WeakMap(),
    Promise.resolve(),
    new (class Own {})(),
  );
  const among = fc.tuple(fc.array(tree, { maxLength: 4 }), fc.nat(4), strangers);
  fc.assert(
    fc.property(among, ([values, at, stranger]) => {
      const place = Math.min(at, values.length);
      const value = { list: [...values.slice(0, place), stranger, ...values.slice(place)] };
      expect(() => codec.encode(value)).toThrow(`value.list[${place}]`);
      // Nothing of it is left behind.
      comesBack(values);
    }),
    runs(THOROUGH ? 20_000 : 500),
  );
});

test("random values come back as from structuredClone", () => {
  const asClone = (value: unknown): void => {
    expect(difference(structuredClone(value), codec.thereAndBack(value))).toBeNull();
  };
  fc.assert(fc.property(fc.oneof(tree, graph), asClone), runs(1_000));
});

test("what structuredClone loses is kept: Buffers, and objects without a prototype", () => {
  const bare = Object.assign(Object.create(null) as object, { a: 1 }); // typed any
  const value = { bare, buffer: Buffer.from("abc") };
  expect(difference(value, codec.thereAndBack(value))).toBeNull();
});

test("[R67] only the visible bytes of a view cross", () => {
  const pooled = Buffer.from("abc");
  expect(pooled.buffer.byteLength).toBeGreaterThan(3);
  const back = codec.thereAndBack([
    pooled,
    new Uint16Array(pooled.buffer, 8, 2),
    new Uint8Array(new ArrayBuffer(100_000), 10, 50_000),
  ]);
  expect(back.map((each) => each.buffer.byteLength)).toEqual([3, 4, 50_000]);
});

test.each([32_768, 32_769, 1_000_000])(
  "%i bytes cross, in the message or beside it, and the sender keeps its own",
  (length) => {
    const sent = new Uint8Array(length).fill(9);
    expect(difference(sent, codec.thereAndBack(sent))).toBeNull();
    expect(sent.byteLength).toBe(length);
  },
);

test("texts of any length cross, of one-byte characters and of others", () => {
  for (const length of [0, 1, 16_384, 16_385, 100_000]) {
    for (const letter of ["a", "ÿ", "Ā", "\ud800"]) {
      const value = { long: letter.repeat(length), short: "s", other: `${letter}b` };
      expect(difference(value, codec.thereAndBack(value)), `${length} ${letter}`).toBeNull();
    }
  }
});

test("accessors arrive as their values, and each getter is read once", () => {
  let reads = 0;
  const value = {
    get once() {
      reads += 1;
      return [reads];
    },
  };
  expect(codec.thereAndBack(value)).toEqual({ once: [1] });
  expect(reads).toBe(1);
});

test("sparse arrays cross with their holes, however long they are", () => {
  const billions: unknown[] = [];
  billions[2 ** 32 - 2] = "last";
  const gaps: unknown[] = ["first", undefined];
  for (const gap of [1, 999, 1_000, 1_001, 5_000_000, 1, 2]) gaps[gaps.length + gap] = { gap };
  gaps.length += 3_000;
  const empty: unknown[] = [];
  empty.length = 2 ** 32 - 1;
  for (const value of [billions, gaps, empty]) {
    expect(difference(value, codec.thereAndBack(value))).toBeNull();
  }
});

test("[R49] a getter that changes the array while it is encoded does no harm to the message", () => {
  const grows: unknown[] = [];
  const shrinks: unknown[] = [];
  for (const [array, length] of [
    [grows, 9_000],
    [shrinks, 2_500],
  ] as const) {
    const change = (): number => (array.length = length);
    Object.defineProperty(array, 2_000, { get: change, enumerable: true, configurable: true });
    array.length = 5_000;
  }
  shrinks[4_000] = "gone by then";
  expect(codec.thereAndBack(grows).length).toBe(5_000);
  expect(codec.thereAndBack({ shrinks, after: "text" })).toMatchObject({ after: "text" });
});

test("a boxed primitive crosses as itself, whatever its own valueOf says", () => {
  const boxed: object = Object.assign(new Number(5), { valueOf: () => boxed });
  expect(codec.thereAndBack([boxed, Object("s"), Object(1n)])).toEqual([new Number(5), new String("s"), Object(1n)]);
});

test("symbol keys and hidden fields do not cross, as in structuredClone", () => {
  const value = Object.defineProperty({ [Symbol("s")]: 1, shown: 2 }, "hidden", { value: 3 });
  expect(Reflect.ownKeys(codec.thereAndBack(value))).toEqual(["shown"]);
});

test("a level of nesting too deep is refused, and the codec goes on", () => {
  let deep: unknown = 1;
  for (let i = 0; i < 1_000; i += 1) deep = [deep];
  expect(difference(deep, codec.thereAndBack(deep))).toBeNull();
  expect(() => codec.encode([deep])).toThrow(DepthError);
  expect(codec.thereAndBack({ fine: true })).toEqual({ fine: true });
});

test("a value that is refused leaves nothing of it in the next message", () => {
  const shared = { shared: true };
  expect(() => codec.encode(["text", shared, new Uint8Array(50_000), () => 1])).toThrow(ArgumentError);
  const { bytes, attachments } = codec.encode([shared]);
  expect(attachments).toEqual([]);
  expect(codec.decode(bytes)).toEqual([shared]);
});
