/** Threads started by one that has not loaded picot: nothing is imported here that would load it. */
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { awaitCount, inThread, newShared } from "./threads.ts";

const stranger = new URL("./workers/stranger.js", import.meta.url).href;

export interface Meeting {
  readonly reactors: readonly number[];
  /** The reactor that the main thread reaches, which loads picot last. */
  readonly main: number;
}

async function reactorFromMain(): Promise<number> {
  const { Witness } = await import("../fixtures/witness.facade.ts");
  return new Witness().thread();
}

export async function meet(count: number): Promise<Meeting> {
  const start = newShared();
  const threads = Array.from({ length: count }, () => inThread<number>(stranger, "meet", start, count));
  const reactors = await Promise.all(threads.map(async ({ outcome }) => (await outcome).value ?? -1));
  const main = await reactorFromMain();
  for (const each of threads) await each.end();
  return { reactors, main };
}

export async function ownerEnds(): Promise<{ before: number; after: number }> {
  const owner = inThread<number>(stranger, "call");
  const before = (await owner.outcome).value ?? -1;
  await owner.end();
  return { before, after: await reactorFromMain() };
}

export async function ownerIsTerminated(): Promise<{ before: number; after: number }> {
  const owner = inThread<number>(stranger, "call");
  const before = (await owner.outcome).value ?? -1;
  await owner.worker.terminate();
  return { before, after: await reactorFromMain() };
}

/** Files of a process that met and ended. */
export async function leavesBehind(): Promise<string[]> {
  const runner = fileURLToPath(new URL("../run-scenario.js", import.meta.url));
  const run = promisify(execFile)(process.execPath, [runner, "strangers", "meet", "[3]"]);
  const pid = String(run.child.pid);
  await run;
  const { uid, username } = userInfo();
  return readdirSync(join(tmpdir(), `picot-${uid < 0 ? username : uid}`)).filter((each) => each.startsWith(`${pid}.`));
}

/** A caller that shares no ancestor with the reactor's owner is terminated while it is blocked. */
export async function terminatedCaller(): Promise<{ reason: string; ms: number }> {
  const owner = inThread<number>(stranger, "call");
  await owner.outcome;
  const begun = newShared();
  const caller = inThread<void>(stranger, "hang", begun);
  awaitCount(begun, 1);
  const at = Date.now();
  await caller.worker.terminate();
  const { Witness } = await import("../fixtures/witness.facade.ts");
  const ending = new Witness().ending();
  await owner.end();
  return { reason: ending.reason, ms: ending.at - at };
}

/** Threads that come and go, one after another, in a host: what its loop holds before and after, and what it complained of. */
export async function comeAndGo(count: number): Promise<{ before: string[]; after: string[]; warnings: string[] }> {
  const { noSetup } = await import("@picot/runtime");
  const warnings: string[] = [];
  process.on("warning", ({ name, message }) => warnings.push(`${name}: ${message}`));
  noSetup();
  // The first thread makes what stays: channels of the process, the folder.
  await visit(false);
  const before = process.getActiveResourcesInfo();
  for (let i = 0; i < count; i += 1) await visit(i % 2 === 0);
  // What has just been closed is gone a turn later.
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  return { before, after: process.getActiveResourcesInfo(), warnings };
}

async function visit(violently: boolean): Promise<void> {
  const thread = inThread<number>(stranger, "call");
  await thread.outcome;
  if (violently) await thread.worker.terminate();
  else await thread.end();
}
