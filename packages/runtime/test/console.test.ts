/** What the reactor logs while its callers are blocked, and its readers are slow, or gone. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { before, program, runScenario } from "./harness.ts";

const runner = fileURLToPath(new URL("../dist-test/run-scenario.js", import.meta.url));
const lines = (count: number): string => Array.from({ length: count }, (_, i) => `line ${i}\n`).join("");

/** Runs a scenario of console.ts, and says what of its output is read, and how. */
async function run(
  name: string,
  args: readonly unknown[],
  read: { readonly chunkEach?: number; readonly noErrors?: boolean },
): Promise<{ stdout: string; status: number | null }> {
  const child = spawn(program, [...before, runner, "console", name, JSON.stringify(args)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "exit") as Promise<[number | null]>; // as Node documents it
  if (read.noErrors === true) child.stderr.destroy();
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    if (read.chunkEach !== undefined) await sleep(read.chunkEach);
  }
  const [status] = await ended;
  const stdout = Buffer.concat(chunks).toString();
  return { stdout: stdout.slice(0, stdout.indexOf("\0")), status };
}

test("[R32] [C170] all lines of a reactor reach a slow reader, in order, while main is blocked", async () => {
  const { stdout, status } = await run("lines", [20_000], { chunkEach: 20 });
  expect(status).toBe(0);
  expect(stdout === lines(20_000)).toBe(true);
});

test("[C170] a reader of standard error that is gone does not concern the reactor", async () => {
  expect(await run("closedError", [], { noErrors: true })).toEqual({ stdout: lines(3), status: 0 });
});

test("[C170] a console that throws does not concern the reactor where picot logs", async () => {
  const { stdout, status } = await runScenario("console", "brokenConsole");
  expect({ stdout, status }).toEqual({ stdout: lines(3), status: 0 });
});
