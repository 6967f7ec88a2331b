/** docs/benchmarks.md, made of one run. */
import type { Table } from "../report.ts";
import type { Summary } from "../summary.ts";
import { columns, notes, verdictText } from "./format.ts";

export function document(summary: Summary, picture: string): string {
  const { tables } = summary;
  return [
    "# Benchmarks",
    "",
    "<!-- Written by `pnpm bench --write`. Do not edit: measure again. -->",
    "",
    "Made by [tools/bench](../tools/bench/README.md), which tells what is measured, how, and how to read the columns. Trust",
    "the quotients, and the less the further their min..max is apart: the times are those of this machine under this load.",
    "",
    ...head(summary).map((line) => `- ${line}`),
    "",
    `![Time of a call on one axis: picot, its peers and the floors](${picture})`,
    "",
    "## Targets",
    "",
    ...targetTable(tables),
    "",
    ...tables.flatMap((table, at) => section(table, tables[at - 1]?.row !== table.row)),
  ].join("\n");
}

/** What came of every target. */
export function targetTable(tables: readonly Table[]): string[] {
  return markdown([["row", "where", "", "target"], ...tables.flatMap(targets)], ["left", "left", "left", "left"]);
}

/** One table with its remarks; the first of a row has the row's title. */
export function section(table: Table, first: boolean): string[] {
  const title = first ? [`## ${capital(table.title)}`, ""] : [];
  const remarks = list([...notes(table), ...table.verdicts.map(verdictText)]);
  return [...title, `${capital(table.placement)}:`, "", ...markdown(columns(table)), "", ...remarks];
}

/** What the numbers were got with. */
export function head({ machine, load, versions, rounds, quick, leftOut }: Summary): string[] {
  const { model, cores, system, node } = machine;
  // The run itself keeps no more than two busy, but for the row that has its own load.
  const loaded = Math.max(load.before[0] ?? 0, load.before[1] ?? 0, load.after[1] ?? 0) > cores + 2;
  return [
    `${model}, ${cores} core${cores === 1 ? "" : "s"}, ${system}, Node ${node}`,
    `load average ${load.before.join(" ")} before, ${load.after.join(" ")} after`,
    Object.entries(versions)
      .map((pair) => pair.join(" "))
      .join(", "),
    `${rounds} round${rounds === 1 ? "" : "s"}, interleaved, a fresh process for each measurement`,
    ...(quick ? ["QUICK: too few calls to tell how fast anybody is"] : []),
    ...(loaded
      ? [
          "LOADED: others had more to do than there are cores, so that no thread had one to itself; only `one` tells much",
        ]
      : []),
    ...leftOut,
  ];
}

function targets({ row, regime, verdicts }: Table): string[][] {
  return verdicts.map((verdict) => {
    const state = verdict.met === undefined ? "not measured" : verdict.met ? "met" : "**MISSED**";
    return [
      row,
      regime,
      state,
      verdictText(verdict)
        .replace(/^target /, "")
        .replace(/ (met|MISSED):/, ":")
        .replace(/: not measured$/, ""),
    ];
  });
}

function markdown(table: readonly (readonly string[])[], sides: readonly ("left" | "right")[] = []): string[] {
  const [first = [], ...rest] = table;
  const rule = first.map((_, column) =>
    (sides[column] ?? (column === 0 ? "left" : "right")) === "left" ? "---" : "--:",
  );
  return [first, rule, ...rest].map((line) => `| ${line.join(" | ")} |`);
}

function list(items: readonly string[]): string[] {
  return items.length === 0 ? [] : [...items.map((item) => `- ${item}`), ""];
}

function capital(words: string): string {
  // A title that begins with code stays as it is.
  return /^[a-z]+\(/.test(words) ? words : words.charAt(0).toUpperCase() + words.slice(1);
}
