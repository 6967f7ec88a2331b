/** Program, behind `bench generator`: how long `picot generate` takes. See ../../README.md. */
import { writeFileSync } from "node:fs";
import { load, machine, versionOf } from "../machine.ts";
import { head } from "../output/document.ts";
import { tableText } from "../output/text.ts";
import { generatorDocument } from "./document.ts";
import { parseGeneratorOptions } from "./options.ts";
import { SyntheticProject } from "./project.ts";
import { generatorRows, programs } from "./rows.ts";
import { runRounds } from "./run.ts";
import { type GeneratorSummary, sizes } from "./summary.ts";
import { generatorTable } from "./tables.ts";

export async function benchGenerator(argv: readonly string[], progress: (text: string) => void): Promise<void> {
  const { rounds, small, large, limit, quick, json, write } = parseGeneratorOptions(argv);
  const before = load();
  progress(`making projects of ${small} and ${large} classes`);
  const projects = { small: new SyntheticProject(small), large: new SyntheticProject(large) };
  try {
    const taken = await runRounds({ rounds, programs, projects, limit }, progress);
    progress("");
    const versions = ["picot", "@typescript/typescript6"].map((name) => [name, versionOf(name)]);
    const summary: GeneratorSummary = {
      machine: machine(),
      load: { before, after: load() },
      versions: Object.fromEntries(versions),
      rounds,
      quick,
      tables: generatorRows.map((row) => generatorTable(row, taken, { small, large })),
      leftOut: [],
      classes: { small, large },
    };
    if (json) console.log(JSON.stringify(summary, undefined, 2));
    else print(summary);
    if (write)
      writeFileSync(new URL("../../../../docs/generator-benchmarks.md", import.meta.url), generatorDocument(summary));
  } finally {
    for (const project of Object.values(projects)) project.remove();
  }
}

function print(summary: GeneratorSummary): void {
  for (const line of [...head(summary), ...sizes(summary)]) console.log(line);
  for (const table of summary.tables) {
    console.log(`\n${tableText(table)}`);
    for (const line of table.why) console.log(`  ${line}`);
  }
}
