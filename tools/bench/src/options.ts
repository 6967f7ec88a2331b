import { availableParallelism } from "node:os";
import { Command, InvalidArgumentError, Option } from "commander";
import type { Contestant } from "./contestant.ts";
import { contestants, subject } from "./contestants.ts";
import { type Regime, type RegimeName, possibleRegimes, regimeNames } from "./regime.ts";
import type { Row } from "./row.ts";
import { findRow, rows } from "./rows/index.ts";
import type { Counts } from "./sample.ts";

export interface Options {
  readonly rounds: number;
  readonly rows: readonly { readonly row: Row; readonly regimes: readonly Regime[] }[];
  readonly contestants: readonly Contestant[];
  readonly counts: Partial<Counts>;
  /** Milliseconds. */
  readonly limit: number;
  readonly quick: boolean;
  readonly json: boolean;
  readonly write: boolean;
}

/** Enough to see that everything works. */
const QUICK: Counts = { warmup: 10, calls: 100, budget: 50, wait: 50 };

interface Given {
  readonly rounds?: number;
  readonly warmup?: number;
  readonly calls?: number;
  readonly limit: number;
  readonly regime?: RegimeName[];
  readonly row?: string[];
  readonly beside?: string[];
  readonly quick?: true;
  readonly json?: true;
  readonly write?: true;
}

/** What the command line says, checked and complete. Ends the process where it makes no sense. */
export function parseOptions(argv: readonly string[]): Options {
  const command = new Command("bench")
    .description("picot beside its peers, on the same work, in one interleaved run.")
    .option("--rounds <n>", "rounds; each measures everybody once, in a fresh process (default: 7)", atLeast(1))
    .option("--warmup <n>", "calls before those that are timed (default: the row's own)", atLeast(0))
    .option("--calls <n>", "calls that are timed, in each process (default: the row's own)", atLeast(1))
    .option("--limit <seconds>", "until a process is taken to hang, and is killed", seconds, 60)
    .addOption(new Option("--regime <name...>", "where threads may run (default: the row's own)").choices(regimeNames))
    .addOption(new Option("--row <name...>", "what is measured (default: all)").choices(rows.map(({ name }) => name)))
    .addOption(
      new Option("--beside <name...>", "who takes part besides picot (default: all)").choices(
        contestants.map(({ name }) => name),
      ),
    )
    .option("--quick", "one round of few calls: whether it works, not how fast it is")
    .option("--json", "print one JSON object instead of text")
    .option("--write", "also write docs/benchmarks.md and its plot")
    .parse(argv);
  const given = command.opts<Given>();

  const possible = possibleRegimes();
  const missing = given.regime?.find((name) => !possible.some((regime) => regime.name === name));
  if (missing !== undefined) command.error(`error: --regime ${missing}: it takes taskset, and as many cores`);
  const quick = given.quick === true;
  const { warmup, calls } = given;
  return Object.freeze({
    rounds: given.rounds ?? (quick ? 1 : 7),
    rows: (given.row?.map(findRow) ?? rows).map((row) => ({ row, regimes: regimesOf(row, possible, given.regime) })),
    contestants: contestants.filter((one) => one === subject || (given.beside?.includes(one.name) ?? true)),
    counts: { ...(quick && QUICK), ...(warmup !== undefined && { warmup }), ...(calls !== undefined && { calls }) },
    limit: given.limit * 1_000,
    quick,
    json: given.json === true,
    write: given.write === true,
  });
}

/**
 * Those asked for, or the row's own; where none of these is possible, wherever the system puts the threads. Threads are kept
 * apart by the rows that know how. On a machine of two cores, pinned to two is the same as free placement, and is not
 * measured again unless somebody asks for it.
 */
function regimesOf(row: Row, possible: readonly Regime[], asked?: readonly RegimeName[]): Regime[] {
  const able = possible.filter(({ name }) => name !== "apart" || row.regimes.includes(name));
  const found = able.filter(({ name }) => (asked ?? row.regimes).includes(name));
  const all = found.length > 0 ? found : possible.filter(({ name }) => name === "free");
  const twice = asked === undefined && availableParallelism() === 2 && all.some(({ name }) => name === "free");
  const few = twice ? all.filter(({ name }) => name !== "two") : all;
  return row.once === true ? few.slice(0, 1) : few;
}

function atLeast(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < least)
      throw new InvalidArgumentError(`It must be a whole number, at least ${least}.`);
    return value;
  };
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 86_400)) throw new InvalidArgumentError("It must be more than 0, and at most a day.");
  return value;
}
