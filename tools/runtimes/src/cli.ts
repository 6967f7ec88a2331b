/** Program: the tests on other runtimes. See ../README.md. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command, InvalidArgumentError, Option } from "commander";
import { documentOf } from "./document.ts";
import { isNodePassed, merged } from "./rows.ts";
import { type Options, type Row, runOn } from "./run.ts";
import { runtimes } from "./runtime.ts";

interface Given {
  readonly runtime?: readonly string[];
  readonly files?: readonly string[];
  readonly limit: number;
  readonly fresh?: true;
  readonly json?: true;
}

const names = runtimes.map(({ name }) => name);
const command = new Command("test:runtimes")
  .description("Runs the tests on several runtimes, one after the other, and writes docs/runtimes.md.")
  .addOption(new Option("--runtime <name...>", "only these; the document keeps the others' rows").choices(names))
  .option("--files <filter...>", "only these test files; no document is written")
  .option("--limit <seconds>", "until a runtime's suite is taken to hang, and is killed", seconds, 1800)
  .option("--fresh", "ask the registry for the newest version of a runtime that is in the cache")
  .option("--json", "print one JSON object instead of the document")
  .parse();
const given = command.opts<Given>();

const root = fileURLToPath(new URL("../../..", import.meta.url));
const cache = join(root, "node_modules/.cache/picot-runtimes");
const options: Options = Object.freeze({
  root,
  cache,
  files: given.files ?? [],
  fresh: given.fresh === true,
  limit: given.limit * 1_000,
});

const rows: Row[] = [];
let shown: readonly Row[] = rows;
for (const runtime of runtimes) {
  if (given.runtime?.includes(runtime.name) === false) continue;
  rows.push(await runOn(runtime, options));
  // After each: a run that is broken off loses little.
  if (options.files.length === 0) shown = save(rows);
}
console.log(given.json === true ? JSON.stringify({ rows: shown }, undefined, 2) : documentOf(shown));
process.exitCode = rows.every(isNodePassed) ? 0 : 1;

/** Writes the document, and keeps the rows for a later run of some runtimes only. */
function save(latest: readonly Row[]): readonly Row[] {
  const file = join(cache, "rows.json");
  const all = merged(readKept(file), latest, names);
  writeFileSync(file, JSON.stringify(all));
  writeFileSync(join(root, "docs/runtimes.md"), documentOf(all));
  return all;
}

function readKept(file: string): readonly Row[] {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Row[]; // this program wrote it
  } catch {
    return [];
  }
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 86_400)) throw new InvalidArgumentError("It must be more than 0, and at most a day.");
  return value;
}
