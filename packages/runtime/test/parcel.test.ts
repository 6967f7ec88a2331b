import { MessageChannel } from "node:worker_threads";
import { expect, test } from "vitest";
import { encodeReturned } from "../dist/codec/messages.js";
import { Reader } from "../dist/codec/reader.js";
import { Writer } from "../dist/codec/writer.js";
import { Lane } from "../dist/lane.js";
import { newThreadBlock } from "../dist/memory/blocks.js";
import { RingReader, RingWriter } from "../dist/memory/ring.js";
import { deliver, keep, open, pack } from "../dist/parcel.js";
import { Kind } from "../dist/wire.js";
import { decodeReply } from "../dist/codec/messages.js";

/** Both ends of a lane and of a ring, in one thread. */
function channel() {
  const { port1, port2 } = new MessageChannel();
  const { replies } = newThreadBlock();
  return {
    here: new Lane(port1),
    there: new Lane(port2),
    ring: new RingWriter(replies),
    from: new RingReader(replies),
  };
}

function packed(writer: Writer, id: number, value: unknown) {
  encodeReturned(writer, value, "test");
  return pack(Kind.Reply, id, writer);
}

/** The values of all records that are there, each with its id. */
function received({ there, from }: ReturnType<typeof channel>): [number, unknown][] {
  const reader = new Reader();
  const values: [number, unknown][] = [];
  while (from.next()) {
    open(from, there, reader);
    const settled = decodeReply(reader, "test", () => null);
    values.push([from.id, settled.kind === "returned" ? settled.value : settled.error]);
    from.release();
  }
  return values;
}

const small = "in the ring";
const beside = new Uint8Array(40_000).fill(1);
const spilled = "x".repeat(200_000);

test("what is small, what travels beside the ring and what is too large for it arrive in order", () => {
  const to = channel();
  const writer = new Writer();
  const values = [small, beside, spilled, { spilled, beside }, small];
  for (const [id, value] of values.entries()) expect(deliver(packed(writer, id, value), to.ring, to.here)).toBe(true);
  expect(received(to)).toEqual([...values.entries()]);
});

test("a parcel that is kept stays as it is, whatever its writer does then", () => {
  const to = channel();
  const writer = new Writer();
  const values = [small, beside, { other: small }, spilled, small, [beside, beside.slice()]];
  const kept = values.map((value, id) => keep(packed(writer, id, value)));
  for (const each of kept) expect(deliver(each, to.ring, to.here)).toBe(true);
  expect(received(to)).toEqual([...values.entries()]);
});

test("a parcel that finds no room posts nothing on the lane", () => {
  const to = channel();
  const writer = new Writer();
  const filler = new Uint8Array(30_000);
  let id = 0;
  while (deliver(packed(writer, id, filler), to.ring, to.here)) id += 1;
  for (let room = packed(writer, 999, small); deliver(room, to.ring, to.here); room = packed(writer, 999, small));
  expect(deliver(packed(writer, 1_000, beside), to.ring, to.here)).toBe(false);
  received(to);
  expect(() => to.there.take()).toThrow("attachments that are not there");
  expect(deliver(packed(writer, 1_001, beside), to.ring, to.here)).toBe(true);
  expect(received(to)).toEqual([[1_001, beside]]);
});
