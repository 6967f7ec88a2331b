/** Functions of the caller's, step by step in one thread: what is on the wire selects nothing but what was given. */
import { expect, test } from "vitest";
import { CallbackTimeoutError, CallerGoneError, FOREVER } from "@picot/runtime";
import { encodeAsk } from "../dist/codec/asks.js";
import { encodeReturned } from "../dist/codec/messages.js";
import { Writer } from "../dist/codec/writer.js";
import { Deadline } from "../dist/deadline.js";
import { EventualResult } from "../dist/eventual-result.js";
import { RingWriter } from "../dist/memory/ring.js";
import { systemCall } from "../dist/outgoing.js";
import { callback, copy } from "../dist/plan.js";
import type { Incoming, Work } from "../dist/serve.js";
import { Kind } from "../dist/wire.js";
import { bothHalves, turn } from "./both-halves.ts";

type Asked = (...args: unknown[]) => Promise<unknown>;

/** A call whose function the test itself asks for. */
function held(limit: number | typeof FOREVER = FOREVER) {
  const given: Asked[] = [];
  const ends: ((value: unknown) => void)[] = [];
  const resolve = ({ args }: Incoming): Work => ({
    label: "held",
    run: () => {
      given.push(args[1] as Asked); // the function that stands for the caller's
      return new Promise((end) => ends.push(end));
    },
  });
  const halves = bothHalves(resolve);
  const send = (run: (...args: unknown[]) => unknown) => {
    const outgoing = systemCall("held", 0, ["first", run], [copy, callback([copy], copy)]);
    const deadline = Deadline.after(limit);
    const call = halves.connection.send(outgoing, deadline, deadline.milliseconds);
    halves.served.serve(10);
    return { call, result: new EventualResult<unknown>(call, halves.connection) };
  };
  return { ...halves, given, ends, send };
}

test("a function is asked for by the number of its call and its place, and answers there", async () => {
  const { send, given, ends, served, connection } = held();
  const { call, result } = send((n) => Number(n) + 1);
  const answer = given[0]!(41);
  // Runs where the thread waits, and nowhere else.
  connection.poll();
  served.serve(10);
  ends[0]!("the end");
  await turn();
  expect(result.wait(1_000)).toBe("the end");
  served.serve(10);
  expect(await answer).toBe(42);
  expect(call.settled).toMatchObject({ kind: "returned" });
});

test("[R79] an answer that nobody waits for, a second one, and one that cannot be read are ignored and counted", async () => {
  const { send, given, served, connection, block } = held();
  let ran = 0;
  const { call } = send(() => (ran += 1));
  const answer = given[0]!();
  connection.await(call, Deadline.after(0));
  expect(ran).toBe(0);
  connection.await(call, Deadline.after(100));
  expect(ran).toBe(1);
  served.serve(10);
  expect(await answer).toBe(1);
  const ring = new RingWriter(block.requests);
  const writer = new Writer();
  encodeReturned(writer, "forged", "forged");
  for (const id of [1, 2, -1, Number.NaN, 2 ** 60]) ring.write(Kind.Answer, id, writer);
  served.serve(10);
  expect(served.ignored).toBe(5);
});

test("[R79] a record that asks for another call, another place, or what is no function runs nothing", () => {
  const { send, connection, block } = held();
  let ran = 0;
  const { call } = send(() => (ran += 1));
  const ring = new RingWriter(block.replies);
  const writer = new Writer();
  const forged = [
    { call: call.id + 1, place: 1 },
    { call: call.id, place: 0 },
    { call: call.id, place: 2 },
    { call: Number.NaN, place: 1 },
    { call: call.id, place: 2 ** 32 - 1 },
  ];
  for (const each of forged) {
    encodeAsk(writer, { ...each, args: [] }, [], "forged");
    ring.write(Kind.Ask, 1, writer);
  }
  expect(connection.await(call, Deadline.after(100))).toBe(false);
  expect([ran, connection.callbacks.ignored]).toEqual([0, 5]);
});

test("[R47] what was asked for before its caller gave up fails by name, and so does what is asked for later", async () => {
  const { send, given, served, connection } = held();
  let ran = 0;
  const { call } = send(() => (ran += 1));
  const before = given[0]!();
  connection.poll();
  connection.abandon(call);
  served.serve(10);
  await expect(before).rejects.toThrow(CallerGoneError);
  await expect(given[0]!()).rejects.toThrow(CallerGoneError);
  const next = send(() => undefined);
  connection.await(next.call, Deadline.after(100));
  expect(ran).toBe(0);
});

test("[R46] what its thread does not run in time fails by name, and is taken back", async () => {
  const { send, given, connection } = held(50);
  let ran = 0;
  const { call } = send(() => (ran += 1));
  await expect(given[0]!()).rejects.toThrow(CallbackTimeoutError);
  connection.await(call, Deadline.after(100));
  expect(ran).toBe(0);
});

test("an argument that cannot cross is an error to whoever asked, and nothing is sent", async () => {
  const { send, given, connection } = held();
  let ran = 0;
  const { call } = send(() => (ran += 1));
  await expect(given[0]!({ deep: () => 1 })).rejects.toThrow(
    "The function at args[1] of held: args[0].deep is a function (deep); functions do not cross threads. Nothing was sent.",
  );
  connection.await(call, Deadline.after(100));
  expect(ran).toBe(0);
});
