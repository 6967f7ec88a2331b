import { once } from "node:events";
import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { ExchangeRate } from "../dist/reactor/exchange-rate.reactor.js";

const opened: { rates?: ExchangeRate; server: Server }[] = [];

/** An ExchangeRate for a server of this test, which answers by `answer`. */
async function against(answer: RequestListener, every = 20): Promise<ExchangeRate> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const rates = new ExchangeRate("EURUSD", { url, every });
  opened.push({ rates, server });
  return rates;
}

/** Answers with the given rates one after the other, then with the last of them; a number from 400 on is a status. */
function series(...answers: number[]): RequestListener {
  return (incoming, outgoing) => {
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? 500;
    if (answer >= 400) return outgoing.writeHead(answer).end("not now");
    return outgoing.end(JSON.stringify({ pair: incoming.url?.slice(1), rate: answer }));
  };
}

afterEach(async () => {
  for (const { rates, server } of opened.splice(0)) {
    await rates?.stop();
    server.closeAllConnections();
    server.close();
  }
});

test("[C125] the async class works with no reactor and no picot", async () => {
  const rates = await against(series(1.1));
  await rates.start();
  expect(await rates.nextValue()).toBe(1.1);
  expect(await rates.latestValue()).toBe(1.1);
  // The runtime marks every thread that loaded it; importing the class has not loaded it.
  expect(Symbol.for("picot.v1") in globalThis).toBe(false);
});

test("[C125] before the first download there is no rate", async () => {
  const rates = await against(series(1.1));
  expect(await rates.latestValue()).toBeNull();
});

test("[C125] it asks for its own pair, and downloads at every turn", async () => {
  const paths: (string | undefined)[] = [];
  const answer = series(1.1, 1.2, 1.3);
  const rates = await against((incoming, outgoing) => (paths.push(incoming.url), answer(incoming, outgoing)));
  await rates.start();
  expect([await rates.nextValue(), await rates.nextValue(), await rates.nextValue()]).toEqual([1.1, 1.2, 1.3]);
  expect(paths.slice(0, 3)).toEqual(["/EURUSD", "/EURUSD", "/EURUSD"]);
});

test("[C125] a download that fails is kept as the last error, and the next turn tries again", async () => {
  const rates = await against(series(1.1, 503, 503, 1.2));
  await rates.start();
  await rates.nextValue();
  await expect.poll(() => rates.lastError(), { interval: 2 }).toBe("the rate server answered 503");
  expect(await rates.latestValue()).toBe(1.1);
  expect(await rates.nextValue()).toBe(1.2);
  await expect.poll(() => rates.lastError()).toBeNull();
});

test.each([
  ["no JSON", "1.1"],
  ["no rate", '{"pair":"EURUSD"}'],
  ["a rate that is no number", '{"rate":"1.1"}'],
])("[C125] an answer with %s is a failure of download()", async (_, text) => {
  const rates = await against((_incoming, outgoing) => outgoing.end(text));
  await expect(rates.download()).rejects.toThrow("has no rate");
  expect(await rates.latestValue()).toBeNull();
});

test("[C125] a rate server that is not there is a failure of the turn, not the end", async () => {
  const rates = new ExchangeRate("EURUSD", { url: "http://127.0.0.1:1/", every: 10 });
  await rates.start();
  await expect.poll(() => rates.lastError()).toContain("ECONNREFUSED");
  await rates.stop();
});

test("[C125] start() twice is refused, and the downloads go on", async () => {
  const rates = await against(series(1.1));
  await rates.start();
  await expect(rates.start()).rejects.toMatchObject({ code: "ERR_PICOT_LOOPING_CALL" });
  expect(await rates.nextValue()).toBe(1.1);
});

test("[C125] stop() gives up the download under way and whoever waits for it; start() goes on", async () => {
  let asked = 0;
  const rates = await against((_incoming, outgoing) => void (asked++ > 0 && outgoing.end('{"rate":1.1}')));
  await rates.start();
  const waiting = rates.nextValue().catch((error: unknown) => error);
  await expect.poll(() => asked).toBe(1);
  await rates.stop();
  expect(await waiting).toMatchObject({ name: "AbortError" });
  expect(await rates.lastError()).toBeNull();
  await rates.stop();
  await rates.start();
  expect(await rates.nextValue()).toBe(1.1);
});
