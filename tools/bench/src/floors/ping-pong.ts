import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Apart } from "../apart.ts";
import type { Contestant } from "../contestant.ts";
import type { Counts, Sample } from "../sample.ts";

/** The path of the compiled ping-pong.c, for the processes that measure: an environment variable. */
const PROGRAM = "PICOT_BENCH_PING_PONG";

/** Two threads in C that hand a number to and fro and sleep in between: what two wake-ups cost here. */
export const futex: Contestant = { ...floor("futex"), name: "C futex" };

/** The same, who never sleep: what two cores can do. On one they would wait for each other's time slice. */
export const spin: Contestant = { ...floor("spin"), name: "C spin", regimes: ["free", "two", "apart"] };

function floor(mode: "futex" | "spin"): Omit<Contestant, "name"> {
  return {
    role: "floor",
    program: (counts, apart) => runFloor(mode, counts, apart),
    missing: () => (process.env[PROGRAM] === undefined ? "no C compiler for Linux" : undefined),
  };
}

function runFloor(mode: string, { warmup, calls, budget }: Counts, apart: Apart | undefined): Sample {
  const args = [mode, ...[warmup, calls, budget, ...(apart ?? [])].map(String)];
  const { stdout, stderr, status } = spawnSync(process.env[PROGRAM] ?? "", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`ping-pong.c: ${stderr}`);
  return JSON.parse(stdout) as Sample; // what it prints
}

/** Compiles the floors into a folder of their own, if it can, and returns what removes it. Before any process measures. */
export function compileFloors(): () => void {
  if (process.platform !== "linux") return () => {};
  const source = fileURLToPath(new URL("../../src/floors/ping-pong.c", import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), "picot-bench-"));
  const program = join(folder, "ping-pong");
  const { status } = spawnSync(process.env["CC"] ?? "cc", ["-O2", "-pthread", "-o", program, source]);
  if (status === 0) process.env[PROGRAM] = program;
  return () => rmSync(folder, { recursive: true, force: true });
}
