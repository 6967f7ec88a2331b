/** Events, step by step in one thread: what is on the wire runs only what was registered, and only as often as it was sent. */
import { expect, test } from "vitest";
import { FOREVER } from "@picot/runtime";
import { encodeAsk } from "../dist/codec/asks.js";
import { Writer } from "../dist/codec/writer.js";
import { Deadline } from "../dist/deadline.js";
import { Listener } from "../dist/emitted.js";
import { EMPTY, RingWriter } from "../dist/memory/ring.js";
import { systemCall } from "../dist/outgoing.js";
import { copy } from "../dist/plan.js";
import { Kind } from "../dist/wire.js";
import { bothHalves, turn } from "./both-halves.ts";

const crossing = { kind: "callback", params: [copy], result: undefined, listens: true } as const;
const now = Deadline.after(0);

/** A call that begins to listen; the test itself emits. */
function listening() {
  const listeners: Listener[] = [];
  const heard: unknown[] = [];
  const halves = bothHalves(({ args }) => ({
    label: "listen",
    run: () => {
      const [listener] = args;
      if (!(listener instanceof Listener)) return;
      listener.label = "on";
      listeners.push(listener);
    },
  }));
  const { connection, served } = halves;
  const owner = {};
  const listen = (hear = (args: readonly unknown[]): unknown => heard.push(...args)): number => {
    const { id } = connection.send(systemCall("listen", 0, [() => {}], [crossing]), Deadline.after(FOREVER));
    connection.events.add(id, { label: "on", crossing, owner: new WeakRef(owner), runs: true, hear });
    served.serve(10);
    return id;
  };
  /** As pump() does. */
  const pump = (): boolean => connection.until("pump", () => false, now);
  return { ...halves, owner, listeners, heard, listen, pump };
}

test("an event comes after its call has ended as well, and is heard where the thread waits", async () => {
  const { listen, listeners, heard, pump, connection } = listening();
  listen();
  await turn();
  listeners[0]!.hear(1, "more");
  connection.poll();
  expect(heard).toEqual([]);
  pump();
  expect(heard).toEqual([1, "more"]);
});

test("[R79] an event that nobody has registered runs nothing, and the reactor is told that nobody listens", () => {
  const { listen, heard, pump, block, served, unlistened } = listening();
  listen();
  const ring = new RingWriter(block.replies);
  const writer = new Writer();
  for (const id of [7, -1, Number.NaN]) {
    encodeAsk(writer, { call: id, place: 0, args: ["forged"] }, [], "forged");
    ring.write(Kind.Event, id, writer);
  }
  pump();
  expect(heard).toEqual([]);
  // With the next record that is sent.
  listen();
  served.serve(10);
  expect(unlistened).toEqual([7, -1, Number.NaN]);
});

test("[R79] an event that cannot be read is ignored, and the next one is heard", () => {
  const { listen, heard, pump, block } = listening();
  const id = listen();
  const ring = new RingWriter(block.replies);
  ring.write(Kind.Event, id, EMPTY);
  const writer = new Writer();
  encodeAsk(writer, { call: id, place: 0, args: ["the next"] }, [], "on");
  ring.write(Kind.Event, id, writer);
  pump();
  expect(heard).toEqual(["the next"]);
});

test("[R79] a count of what was heard that is more than was sent, or no count, opens no gate", () => {
  const { listen, listeners, heard, pump, block, served, connection } = listening();
  listen();
  for (let i = 0; i < 10_000; i += 1) listeners[0]!.hear(i);
  const ring = new RingWriter(block.requests);
  for (const count of [1e9, -5, Number.NaN, 2 ** 60]) ring.write(Kind.Heard, count, EMPTY);
  served.serve(10);
  listeners[0]!.hear("one too many");
  while (heard.length < 10_000) {
    pump();
    served.serve(10);
  }
  pump();
  expect(connection.events.takeLost()).toBe(1);
  listeners[0]!.hear("after the gap");
  pump();
  expect(heard.length).toBe(10_001);
  expect(heard.at(-1)).toBe("after the gap");
});

test("one that is taken off while its event is on its way hears nothing, and nothing is left of it", () => {
  const { listen, listeners, heard, pump, served, connection, unlistened } = listening();
  const id = listen();
  listeners[0]!.hear("on its way");
  connection.events.remove(id);
  pump();
  served.serve(10);
  expect([heard, unlistened, connection.events.size]).toEqual([[], [id], 0]);
});

test("a handler that throws ends the wait, and what comes after it is heard in the next one", () => {
  const { listen, listeners, heard, pump } = listening();
  const thrown = new RangeError("from the handler");
  listen(([n]) => {
    if (n === 1) throw thrown;
    heard.push(n);
  });
  for (const n of [0, 1, 2]) listeners[0]!.hear(n);
  expect(pump).toThrow(expect.objectContaining({ error: thrown }) as Error);
  expect(heard).toEqual([0]);
  pump();
  expect(heard).toEqual([0, 2]);
});
