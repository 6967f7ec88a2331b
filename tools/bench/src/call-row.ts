import type { Contestant } from "./contestant.ts";
import { callRegimes } from "./regime.ts";
import type { Call, Row, Work } from "./row.ts";
import type { Counts } from "./sample.ts";
import { type Passed, sampleOf, timeCalls } from "./timing.ts";

/** A row that times single calls, one after the other, of everybody who can make one. */
export interface CallRow<A extends readonly unknown[], R> extends Pick<Row, "name" | "title" | "targets"> {
  /** What each call passes. Made once in each process, before anything is timed. */
  readonly args: () => A | Promise<A>;
  readonly isRight: (result: R) => boolean;
  readonly work: () => Promise<Work<A, R>>;
  readonly facade: () => Promise<Call<A, R>>;
  readonly counts?: Partial<Counts>;
  readonly statistic?: "p50" | "mean";
  readonly scene?: Row["scene"];
  readonly takesPart?: Row["takesPart"];
}

/**
 * Warmed up until V8 has compiled what it will compile, of everybody: whoever codes values in JavaScript takes some thousand
 * calls to get there, whoever leaves it to structured clone hardly any.
 */
export const COUNTS: Counts = { warmup: 8_000, calls: 8_000, budget: 300, wait: 2_000 };

/** Checks a row against its own types, and forgets them: rows of all types stand in one list. */
export function callRow<A extends readonly unknown[], R>(typed: CallRow<A, R>): Row {
  const statistic = typed.statistic ?? "p50";
  const row: Row = {
    name: typed.name,
    title: typed.title,
    unit: "µs",
    better: "less",
    statistic,
    regimes: callRegimes,
    targets: typed.targets,
    takesPart: typed.takesPart ?? canCall,
    counts: { ...COUNTS, ...typed.counts },
    ratios: true,
    ...(typed.scene && { scene: typed.scene }),
    async measure(contestant, counts, apart) {
      if (contestant.program !== undefined) return contestant.program(counts, apart);
      const call = await open(contestant, row);
      // Sound as used: a row's functions get the arguments and the results of that row only.
      const passed = { args: await typed.args(), isRight: typed.isRight } as Passed;
      return sampleOf(await timeCalls(call, contestant.asynchronous === true, passed, counts, apart), statistic);
    },
    work: typed.work as unknown as () => Promise<Work>, // as above
    facade: typed.facade as unknown as () => Promise<Call>, // as above
  };
  return row;
}

export function canCall(contestant: Contestant): boolean {
  return contestant.open !== undefined;
}

/** The contestant's call of a row. It must have one: see takesPart. */
export function open(contestant: Contestant, row: Row): Promise<Call> {
  if (contestant.open === undefined) throw new Error(`${contestant.name} makes no single calls`);
  return contestant.open(row);
}

/** The work of a row, in a worker. */
export function workOf(row: Row): Promise<Work> {
  if (row.work === undefined) throw new Error(`the row ${row.name} has no work`);
  return row.work();
}
