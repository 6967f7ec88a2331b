import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Failure } from "../sample.ts";

/** What one process took. */
export interface Taken {
  readonly seconds: number;
  /** Seconds of all its threads: what others do on the machine matters less to it. */
  readonly cpu: number;
  /** Peak of resident memory, MB. */
  readonly megabytes: number;
}

const peak = fileURLToPath(new URL("./peak.cjs", import.meta.url));

/** Runs a Node program in a fresh process, from its start to its end. A failure where it does not end with 0 within `limit` ms. */
export function take(args: readonly string[], cwd: string, limit: number): Promise<Taken | Failure> {
  // Whoever measures has settings of their own, which would be measured too.
  const env = { ...process.env, NODE_OPTIONS: "", NODE_COMPILE_CACHE: "", GITHUB_ACTIONS: "" };
  const start = performance.now();
  const child = spawn(process.execPath, ["--require", peak, ...args], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    timeout: limit,
    killSignal: "SIGKILL",
  });
  let said = "";
  let told = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => (said += text));
  // A pipe, as asked for; it could be written to as well.
  const fourth = child.stdio[3] as Readable;
  fourth.setEncoding("utf8").on("data", (text: string) => (told += text));
  return new Promise((resolve) => {
    let end = start;
    child.on("exit", () => (end = performance.now()));
    child.on("error", (error) => resolve({ failed: error.message }));
    child.on("close", (status, signal) => {
      if (status === 0) {
        const { maxRSS, cpu } = JSON.parse(told) as { maxRSS: number; cpu: number }; // KB and µs, as peak.cts tells them
        return resolve({ seconds: (end - start) / 1e3, cpu: cpu / 1e6, megabytes: (maxRSS * 1024) / 1e6 });
      }
      const why = said.trim().split("\n", 1)[0] ?? "";
      resolve({
        failed: signal === "SIGKILL" ? `hung, killed after ${limit / 1_000} s` : `ended with status ${status} ${why}`,
      });
    });
  });
}
