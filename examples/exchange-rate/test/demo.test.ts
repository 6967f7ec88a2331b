import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const DEMO = fileURLToPath(new URL("../dist/demo.js", import.meta.url));

/** Starts the demo; `printed()` is all it has printed so far. */
function startDemo(...args: string[]): {
  demo: ChildProcess;
  printed: () => string;
  closed: Promise<unknown[]>;
} {
  const demo = spawn(process.execPath, [DEMO, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [demo.stdout, demo.stderr])
    stream?.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  return { demo, printed: () => text, closed: once(demo, "close") };
}

/** The processes of this example that are still there, by their command lines. */
function leftBehind(parts: readonly string[]): string[] {
  const lines: string[] = [];
  for (const entry of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const line = readFileSync(`/proc/${entry}/cmdline`, "utf8").replaceAll("\0", " ");
      if (parts.every((part) => line.includes(part))) lines.push(line);
    } catch {
      // It has ended since.
    }
  }
  return lines;
}

test("the demo shows the rate change in a script and in a page, and exits with 0 in less than 20 s", async () => {
  const begun = performance.now();
  const { printed, closed } = startDemo();
  const [code] = await closed;
  const text = printed();
  expect(text).toContain("All of it works.");
  expect(code).toBe(0);
  expect(performance.now() - begun).toBeLessThan(20_000);

  const polls = [...text.matchAll(/poll \d: EUR\/USD ([\d.]+) .* blocked for \d+ ms, latestValue\(\) for [\d.]+ ms/g)];
  expect(polls).toHaveLength(4);
  expect(new Set(polls.map(([, rate]) => rate)).size).toBeGreaterThan(1);
  const visits = [...text.matchAll(/visit \d: EUR\/USD ([\d.]+) .* took [\d.]+ ms/g)];
  expect(visits).toHaveLength(4);
  expect(new Set(visits.map(([, rate]) => rate)).size).toBeGreaterThan(1);
  expect(text).toContain("| <p>The current EUR/USD exchange rate is <strong>");
});

test("Ctrl-C in the middle of the script ends the demo with 130, and leaves no child behind", async () => {
  const { demo, printed, closed } = startDemo();
  await expect.poll(printed, { timeout: 20_000 }).toContain("poll 1");
  const [, rateServer = ""] = /listening at (\S+)/.exec(printed()) ?? [];
  demo.kill("SIGINT");
  expect(await closed).toEqual([130, null]);
  expect(printed()).not.toContain("Error");
  await expect(fetch(rateServer)).rejects.toThrow();
  if (process.platform === "linux") expect(leftBehind(["node", rateServer])).toEqual([]);
});

test.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)(
  "--serve stays up, and %s leaves no child behind",
  async (signal) => {
    const { demo, printed, closed } = startDemo("--serve");
    await expect.poll(printed, { timeout: 20_000 }).toContain("until Ctrl-C");
    const [, url = ""] = /Serving (\S+) until/.exec(printed()) ?? [];
    const page = await fetch(url);
    expect(await page.text()).toMatch(/<strong>[\d.]+<\/strong>/);
    expect((await fetch(new URL("/nowhere", url))).status).toBe(404);
    // The URL of the rate server is an argument of the page server: only this run's processes have it.
    const [, rateServer = ""] = /listening at (\S+)/.exec(printed()) ?? [];
    demo.kill(signal);
    const [code] = await closed;
    if (signal !== "SIGKILL") expect(code).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
    await expect(fetch(rateServer)).rejects.toThrow();
    if (process.platform === "linux") await expect.poll(() => leftBehind(["node", rateServer])).toEqual([]);
  },
);
