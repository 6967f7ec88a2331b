import type { Place } from "./model.ts";
import { kinds } from "./problem-kinds.ts";

/** The stable name of a kind of problem. */
export type ProblemCode = keyof typeof kinds;

export type Severity = "error" | "warning";

/** A finding in the user's source: what is wrong, where, why that is a problem, and a way out. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly place: Place;
  readonly sentence: string;
  readonly why: string;
  readonly wayOut: string;
}

export function problem(code: ProblemCode, place: Place, sentence: string, wayOut: string): Problem {
  return { code, ...kinds[code], place, sentence, wayOut };
}

/** The run itself is impossible: a bad option or config. The command line ends with 2. */
export class SetupError extends Error {
  override readonly name: string = "SetupError";
}

/** By file, line, column, code: the order of reports, the same on every machine. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort(
    (a, b) =>
      byCodeUnit(a.place.file, b.place.file) ||
      a.place.line - b.place.line ||
      a.place.column - b.place.column ||
      byCodeUnit(a.code, b.code) ||
      byCodeUnit(a.sentence, b.sentence),
  );
}

/** The one order of strings in picot: never the machine's locale. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
