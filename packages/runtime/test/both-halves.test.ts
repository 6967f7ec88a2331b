import { expect, test } from "vitest";
import { CancelledError, transfer } from "@picot/runtime";
import type { Incoming, Work } from "../dist/serve.js";
import { bothHalves, echo, turn } from "./both-halves.ts";

test.each([
  ["2 ** 31 - 2", 2 ** 31 - 2],
  ["2 ** 32 - 2", 2 ** 32 - 2],
])("[R61] ten thousand calls whose ids start at %s each get their own answer", (_, first) => {
  const { send, serve } = bothHalves(echo, { lastId: first - 1 });
  const ids: number[] = [];
  let right = 0;
  for (let round = 0; round < 1_000; round += 1) {
    const calls = Array.from({ length: 10 }, (__, i) => ({ ...send(round * 10 + i), expected: round * 10 + i }));
    serve();
    for (const { id, result, expected } of calls.toReversed()) {
      ids.push(id);
      if (result.wait(0) === expected) right += 1;
    }
  }
  expect(right).toBe(10_000);
  expect(new Set(ids).size).toBe(10_000);
  expect(Math.min(...ids)).toBe(first);
  // Nobody can tell such an id from a thread that does not sleep, or that waits for any record.
  expect(ids.filter((id) => (id | 0) === 0 || (id | 0) === -1)).toEqual([]);
});

/** A call that settles when it is told to. */
function held() {
  const calls: { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }[] = [];
  const resolve = (): Work => ({
    label: "held",
    run: () => new Promise((resolve, reject) => calls.push({ resolve, reject })),
  });
  return { calls, resolve };
}

test("[C80] a call that ended before its cancellation arrived is cancelled to whoever cancelled it", () => {
  const { send, serve } = bothHalves(echo);
  const { result } = send("an answer");
  result.cancel();
  // The reactor reads the call, and its cancellation only after it has answered.
  serve();
  expect(() => result.wait(0)).toThrow(CancelledError);
  expect(result.originalFailure()).toMatchObject({ message: expect.stringContaining("call: cancelled") as string });
});

test("[C80] a failure in that moment is the cause of the cancellation", () => {
  const { send, serve } = bothHalves(() => {
    throw new RangeError("just then");
  });
  const { result } = send();
  result.cancel();
  serve();
  expect(result.originalFailure()).toBeInstanceOf(CancelledError);
  expect(result.originalFailure()?.cause).toMatchObject({ message: "just then" });
});

test("[C79][C80] work that was told to stop and returns all the same has its value delivered", async () => {
  const { calls, resolve } = held();
  const { send, serve } = bothHalves(resolve);
  const { result } = send();
  serve();
  result.cancel();
  serve();
  calls[0]?.resolve("done");
  await turn();
  expect(result.wait(0)).toBe("done");
});

const big = "x".repeat(150_000);

test("requests of a thread that reads nothing stay unread once five megabytes of replies wait, and all are answered when it reads", () => {
  const { send, serve } = bothHalves(({ args }) => ({ label: "big", run: () => `${big}${String(args[0])}` }));
  const calls = Array.from({ length: 200 }, (_, i) => send(i));
  const served = serve();
  expect(served).toBeGreaterThan(27);
  expect(served).toBeLessThan(50);
  expect(serve()).toBe(0);
  const values = calls.map(({ result }, i) => {
    // Reads what is there; the reactor looks again after it, and sends the next.
    result.originalFailure();
    serve();
    return result.wait(0) === `${big}${i}`;
  });
  expect(values.every(Boolean)).toBe(true);
});

test("replies of running calls to a thread that reads nothing are dropped by name over the limit, and no other", async () => {
  const { calls, resolve } = held();
  const { send, serve } = bothHalves(resolve, { maxMessageBytes: 2_000_000 });
  const sent = Array.from({ length: 100 }, () => send());
  serve();
  expect(calls).toHaveLength(100);
  for (const call of calls) call.resolve(big);
  await turn();
  const ends = sent.map(({ result }) => {
    serve();
    const failure = result.originalFailure();
    return failure === null ? result.wait(0) === big : (failure as { code?: unknown }).code;
  });
  const delivered = ends.filter((end) => end === true).length;
  expect(delivered).toBeGreaterThan(27);
  expect(delivered).toBeLessThan(60);
  expect(ends.slice(delivered)).toEqual(Array.from({ length: 100 - delivered }, () => "ERR_PICOT_UNREAD_RESULTS"));
});

test("[C101] posts begin in their order, also where the first of them waits for its module", async () => {
  const ran: unknown[] = [];
  let loaded: () => void = () => {};
  const loading = new Promise<void>((resolve) => (loaded = resolve));
  const work = ({ args }: Incoming): Work => ({ label: "post", run: () => ran.push(args[0]) });
  let first = true;
  const { post, serve } = bothHalves((call) => {
    if (!first) return work(call);
    first = false;
    return loading.then(() => work(call));
  });
  for (let i = 0; i < 100; i += 1) post(i);
  expect(serve()).toBe(100);
  expect(ran).toEqual([]);
  loaded();
  await turn();
  post(100);
  serve();
  expect(ran).toEqual(Array.from({ length: 101 }, (_, i) => i));
});

test("[C101] no more requests are read while thousands of posts wait for a module, and then the rest is", async () => {
  let count = 0;
  let loaded: () => void = () => {};
  const loading = new Promise<void>((resolve) => (loaded = resolve));
  let ready = false;
  const work: Work = { label: "post", run: () => (count += 1) };
  const { post, serve, resumed } = bothHalves(() => (ready ? work : loading.then(() => work)));
  let sent = 0;
  for (; sent < 4_000; sent += 1) {
    post();
    if (sent % 1_000 === 999) serve();
  }
  for (; sent < 5_000; sent += 1) post();
  expect(serve()).toBe(96);
  expect(serve()).toBe(0);
  ready = true;
  loaded();
  await turn();
  expect(resumed.times).toBe(1);
  expect(serve()).toBe(904);
  await turn();
  expect(count).toBe(5_000);
});

test("what a thread sent for nobody to wait for is done although the thread has ended, and its calls are not", () => {
  const ran: unknown[] = [];
  const { post, send, served } = bothHalves(({ args }) => ({ label: "one", run: () => ran.push(args[0]) }));
  post("posted");
  send("called");
  post("posted too");
  served.gone();
  expect(ran).toEqual(["posted", "posted too"]);
});

test("[R69] a buffer given away is detached at once, even where its reply has to wait for room", () => {
  const given = Array.from({ length: 200 }, () => new Uint8Array(50_000).fill(5));
  const { send, serve } = bothHalves(({ args }) => ({
    label: "give",
    run: () => {
      const bytes = given[Number(args[0])]!; // one for each call
      return transfer(bytes, [bytes.buffer]);
    },
  }));
  const calls = given.map((_, i) => send(i));
  const served = serve();
  expect(served).toBeLessThan(200);
  // The last of those is kept in the reactor, and yet its owner has lost it.
  expect(given.map(({ length }) => length)).toEqual(given.map((_, i) => (i < served ? 0 : 50_000)));
  const right = calls.filter(({ result }) => {
    serve();
    result.originalFailure();
    serve();
    const value = result.wait(0);
    return value instanceof Uint8Array && value.length === 50_000 && value[49_999] === 5;
  });
  expect(right).toHaveLength(200);
});
