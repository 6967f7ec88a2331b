import type { Summary } from "../summary.ts";
import type { Classes } from "./rows.ts";
import type { GeneratorTable } from "./tables.ts";

/** All of a run, as `--json` prints it. */
export interface GeneratorSummary extends Summary {
  readonly tables: readonly GeneratorTable[];
  readonly classes: Classes;
}

/** What was measured, where that is not what the targets are about. */
export function sizes({ classes: { small, large } }: GeneratorSummary): readonly string[] {
  return small === 1_000
    ? []
    : [`SMALL: projects of ${small} and ${large} classes, and not of 1000 and 3000, which the targets are about`];
}
