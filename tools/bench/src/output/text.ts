import type { Table } from "../report.ts";
import { columns, notes, verdictText } from "./format.ts";

/** One table for a terminal, with what it says about its targets. */
export function tableText(table: Table): string {
  const all = columns(table);
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  const lines = all.map((line) =>
    line
      .map((cell, column) => pad(cell, widths[column] ?? 0, column))
      .join("  ")
      .trimEnd(),
  );
  return [
    `${table.row}: ${table.title}; ${table.placement}`,
    ...[...lines, ...notes(table), ...table.verdicts.map(verdictText)].map((line) => `  ${line}`),
  ].join("\n");
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
