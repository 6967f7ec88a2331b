import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { callRow } from "../call-row.ts";
import type { Regime } from "../regime.ts";
import { FASTEST } from "../target.ts";
import { addition } from "../workload/addition.ts";

const HOGS = 8;

export const busy = callRow({
  ...addition,
  name: "busy",
  title: `add(1, 2) beside ${HOGS} busy processes`,
  // Of calls that wait for a time slice now and then, the median tells nothing.
  statistic: "mean",
  scene: startHogs,
  // Long enough that what is measured is calls, and not the compiling of the code that makes them.
  counts: { warmup: 1_000, calls: 20_000, budget: 3_000 },
  targets: [{ kind: "ratio", to: FASTEST, atMost: 1.1 }],
});

/** On the cores of those who are measured; once for all of them, so that all have the same beside them. */
async function startHogs({ prefix }: Regime): Promise<() => void> {
  const program = fileURLToPath(new URL("../workload/hog.js", import.meta.url));
  const [command = process.execPath, ...args] = [...prefix, process.execPath, program];
  const hogs = Array.from({ length: HOGS }, () => spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] }));
  await Promise.all(hogs.map((hog) => once(hog.stdout, "data")));
  return () => {
    for (const hog of hogs) hog.kill("SIGKILL");
  };
}
