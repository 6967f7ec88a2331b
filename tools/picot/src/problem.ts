import type { Place } from "./model.ts";

/** How bad each problem is. An error keeps its file's facade from being written; a warning does not. */
const severities = {
  "abstract-class": "error",
  "async-iterable": "error",
  "bad-file-name": "error",
  "callback-parameter": "error",
  "class-expression": "error",
  "commonjs-module": "error",
  "computed-name": "error",
  "cyclic-base": "error",
  "default-export": "error",
  "edited-output": "error",
  "error-in-reactor-layer": "warning",
  "event-emitter": "error",
  "generic-class": "error",
  "hidden-base-members": "warning",
  "imports-facade": "error",
  "inherited-constructor": "error",
  "invalid-timeout": "error",
  "jsx-module": "error",
  "merged-class": "error",
  "misplaced-transfer": "error",
  "missing-timeout": "error",
  "mixed-crossings": "error",
  "named-reactor": "error",
  "nested-reference": "error",
  "not-exported": "error",
  "not-generated": "error",
  "optional-method": "error",
  "orphaned-facade": "error",
  "other-reactor": "error",
  "outside-root": "error",
  "output-collision": "error",
  "param-cannot-cross": "error",
  "public-accessor": "error",
  "public-field": "error",
  "renamed-export": "error",
  "reserved-name": "error",
  "result-cannot-cross": "error",
  "stale-reactor-only": "error",
  "stray-tag": "error",
  "symlink-output": "error",
  "syntax-error": "error",
  "unexported-type": "error",
  "unnameable-type": "error",
  "unresolved-type": "error",
  "untyped-parameter": "error",
  "write-failed": "error",
} as const;

/** The stable name of a kind of problem. */
export type ProblemCode = keyof typeof severities;

export type Severity = "error" | "warning";

/** A finding in the user's source: what is wrong, where, and a way out. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly place: Place;
  readonly sentence: string;
  readonly wayOut: string;
}

export function problem(code: ProblemCode, place: Place, sentence: string, wayOut: string): Problem {
  return { code, severity: severities[code], place, sentence, wayOut };
}

/** The run itself is impossible: a bad option, config or tsconfig. The command line ends with 2. */
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
