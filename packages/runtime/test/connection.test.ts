import { MessageChannel } from "node:worker_threads";
import { expect, test } from "vitest";
import { FOREVER } from "@picot/runtime";
import { Connection } from "../dist/call.js";
import { encodeReturned } from "../dist/codec/messages.js";
import { Writer } from "../dist/codec/writer.js";
import { Deadline } from "../dist/deadline.js";
import { EventualResult } from "../dist/eventual-result.js";
import { Lane } from "../dist/lane.js";
import { newReactorBlock, newThreadBlock } from "../dist/memory/blocks.js";
import { Bytes, RingWriter } from "../dist/memory/ring.js";
import { systemCall } from "../dist/outgoing.js";
import { Kind } from "../dist/wire.js";

/** A connection whose other side is this test, in the same thread. */
function connected() {
  const block = newThreadBlock();
  const { port1 } = new MessageChannel();
  const alive = { check: (): void => {} };
  const welcome = { reactor: newReactorBlock().memory, number: 0 };
  const connection = new Connection(1, block, new Lane(port1), alive, { welcome });
  const replies = new RingWriter(block.replies);
  const writer = new Writer();
  const deadline = Deadline.after(FOREVER);
  return {
    send: (label: string) => {
      const call = connection.send(systemCall(label, 0, []), deadline);
      return { id: call.id, result: new EventualResult<unknown>(call, connection) };
    },
    answer: (id: number, value: unknown): void => {
      encodeReturned(writer, value, "test");
      replies.write(Kind.Reply, id, writer);
    },
    write: (kind: number, id: number, bytes: Uint8Array): void => {
      replies.write(kind, id, new Bytes(bytes));
    },
  };
}

test("answers find their calls, in whatever order they come", () => {
  const { send, answer } = connected();
  const [one, other] = [send("one"), send("other")];
  answer(other.id, "for the other");
  answer(one.id, "for the one");
  expect([one.result.wait(0), other.result.wait(0)]).toEqual(["for the one", "for the other"]);
});

test("[R79] an answer that cannot be read fails its call alone, and is read once", () => {
  const { send, answer, write } = connected();
  const [torn, next] = [send("torn"), send("next")];
  write(Kind.Reply, torn.id, new Uint8Array(24).fill(255));
  answer(next.id, "fine");
  expect(next.result.wait(0)).toBe("fine");
  expect(() => torn.result.wait(0)).toThrow(expect.objectContaining({ code: "ERR_PICOT_CORRUPT_CHANNEL" }));
});

test("[R79] answers to calls that nobody made, or a second time, and records of unknown kinds change nothing", () => {
  const { send, answer, write } = connected();
  const call = send("call");
  answer(12_345, "nobody asked");
  write(99, call.id, new Uint8Array(16));
  answer(call.id, "first");
  answer(call.id, "second");
  expect([call.result.wait(0), call.result.wait(0)]).toEqual(["first", "first"]);
});
