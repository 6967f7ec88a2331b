import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { type Apart, allowed } from "./apart.ts";

export const regimeNames = ["free", "one", "two", "apart"] as const;
export type RegimeName = (typeof regimeNames)[number];

/** What rows about calls are measured in: what a program gets, and the two placements that luck has no part in. */
export const callRegimes = ["free", "one", "apart"] as const satisfies readonly RegimeName[];

/**
 * Where the threads of a measured process may run. It decides what a hand-off costs: on one core a wake-up is a context
 * switch, on two it may be that of a sleeping core.
 */
export interface Regime {
  readonly name: RegimeName;
  readonly title: string;
  /** What is written before the command. */
  readonly prefix: readonly string[];
  /** How the measured process divides its threads by itself, once they are there. */
  readonly apart?: Apart;
}

/** Every regime that this machine allows. */
export function possibleRegimes(): Regime[] {
  const cores = availableParallelism();
  const free: Regime = { name: "free", title: `free placement on ${cores} core${cores === 1 ? "" : "s"}`, prefix: [] };
  const [first, second] = twoCores();
  if (first === undefined || spawnSync("taskset", ["--version"]).status !== 0) return [free];
  const one = pinned("one", "pinned to one core", [first]);
  if (second === undefined) return [free, one];
  const two = pinned("two", "pinned to two cores", [first, second]);
  const title = `threads apart: the application's on one core, all others on another (${first}, ${second})`;
  return [free, one, two, { ...two, name: "apart", title, apart: [first, second] }];
}

function pinned(name: RegimeName, title: string, cores: readonly number[]): Regime {
  const list = cores.join(",");
  return { name, title: `${title} (${list})`, prefix: ["taskset", "-c", list] };
}

/**
 * The first core that this process may use, which need not be 0, and another. The other half of the same core is no other
 * one, unless there is nothing else. Empty where the system does not say.
 */
function twoCores(): number[] {
  const [first, ...others] = numbers(allowed("self"));
  if (first === undefined) return [];
  const halves = numbers(siblings(first));
  return [first, ...others.toSorted((a, b) => Number(halves.includes(a)) - Number(halves.includes(b))).slice(0, 1)];
}

function siblings(core: number): string | undefined {
  try {
    return readFileSync(`/sys/devices/system/cpu/cpu${core}/topology/thread_siblings_list`, "utf8").trim();
  } catch {
    return undefined;
  }
}

/** The numbers of a list such as 0-3,7. */
function numbers(list = ""): number[] {
  return list.split(",").flatMap((range) => {
    const [from = NaN, to = from] = range === "" ? [] : range.split("-").map(Number);
    return Number.isNaN(from) ? [] : Array.from({ length: to - from + 1 }, (_, at) => from + at);
  });
}
