import type { Role } from "./contestant.ts";
import type { RegimeName } from "./regime.ts";
import type { Unit } from "./row.ts";
import type { Block, Series } from "./run.ts";
import { type Spread, median, pairedRatios, spread } from "./statistics.ts";
import { type Verdict, judge } from "./target.ts";

/** In the unit of the row. What could not be measured is left out. */
export interface Line {
  readonly name: string;
  readonly role: Role;
  /** Over rounds, of the value of each. */
  readonly value?: Spread;
  /** Median over rounds. */
  readonly p99?: number;
  /** picot / this one, of each round. */
  readonly ratio?: Spread;
  /** By round; null where there is none. */
  readonly rounds: readonly (number | null)[];
  /** One sentence for each round without a sample. */
  readonly failures: readonly string[];
}

/** One row in one regime. */
export interface Table {
  readonly row: string;
  readonly title: string;
  readonly unit: Unit;
  readonly statistic: string;
  readonly better: "less" | "more";
  readonly regime: RegimeName;
  readonly placement: string;
  readonly lines: readonly Line[];
  readonly verdicts: readonly Verdict[];
}

export function tableOf({ row, regime, series }: Block): Table {
  const own = series.filter(({ contestant }) => contestant.role === "subject").flatMap(valuesOf);
  const results = {
    own,
    peers: series.filter(({ contestant }) => contestant.role === "peer").map(valuesOf),
    byName: (name: string) => series.filter(({ contestant }) => contestant.name === name).flatMap(valuesOf),
    isFloor: (name: string) => series.some(({ contestant }) => contestant.name === name && contestant.role === "floor"),
    better: row.better,
    unit: row.unit,
  };
  const targets = row.targets.filter(({ regimes }) => regimes?.includes(regime.name) ?? true);
  return {
    row: row.name,
    title: row.title,
    unit: row.unit,
    statistic: row.statistic,
    better: row.better,
    regime: regime.name,
    placement: regime.title,
    lines: series.map((one) => lineOf(one, row.ratios && one.contestant.role !== "subject" ? own : undefined)),
    verdicts: targets.map((target) => judge(target, results)),
  };
}

function lineOf(series: Series, own: readonly (number | undefined)[] | undefined): Line {
  const { contestant, samples } = series;
  const rounds = valuesOf(series);
  const value = spread(rounds.flatMap((one) => one ?? []));
  const p99 = samples.flatMap((sample) => ("failed" in sample ? [] : (sample.p99 ?? [])));
  const ratio = own && spread(pairedRatios(own, rounds));
  return {
    name: contestant.name,
    role: contestant.role,
    ...(value && { value }),
    ...(p99.length > 0 && { p99: median(p99) }),
    ...(ratio && { ratio }),
    rounds: rounds.map((one) => one ?? null),
    failures: samples.flatMap((sample) => ("failed" in sample ? sample.failed : [])),
  };
}

function valuesOf({ samples }: Series): (number | undefined)[] {
  return samples.map((sample) => ("failed" in sample ? undefined : sample.value));
}
