// Hosted: the main thread is the reactor, where the rates are downloaded and HTTP is spoken; pages are rendered by
// blocking code in the threads of the pool. This file is of the reactor's side, so it may import the async class.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { noSetup, provide } from "@picot/runtime";
import { ExchangeRate } from "../reactor/exchange-rate.reactor.ts";
import { whenParentEnds } from "../parent.ts";
import { type Page, ratePage } from "./pages.deferred.ts";

const [url, port = "0"] = process.argv.slice(2);
if (url === undefined) throw new Error("usage: server.js <URL of the rate server> [port]");

noSetup();
const rates = new ExchangeRate("EURUSD", { url, every: 250 });
await rates.start();
provide("eurusd", rates);

const server = createServer((incoming, outgoing) => {
  // The twin of a blocking function: it runs in a thread of the pool.
  void ratePage(incoming.url ?? "/")
    .catch((error: unknown): Page => {
      console.error(error);
      return { status: 500, html: "<p>The page could not be rendered.</p>\n" };
    })
    .then(({ status, html }) => outgoing.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(html));
});
server.listen(Number(port), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});

async function end(): Promise<void> {
  server.close();
  server.closeAllConnections();
  await rates.stop();
  // The threads of the pool end with the process, also one that is blocked in a facade.
  process.exit();
}
process.once("SIGINT", end);
process.once("SIGTERM", end);
whenParentEnds(end);
