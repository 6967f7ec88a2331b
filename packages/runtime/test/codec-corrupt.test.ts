import fc from "fast-check";
import { expect, test } from "vitest";
import { CorruptChannelError } from "@picot/runtime";
import { graph, runs, tree } from "./codec-arbitraries.ts";
import { Codec } from "./codec-values.ts";
import { THOROUGH } from "./thorough.ts";

const codec = new Codec();

test("[R79] random bytes are refused as a corrupt message, or mean something", () => {
  const outcomes = new Set<string>();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (each) => {
      outcomes.add(outcomeOf(each));
    }),
    runs(THOROUGH ? 200_000 : 5_000),
  );
  expect([...outcomes].sort()).toEqual(["refused"]);
});

test("[R79] random values with a right frame are refused as corrupt, or mean something", () => {
  const outcomes = new Set<string>();
  // Bytes that are mostly tags, lengths of 0 to 3 and zeros get furthest.
  const body = fc.array(fc.oneof(fc.nat(24), fc.nat(3), fc.constant(0), fc.nat(255)), { maxLength: 60 });
  fc.assert(
    fc.property(body, fc.nat(8), (nodes, units) => {
      const frame = Buffer.alloc(8 + nodes.length + units, 0x61);
      frame.writeUInt32LE(8 + nodes.length, 0);
      frame.writeUInt32LE(units * 2, 4);
      frame.set(nodes, 8);
      outcomes.add(outcomeOf(frame, [new ArrayBuffer(12)]));
    }),
    runs(THOROUGH ? 400_000 : 20_000),
  );
  expect([...outcomes].sort()).toEqual(["read", "refused"]);
});

test("[R79][R80] messages with a few bytes changed are refused as corrupt, or mean something else", () => {
  const outcomes = new Set<string>();
  const changes = fc.array(fc.tuple(fc.nat(10_000), fc.nat(255)), { minLength: 1, maxLength: 4 });
  const value = fc.oneof(
    tree,
    graph,
    fc.constant(new AggregateError([new DOMException("a", "b"), new TypeError("c", { cause: {} })], "d")),
  );
  fc.assert(
    fc.property(value, changes, fc.boolean(), (each, at, cut) => {
      const { bytes: message, attachments } = codec.encode(each);
      for (const [place, byte] of at) message[place % message.length] = byte;
      outcomes.add(outcomeOf(cut ? message.subarray(0, (at[0]?.[0] ?? 0) % message.length) : message, attachments));
    }),
    runs(THOROUGH ? 400_000 : 5_000),
  );
  expect([...outcomes].sort()).toEqual(["read", "refused"]);
});

/** Anything but a value or a CorruptChannelError fails the test. */
function outcomeOf(message: Uint8Array, attachments: readonly unknown[] = []): string {
  try {
    codec.decode(message, attachments, 32);
    return "read";
  } catch (error) {
    if (error instanceof CorruptChannelError) return "refused";
    throw error;
  }
}
