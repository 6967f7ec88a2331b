import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Peer } from "./peer.ts";
import type { Regime } from "./regime.ts";
import type { Row } from "./row.ts";

/** What one process measured, in microseconds. */
export interface Sample {
  readonly p50: number;
  readonly p99: number;
}

/** Why a process has no sample. */
export interface Failure {
  readonly failed: string;
}

export interface SampleOptions {
  /** Calls before those that are timed. */
  readonly warmup: number;
  /** Calls that are timed. */
  readonly calls: number;
  /** Milliseconds until the process is taken to hang, and is killed. */
  readonly limit: number;
}

const program = fileURLToPath(new URL("./measure.js", import.meta.url));

/** Runs measure.ts in a fresh process, so that no peer inherits the heap, the compiled code or the threads of another. */
export function takeSample(
  peer: Peer,
  row: Row,
  regime: Regime,
  { warmup, calls, limit }: SampleOptions,
): Promise<Sample | Failure> {
  const [command, ...args] = [
    ...regime.prefix,
    process.execPath,
    program,
    peer.name,
    row.name,
    String(warmup),
    String(calls),
  ];
  // Without the caller's NODE_OPTIONS: a loader or an inspector in them would be measured too.
  const child = spawn(command ?? process.execPath, args, {
    env: { ...process.env, NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  // From outside: a thread that hangs in a blocking call hears of no timeout. taskset becomes the program, so it is the same process.
  const killer = AbortSignal.timeout(limit);
  killer.addEventListener("abort", () => child.kill("SIGKILL"));
  return new Promise((resolve) => {
    child.on("error", (error) => resolve({ failed: error.message }));
    child.on("close", (status, signal) => {
      if (status === 0) return resolve(JSON.parse(stdout) as Sample); // measure.ts prints nothing else
      const hung = killer.aborted && signal === "SIGKILL";
      const why = /^\w*Error.*$/m.exec(stderr)?.[0] ?? "";
      resolve({
        failed: hung
          ? `hung, killed after ${limit / 1_000} s`
          : `ended with ${signal ?? `status ${status}`} ${why}`.trim(),
      });
    });
  });
}
