import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

export const regimeNames = ["free", "one", "two"] as const;
export type RegimeName = (typeof regimeNames)[number];

/**
 * Where the threads of a measured process may run. It decides what a hand-off costs: on one core a wake-up is a context
 * switch, on two it may be that of a sleeping core.
 */
export interface Regime {
  readonly name: RegimeName;
  readonly title: string;
  /** What is written before the command. */
  readonly prefix: readonly string[];
}

/** Every regime that this machine allows. */
export function possibleRegimes(): Regime[] {
  const cores = availableParallelism();
  const free: Regime = { name: "free", title: `free placement on ${cores} core${cores === 1 ? "" : "s"}`, prefix: [] };
  const [first, second] = allowedCores();
  if (first === undefined || spawnSync("taskset", ["--version"]).status !== 0) return [free];
  const one = pinned("one", "pinned to one core", [first]);
  return second === undefined ? [free, one] : [free, one, pinned("two", "pinned to two cores", [first, second])];
}

function pinned(name: RegimeName, title: string, cores: readonly number[]): Regime {
  const list = cores.join(",");
  return { name, title: `${title} (${list})`, prefix: ["taskset", "-c", list] };
}

/** The cores that this process may use, which need not start at 0. None where the system does not say. */
function allowedCores(): number[] {
  let status: string;
  try {
    status = readFileSync("/proc/self/status", "utf8");
  } catch {
    return []; // not Linux
  }
  const ranges = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1]?.split(",") ?? [];
  return ranges.flatMap((range) => {
    const [from = NaN, to = from] = range.split("-").map(Number);
    return Number.isNaN(from) ? [] : Array.from({ length: to - from + 1 }, (_, at) => from + at);
  });
}
