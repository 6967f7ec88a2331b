import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { Command } from "commander";
import { Children } from "./children.ts";
import type { Server } from "./children.ts";

/** The whole demo takes a few seconds; past this many milliseconds something is stuck. */
const LIMIT = 18_000;

const { serve } = new Command("demo")
  .description("An exchange rate, downloaded in the background and read by blocking code.")
  .option("--serve", "stay up for a browser, until Ctrl-C")
  .parse()
  .opts<{ serve?: true }>();

const children = new Children();
const interrupted = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
try {
  const server = await Promise.race([demo(), interrupted, tooLate()]);
  if (Array.isArray(server)) {
    // 128 + SIGINT, as a shell says it.
    process.exitCode = 130;
  } else if (serve) {
    console.log(`\nServing ${server.url} until Ctrl-C.`);
    await Promise.race([server.lost, interrupted]);
  } else {
    console.log("\nAll of it works.");
  }
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await children.end();
}

/** The three parts in order. Resolves with the server, which is still up. */
async function demo(): Promise<Server> {
  heading("The rate server: a process of its own");
  const { url } = await children.serve("./rate-server.js");
  console.log(`  listening at ${url}`);

  heading("Embedded: app/report.ts, a blocking script; the reactor is a worker thread");
  const lines = await children.run("./app/report.js", [url], (line) => console.log(`  ${line}`));
  requireChange(
    "the report",
    lines.map((line) => /EUR\/USD ([\d.]+)/.exec(line)?.[1]),
  );

  heading("Hosted: app/server.ts; the reactor is the main thread, pages are rendered by blocking code in a pool");
  const server = await children.serve("./app/server.js", [url]);
  const rates: (string | undefined)[] = [];
  for (let visit = 1; visit <= 4; visit++) {
    const page = await fetchPage(server.url);
    if (visit === 1) console.log(page.trim().replaceAll(/^/gm, "  | "));
    const rate = /<strong>([\d.]+)</.exec(page)?.[1];
    const ms = /took ([\d.]+) ms/.exec(page)?.[1];
    console.log(`  visit ${visit}: EUR/USD ${rate}   the blocking call in the pool thread took ${ms} ms`);
    rates.push(rate);
    await pause(300);
  }
  requireChange("the page", rates);
  return server;
}

async function tooLate(): Promise<never> {
  await pause(LIMIT, undefined, { ref: false });
  throw new Error(`not done after ${LIMIT / 1_000} seconds`);
}

/** The page, once the first rate is there. */
async function fetchPage(url: string): Promise<string> {
  for (;;) {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    const page = await response.text();
    if (response.ok) return page;
    if (response.status !== 503) throw new Error(`${url} answered ${response.status}:\n${page}`);
    await pause(50);
  }
}

/** The demo shows something only if each look found a rate, and not always the same one. */
function requireChange(what: string, rates: readonly (string | undefined)[]): void {
  if (rates.includes(undefined)) throw new Error(`${what} lacks a rate: ${rates.join(", ")}`);
  if (new Set(rates).size < 2) throw new Error(`${what} shows no change: ${rates.join(", ")}`);
}

function heading(text: string): void {
  console.log(`\n${text}`);
}
