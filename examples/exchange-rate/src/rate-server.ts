// The rest of the world: a process of its own, whose rates move each time that one is asked for.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { whenParentEnds } from "./parent.ts";

const rates = new Map([
  ["EURUSD", 1.0842],
  ["GBPUSD", 1.2711],
]);

/** The rate of a pair, which has moved since the last look: a random step up or down, and never none. */
function nextRate(pair: string): number | undefined {
  const rate = rates.get(pair);
  if (rate === undefined) return undefined;
  const step = (1 + Math.floor(Math.random() * 9)) / 10_000;
  // Towards the middle when it went too far, since a demo may stay up for days.
  const up = Math.abs(rate - 1.2) > 0.3 ? rate < 1.2 : Math.random() < 0.5;
  const next = Number((up ? rate + step : rate - step).toFixed(4));
  rates.set(pair, next);
  return next;
}

const server = createServer((incoming, outgoing) => {
  const pair = incoming.url?.slice(1) ?? "";
  const rate = nextRate(pair);
  outgoing.writeHead(rate === undefined ? 404 : 200, { "content-type": "application/json" });
  outgoing.end(JSON.stringify(rate === undefined ? { error: "no such pair" } : { pair, rate }));
});
server.listen(0, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});

whenParentEnds(() => process.exit());
