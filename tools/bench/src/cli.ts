/** Program: picot beside its peers. See ../README.md. */
import { Command, InvalidArgumentError, Option } from "commander";
import { load, machine, versionOf } from "./machine.ts";
import { peers, subject } from "./peers/index.ts";
import { type RegimeName, possibleRegimes, regimeNames } from "./regime.ts";
import { TARGET, reportBlock } from "./report.ts";
import { findRow, rows } from "./rows/index.ts";
import { run } from "./run.ts";
import { blockText } from "./table.ts";

interface Given {
  readonly rounds: number;
  readonly warmup: number;
  readonly calls: number;
  readonly limit: number;
  readonly regime?: RegimeName[];
  readonly row?: string[];
  readonly json?: true;
}

const command = new Command("bench")
  .description("picot beside its peers, on the same work, in one interleaved run.")
  .option("--rounds <n>", "rounds; each measures every peer once, in a fresh process", atLeast(1), 7)
  .option("--warmup <n>", "calls before those that are timed, in each process", atLeast(0), 3_000)
  .option("--calls <n>", "calls that are timed, in each process", atLeast(1), 20_000)
  .option("--limit <seconds>", "until a process is taken to hang, and is killed", seconds, 60)
  .addOption(
    new Option("--regime <name...>", "where threads may run (default: all that are possible)").choices(regimeNames),
  )
  .addOption(new Option("--row <name...>", "what is called (default: all)").choices(rows.map((row) => row.name)))
  .option("--json", "print one JSON object instead of text")
  .parse();
const given = command.opts<Given>();

const possible = possibleRegimes();
const missing = given.regime?.find((name) => !possible.some((regime) => regime.name === name));
if (missing !== undefined) command.error(`error: --regime ${missing}: it takes taskset, and as many cores`);
const { rounds, warmup, calls } = given;
const options = Object.freeze({
  rounds,
  warmup,
  calls,
  limit: given.limit * 1_000,
  rows: given.row?.map(findRow) ?? rows,
  regimes: possible.filter(({ name }) => given.regime?.includes(name) ?? true),
  peers,
});

const before = load();
const blocks = await run(options, showProgress);
showProgress("");
const after = load();
const report = {
  machine: machine(),
  load: { before, after },
  versions: Object.fromEntries(peers.map((peer) => [peer.name, versionOf(peer.package)])),
  rounds,
  warmup,
  calls,
  target: TARGET,
  tables: blocks.map((block) => reportBlock(block, subject)),
};
if (given.json === true) {
  console.log(JSON.stringify(report, undefined, 2));
} else {
  const { model, cores, system, node } = report.machine;
  console.log(`${model}, ${cores} core${cores === 1 ? "" : "s"}, ${system}, Node ${node}`);
  console.log(`load average ${before.join(" ")} before, ${after.join(" ")} after`);
  console.log(
    Object.entries(report.versions)
      .map((pair) => pair.join(" "))
      .join(", "),
  );
  console.log(
    `${rounds} round${rounds === 1 ? "" : "s"}, interleaved; each process: ${warmup} calls to warm up, ${calls} timed`,
  );
  for (const table of report.tables) console.log(`\n${blockText(table)}`);
}

/** One line that overwrites itself, where a person looks on. */
function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
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
