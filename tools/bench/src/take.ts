import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { STARTED } from "./cold/report.ts";
import type { Contestant } from "./contestant.ts";
import type { Regime } from "./regime.ts";
import type { Row } from "./row.ts";
import type { Counts, Failure, Sample } from "./sample.ts";

const program = new URL("./measure.js", import.meta.url);

/**
 * Measures in a fresh process, so that no contestant inherits the heap, the compiled code or the threads of another.
 * A process that takes longer than `limit` milliseconds is taken to hang, and is killed.
 */
export function takeSample(
  contestant: Contestant,
  row: Row,
  regime: Regime,
  counts: Counts,
  limit: number,
): Promise<Sample | Failure> {
  const file = fileURLToPath(row.program?.(contestant) ?? program);
  const [command = process.execPath, ...args] = [
    ...regime.prefix,
    process.execPath,
    file,
    contestant.name,
    row.name,
    JSON.stringify(counts),
    ...(regime.apart ? [JSON.stringify(regime.apart)] : []),
  ];
  // Without the caller's NODE_OPTIONS: a loader or an inspector in them would be measured too.
  const env = { ...process.env, NODE_OPTIONS: "", [STARTED]: String(performance.timeOrigin + performance.now()) };
  const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
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
      if (status === 0 && stdout !== "") return resolve(JSON.parse(stdout) as Sample); // the programs print nothing else
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
