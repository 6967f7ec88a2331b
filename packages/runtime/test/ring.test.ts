import { expect, test } from "vitest";
import { CorruptChannelError } from "@picot/runtime";
import { newThreadBlock } from "../dist/memory/blocks.js";
import { Bytes, RingReader, RingWriter } from "../dist/memory/ring.js";
import { HEADER_BYTES, Kind, RING_BYTES } from "../dist/wire.js";

/** Both ends of a fresh ring, whose counters start at `from`. */
function pair(from = 0) {
  const { requests } = newThreadBlock();
  Atomics.store(requests.words, requests.tail, from);
  Atomics.store(requests.words, requests.head, from);
  const words = new Int32Array(requests.memory, requests.offset, RING_BYTES / 4);
  return { place: requests, words, writer: new RingWriter(requests), reader: new RingReader(requests) };
}

type Pair = ReturnType<typeof pair>;

const payload = (length: number, seed: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * 31 + seed) & 0xff);

/** Reads the next record, which must be this one, and lets go of it. */
function expectRecord({ reader }: Pair, id: number, bytes: Uint8Array): void {
  const found = reader.next();
  const same = Buffer.compare(reader.bytes.subarray(reader.start, reader.start + reader.length), bytes) === 0;
  // One assertion for all: there are many records.
  const { kind, length } = reader;
  expect(`${found} ${kind} ${reader.id} ${length} ${same}`).toBe(`true ${Kind.Call} ${id} ${bytes.length} true`);
  reader.release();
}

test("a record comes out as it went in, and then there is none", () => {
  const ring = pair();
  expect(ring.reader.isEmpty()).toBe(true);
  expect(ring.writer.write(Kind.Call, 2 ** 40 + 1, new Bytes(payload(5, 1)))).toBe(true);
  expect(ring.reader.isEmpty()).toBe(false);
  expectRecord(ring, 2 ** 40 + 1, payload(5, 1));
  expect(ring.reader.next()).toBe(false);
});

test("a record that was read and not let go of is read again", () => {
  const { writer, reader } = pair();
  writer.write(Kind.Call, 7, new Bytes(payload(1, 0)));
  expect([reader.next(), reader.id, reader.next(), reader.id]).toEqual([true, 7, true, 7]);
});

const starts: readonly (readonly [string, number])[] = [
  ["0", 0],
  ["just below 2 ** 31", 2 ** 31 - 4096],
  ["just below 2 ** 32", -4096],
  ["the last place before 2 ** 31", 2 ** 31 - 16],
  ["the last place before 2 ** 32", -16],
];

test.each(starts)("[R61] 3,000 records of all lengths pass in order from counters at %s", (_, from) => {
  const ring = pair(from);
  let written = 0;
  let read = 0;
  const length = (i: number): number => (i * 37) % 1_000;
  for (let round = 0; round < 30; round += 1) {
    for (let i = 0; i < 100; i += 1, written += 1) {
      const bytes = payload(length(written), written);
      if (!ring.writer.write(Kind.Call, written + 1, new Bytes(bytes))) throw new Error(`no room for ${written}`);
    }
    for (; read < written; read += 1) expectRecord(ring, read + 1, payload(length(read), read));
  }
  // Both went round more than five times.
  expect(written * 500).toBeGreaterThan(5 * RING_BYTES);
});

test.each(starts)("[R61] a full ring refuses, and takes again what was refused, from counters at %s", (_, from) => {
  const ring = pair(from);
  const bytes = payload(1_000, 3);
  let written = 0;
  while (ring.writer.write(Kind.Call, written + 1, new Bytes(bytes))) written += 1;
  // 1,024 bytes each with its header; where the counters start in the middle, the end may have been too short for one.
  expect(written).toBeGreaterThanOrEqual(RING_BYTES / 1_024 - 1);
  expect(written).toBeLessThanOrEqual(RING_BYTES / 1_024);
  expect(ring.writer.hasRoom(bytes.length)).toBe(false);
  expectRecord(ring, 1, bytes);
  expectRecord(ring, 2, bytes);
  expect(ring.writer.write(Kind.Call, written + 1, new Bytes(bytes))).toBe(true);
  for (let id = 3; id <= written + 1; id += 1) expectRecord(ring, id, bytes);
  expect(ring.reader.isEmpty()).toBe(true);
});

test("a ring filled to its last byte holds what was written", () => {
  const ring = pair();
  const bytes = payload(RING_BYTES / 4 - HEADER_BYTES, 9);
  for (let id = 1; id <= 4; id += 1) expect(ring.writer.write(Kind.Call, id, new Bytes(bytes))).toBe(true);
  expect(ring.writer.hasRoom(0)).toBe(false);
  for (let id = 1; id <= 4; id += 1) expectRecord(ring, id, bytes);
  expect(ring.writer.hasRoom(0)).toBe(true);
});

test.each([16, 32, 48, 1_008])(
  "an end of %i bytes that is too short is skipped, and the record starts over",
  (left) => {
    const ring = pair(RING_BYTES - left);
    const bytes = payload(2_000, 5);
    expect(ring.writer.write(Kind.Call, 1, new Bytes(bytes))).toBe(true);
    expect(ring.reader.next()).toBe(true);
    expect(ring.reader.start).toBe(HEADER_BYTES);
    expectRecord(ring, 1, bytes);
    expect(ring.reader.isEmpty()).toBe(true);
  },
);

test("an end that is just long enough is used", () => {
  const ring = pair(RING_BYTES - 1_024);
  ring.writer.write(Kind.Call, 1, new Bytes(payload(1_008, 5)));
  ring.reader.next();
  expect(ring.reader.start).toBe(RING_BYTES - 1_024 + HEADER_BYTES);
});

test("a skipped end counts as used: a record that would overtake the reader is refused", () => {
  const ring = pair(RING_BYTES - 32);
  // 32 bytes are skipped, which leaves 32 too few for a record that takes the whole ring.
  expect(ring.writer.hasRoom(RING_BYTES - HEADER_BYTES)).toBe(false);
  expect(ring.writer.hasRoom(RING_BYTES - HEADER_BYTES - 32)).toBe(true);
});

test("ends that are made later go on where former ones left off", () => {
  const ring = pair();
  ring.writer.write(Kind.Call, 1, new Bytes(payload(10, 1)));
  ring.writer.write(Kind.Call, 2, new Bytes(payload(20, 2)));
  expectRecord(ring, 1, payload(10, 1));
  const later: Pair = { ...ring, writer: new RingWriter(ring.place), reader: new RingReader(ring.place) };
  later.writer.write(Kind.Call, 3, new Bytes(payload(30, 3)));
  expectRecord(later, 2, payload(20, 2));
  expectRecord(later, 3, payload(30, 3));
});

const scribbles: readonly (readonly [string, number])[] = [
  ["-1", -1],
  ["2 ** 31 - 1", 2 ** 31 - 1],
  ["-(2 ** 31)", -(2 ** 31)],
  ["more than was published", 1_000],
  ["more than the ring", RING_BYTES + 1],
  ["one more than was published", 17],
];

test.each(scribbles)("[R80] a header whose length is %s is a corrupt channel, and nothing is read", (_, length) => {
  const ring = pair();
  ring.writer.write(Kind.Call, 1, new Bytes(payload(16, 1)));
  ring.words[0] = length;
  expect(() => ring.reader.next()).toThrow(CorruptChannelError);
});

test("[R80] a length beyond the ring's end is corrupt, also if as much was published", () => {
  const ring = pair(RING_BYTES - 64);
  for (let id = 1; id <= 3; id += 1) ring.writer.write(Kind.Call, id, new Bytes(payload(16, id)));
  ring.words[(RING_BYTES - 64) / 4] = 60;
  expect(() => ring.reader.next()).toThrow(CorruptChannelError);
});

test("[R80] a padding record with a scribbled length is corrupt", () => {
  const ring = pair(RING_BYTES - 32);
  ring.writer.write(Kind.Call, 1, new Bytes(payload(100, 1)));
  ring.words[(RING_BYTES - 32) / 4] = 4_096;
  expect(() => ring.reader.next()).toThrow(CorruptChannelError);
});

test.each([
  ["behind the head", -32],
  ["further than the ring is long", RING_BYTES + 32],
  ["at half the counters", 2 ** 31 - 16],
])("[R80] a tail that is %s is corrupt or tells of no readable record", (_, tail) => {
  const ring = pair();
  ring.writer.write(Kind.Call, 1, new Bytes(payload(16, 1)));
  ring.words[0] = RING_BYTES;
  Atomics.store(ring.place.words, ring.place.tail, tail);
  expect(() => ring.reader.next()).toThrow(CorruptChannelError);
});
