import type { Place } from "../model.ts";
import { type Problem, problem } from "../problem.ts";
import { spanOf } from "./ast.ts";
import type { Finding } from "./rule.ts";

/** What a rule found, as every other problem is told. */
export function problemOf({ code, node, sentence, wayOut, edits }: Finding, file: string, text: string): Problem {
  const how = edits === null ? wayOut : `${wayOut} \`picot fix\` does it.`;
  return problem(code, placeAt(file, text, spanOf(node).start), sentence, how);
}

export function placeAt(file: string, text: string, offset: number): Place {
  const before = text.slice(0, offset).split(/\r\n|[\n\r\u2028\u2029]/);
  const column = (before.at(-1) ?? "").length + 1;
  const start = offset - column + 1;
  const line = /^[^\n\r\u2028\u2029]*/.exec(text.slice(start))?.[0] ?? "";
  return { file, line: before.length, column, text: line };
}
