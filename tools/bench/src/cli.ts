/** Program: picot beside its peers, or with `generator`, the generator beside the compiler. See ../README.md. */
import { writeFileSync } from "node:fs";
import { type Options, parseOptions } from "./options.ts";
import { compileFloors } from "./floors/ping-pong.ts";
import { load, machine, versionOf } from "./machine.ts";
import { document, head } from "./output/document.ts";
import { plot } from "./output/plot.ts";
import { tableText } from "./output/text.ts";
import { tableOf } from "./report.ts";
import { run } from "./run.ts";
import type { Summary } from "./summary.ts";

const PICTURE = "benchmarks.svg";

// Another program, with options of its own; it measures no call.
const [, , command, ...others] = process.argv;
if (command === "generator") {
  const { benchGenerator } = await import("./generator/cli.ts");
  await benchGenerator(others, showProgress);
} else await benchCalls(parseOptions(process.argv));

async function benchCalls(options: Options): Promise<void> {
  const removeFloors = compileFloors();
  try {
    const summary = await measure(options);
    if (options.json) console.log(JSON.stringify(summary, undefined, 2));
    else print(summary);
    if (options.write) write(summary, new URL("../../../docs/", import.meta.url));
  } finally {
    removeFloors();
  }
}

async function measure(options: Options): Promise<Summary> {
  const { contestants } = options;
  const present = contestants.filter(({ missing }) => missing?.() === undefined);
  const before = load();
  const blocks = await run({ ...options, contestants: present }, showProgress);
  showProgress("");
  return {
    machine: machine(),
    load: { before, after: load() },
    versions: Object.fromEntries(
      present.flatMap((one) => (one.package ? [[one.package, versionOf(one.package)]] : [])),
    ),
    rounds: options.rounds,
    quick: options.quick,
    tables: blocks.map(tableOf),
    leftOut: contestants.flatMap(({ name, missing }) => {
      const why = missing?.();
      return why === undefined ? [] : [`left out: ${name}, ${why}`];
    }),
  };
}

function print(summary: Summary): void {
  for (const line of head(summary)) console.log(line);
  for (const table of summary.tables) console.log(`\n${tableText(table)}`);
}

function write(summary: Summary, folder: URL): void {
  writeFileSync(new URL("benchmarks.md", folder), document(summary, PICTURE));
  writeFileSync(new URL(PICTURE, folder), plot(summary.tables));
}

/** One line that overwrites itself, where a person looks on. */
function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}
