import { getEnvironmentData, setEnvironmentData } from "node:worker_threads";
import type { Apart } from "./apart.ts";
import type { Contestant } from "./contestant.ts";
import type { Regime, RegimeName } from "./regime.ts";
import type { Counts, Sample } from "./sample.ts";
import type { Target } from "./target.ts";

/** A call, as application code makes it: blocking, or of a contestant that is asynchronous, a promise. */
export type Call<A extends readonly unknown[] = readonly unknown[], R = unknown> = (...args: A) => R;

/** The async function behind it, which runs in the other thread. */
export type Work<A extends readonly unknown[] = readonly unknown[], R = unknown> = (...args: A) => Promise<R>;

export type Unit = "µs" | "ms" | "s" | "calls/s" | "MB" | "kB" | "x";

/** One row of the benchmark: what is measured, of whom, where, and what is expected of it. */
export interface Row {
  /** As `--row` names it. */
  readonly name: string;
  readonly title: string;
  readonly unit: Unit;
  /** Which of two values wins. */
  readonly better: "less" | "more";
  /** What a value is, as the head of its column: p50, mean, … */
  readonly statistic: string;
  /** Where it is measured, unless `--regime` says otherwise. `apart` only where measure() keeps threads apart. */
  readonly regimes: readonly RegimeName[];
  readonly targets: readonly Target[];
  readonly takesPart: (contestant: Contestant) => boolean;
  readonly counts: Counts;
  /** Whether a quotient of two values says anything. */
  readonly ratios: boolean;
  /** The same each time: measured in one round only. */
  readonly once?: true;
  /** Its processes hardly use a core: those of a round run side by side. */
  readonly together?: true;
  /** Sets the scene of a round and returns what ends it. */
  readonly scene?: (regime: Regime) => Promise<() => void>;
  /** The program that measures, where it is not measure.ts; gets the contestant's name. */
  readonly program?: (contestant: Contestant) => URL;
  /** In a fresh process, unless there is a program of its own. Keeps its threads apart if it is told where. */
  readonly measure?: (contestant: Contestant, counts: Counts, apart: Apart | undefined) => Promise<Sample>;
  /** The peers' worker transfers the bytes that the work returns. */
  readonly moves?: true;
  /** The method itself. In the peers' worker; loaded there only, as picot loads it in its reactor only. */
  readonly work?: () => Promise<Work>;
  /** The same method through its generated facade. Application thread, in picot's process only. */
  readonly facade?: () => Promise<Call>;
}

const KEY = "picot bench: row";

/** Tells the workers that this thread starts which row it is about: none of the peers has to pass it on. */
export function announceRow(name: string): void {
  setEnvironmentData(KEY, name);
}

/** In a worker: the name that announceRow() was given. */
export function announcedRow(): string {
  return String(getEnvironmentData(KEY));
}
