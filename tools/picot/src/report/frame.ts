import type { Place } from "../model.ts";
import { type Colors, printable } from "./terminal.ts";

/** A line that is wider than this is minified or made, and is shown in part. */
const width = 160;

/** The line of source at a place, with a caret under the column; empty where there is nothing to see. */
export function codeFrame({ line, column, text }: Place, colors: Colors): readonly string[] {
  if (text.trim() === "") return [];
  const number = String(line);
  const from = column > width ? column - width / 2 : 0;
  const shown = text.slice(from, from + width);
  // A tab in the source keeps its width under the caret too.
  const before = text.slice(from, Math.max(from, column - 1)).replace(/[^\t]/g, " ");
  return [
    `    ${colors.dim(`${number} |`)} ${printable(shown)}`,
    `    ${colors.dim(`${" ".repeat(number.length)} |`)} ${before}^`,
  ];
}
