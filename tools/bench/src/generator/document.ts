/** docs/generator-benchmarks.md, made of one run. */
import { head, section, targetTable } from "../output/document.ts";
import { type GeneratorSummary, sizes } from "./summary.ts";

export function generatorDocument(summary: GeneratorSummary): string {
  return [
    "# How long `picot generate` takes",
    "",
    "<!-- Written by `pnpm bench generator --write`. Do not edit: measure again. -->",
    "",
    "Made by [tools/bench](../tools/bench/README.md#the-generator), which tells what is measured and how. Every time is that of",
    "a whole process, from its start to its end, on this machine under this load: trust the quotients.",
    "",
    ...[...head(summary), ...sizes(summary)].map((line) => `- ${line}`),
    "",
    "## Targets",
    "",
    ...targetTable(summary.tables),
    "",
    ...summary.tables.flatMap((table) => [...section(table, true), ...table.why.flatMap((line) => [`- ${line}`, ""])]),
  ].join("\n");
}
