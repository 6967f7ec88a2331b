import { expect, test } from "vitest";
import { pack } from "../dist/parcel.js";
import { encodeReturned } from "../dist/codec/messages.js";
import { Writer } from "../dist/codec/writer.js";
import { Kind } from "../dist/wire.js";
import { scenario } from "./harness.ts";

const inBoth = <T>(name: string): Promise<[T, T]> => scenario("transfer", "inBoth", [name], { limit: 40_000 });

test("[R69] buffers of an argument move: their views here have length 0 afterwards, whatever the lane", async () => {
  const [own, other] = await inBoth("argumentsMove");
  expect(own).toEqual({ here: [0, 0, 0, 0], there: [true, true, true], kept: [0, 50_000] });
  expect(other).toEqual(own);
});

test("[R69] buffers of a result move out of the reactor, and others stay", async () => {
  const [own, other] = await inBoth("resultsMove");
  expect(own).toEqual({ given: [500_000, true, 0], small: [10, 0], copied: [500_000, true, 500_000] });
  expect(other).toEqual(own);
});

test("[R69] whole buffers of a method tagged @transfer move both ways, and parts are copied", async () => {
  const [own, other] = await inBoth("tagged");
  expect(own).toEqual({ turned: [100_000, 99_999 & 255, 0], here: [0, 64, "pooled", 0], there: 0 });
  expect(other).toEqual(own);
});

test("[R70] a SharedArrayBuffer is shared, there and back", async () => {
  expect(await inBoth("shared")).toEqual([
    [41, 42],
    [41, 42],
  ]);
});

test("two views of a buffer that moves are views of one buffer at the other end", async () => {
  expect(await inBoth("sameMemory")).toEqual([true, true]);
});

interface Refusals {
  readonly refused: Record<string, [string, string]>;
}

test("[R68] what cannot move is an ArgumentError, nothing is sent, and the buffers stay usable", async () => {
  const [own, other] = await inBoth<Refusals>("refusals");
  expect(own).toMatchObject({ usable: true, ran: 0, copied: [true, 100_000], next: "fine" });
  const { result, ...args } = own.refused;
  expect(Object.values(args).map(([code]) => code)).toEqual(Object.keys(args).map(() => "ERR_PICOT_ARGUMENT"));
  expect(args["part"]?.[1]).toMatch(/^Buffers\.echo: args\[0\]\.a shows only a part .* Nothing was sent\.$/);
  expect(args["twice"]?.[1]).toContain("buffers[1] is buffers[0] once more");
  expect(args["detached"]?.[1]).toContain("detached");
  expect(args["pooled"]?.[1]).toContain("pool");
  expect(args["elsewhere"]?.[1]).toContain("70000 bytes that is not in the value");
  expect(result?.[1]).toContain("buffers[0] cannot move");
  expect(other).toEqual(own);
});

interface TooBig {
  readonly args: Record<string, [string, string]>;
  readonly results: [string, string][];
}

test("[R71] a message over maxMessageBytes is a MessageTooBigError both ways, and the reactor lives", async () => {
  const big = await scenario<TooBig>("transfer", "tooBig", [], { limit: 40_000 });
  expect(big).toMatchObject({ ran: 0, usable: 1_000_000, below: 990_000, text: 990_000 });
  const ends = [...Object.values(big.args), ...big.results];
  expect(ends.map(([code]) => code)).toEqual(ends.map(() => "ERR_PICOT_MESSAGE_TOO_BIG"));
  for (const [, message] of Object.values(big.args)) {
    expect(message).toMatch(/^Buffers\.echo(Text)?: the message is over 1,000,000 bytes, .* Nothing was sent\.$/);
  }
  expect(big.results[0]?.[1]).toMatch(/^Buffers\.copy: the message is over 1,000,000 bytes/);
});

test("[R71] a limit that is no number of bytes is refused by setup()", async () => {
  expect(await scenario("transfer", "badLimits")).toEqual(Array.from({ length: 6 }, () => "ERR_PICOT_ARGUMENT"));
});

test("a large payload is not copied once it is encoded: its own memory goes", () => {
  const writer = new Writer();
  encodeReturned(
    writer,
    Array.from({ length: 300_000 }, (_, i) => i),
    "test",
  );
  const memory = writer.bytes.buffer;
  const { attachments, transfers } = pack(Kind.Reply, 1, writer);
  expect((attachments[0] as Uint8Array).buffer).toBe(memory); // the payload
  expect(transfers[0]).toBe(memory);
  expect(writer.bytes.buffer).not.toBe(memory);
});
