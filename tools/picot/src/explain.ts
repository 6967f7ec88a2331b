import { readFileSync } from "node:fs";
import { type ProblemCode, SetupError } from "./problem.ts";
import { kinds } from "./problem-kinds.ts";
import { colorsOf } from "./report/terminal.ts";

/** The section of docs/problems.md on a kind of problem. Throws SetupError for a code that there is not. */
export function explain(code: string, color: boolean): string {
  if (!Object.hasOwn(kinds, code)) throw new SetupError(unknown(code));
  const colors = colorsOf(color);
  return section(code)
    .split("\n")
    .map((line) => (line.startsWith("#") ? colors.bold(line.replace(/^#+ /, "")) : line))
    .join("\n");
}

/** One line per kind of problem: its code, and why it is one. */
export function listCodes(color: boolean): string {
  const colors = colorsOf(color);
  return Object.entries(kinds)
    .map(([code, { severity, why }]) => `${colors.bold(code)}  ${severity}\n    ${why}`)
    .join("\n");
}

function section(code: string): string {
  // The build puts the page beside this file.
  const page = readFileSync(new URL("./problems.md", import.meta.url), "utf8").replaceAll("\r\n", "\n");
  const [, ...sections] = page.split(/^(?=## )/m);
  return (sections.find((text) => text.startsWith(`## ${code}\n`)) ?? "").trimEnd();
}

function unknown(code: string): string {
  const words = new Set(code.toLowerCase().split(/[^a-z]+/));
  const isNear = (each: string): boolean => each.split("-").some((word) => words.has(word));
  // Only own keys of a constant.
  const near = (Object.keys(kinds) as ProblemCode[]).filter(isNear);
  const advice = near.length === 0 ? "`picot explain` alone lists them all" : `did you mean ${near.join(" or ")}?`;
  return `explain: there is no problem of the code ${JSON.stringify(code)}; ${advice}.`.replace(/\?\.$/, "?");
}
