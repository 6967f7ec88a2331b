/** Lanes as they are on Bun and Deno, where a BroadcastChannel can be read only by its events. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type Lane, canReadChannels } from "../dist/lane.js";
import { perThread } from "../dist/per-thread.js";
import { answerLane, openLane } from "../dist/reactor/relay.js";

/** What lane.ts found out about this thread. */
const readable = perThread("readableChannels", (): { yes: boolean | undefined } => ({ yes: undefined }));
beforeAll(() => {
  readable.yes = false;
});
afterAll(() => {
  readable.yes = undefined;
});

function ends(): { thread: Lane; reactor: Lane } {
  const name = `picot-test:${randomUUID()}`;
  const thread = openLane(name);
  const reactor = answerLane(name);
  onTestFinished(() => {
    thread.close();
    reactor.close();
  });
  return { thread, reactor };
}

test("Node reads a channel without turning its loop, and needs no relay", () => {
  readable.yes = undefined;
  expect(canReadChannels()).toBe(true);
  readable.yes = false;
});

test("the thread waits for what the reactor posted, in its order, without turning its loop", () => {
  const { thread, reactor } = ends();
  const shared = new SharedArrayBuffer(8);
  reactor.post([new Uint8Array([1, 2, 3]), shared], []);
  reactor.post(["second"], []);
  const [bytes, memory] = thread.take();
  expect(bytes).toEqual(new Uint8Array([1, 2, 3]));
  // Shared and not copied.
  new Int32Array(shared)[0] = 7;
  expect(new Int32Array(memory as SharedArrayBuffer)[0]).toBe(7); // as posted
  expect(thread.take()).toEqual(["second"]);
});

test("the reactor knows a record's attachments to be late until their event has come", async () => {
  const { thread, reactor } = ends();
  const bells: boolean[] = [];
  reactor.onBell((attached) => bells.push(attached));
  thread.post(["an attachment"], []);
  thread.ring();
  expect(reactor.isCurrent()).toBe(false);
  await expect.poll(() => bells).toEqual([true, false]);
  expect(reactor.isCurrent()).toBe(true);
  expect(reactor.take()).toEqual(["an attachment"]);
  expect(reactor.isCurrent()).toBe(false);
});
