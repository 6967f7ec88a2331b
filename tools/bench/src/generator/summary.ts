import type { Summary } from "../summary.ts";
import type { GeneratorTable } from "./tables.ts";

/** All of a run, as `--json` prints it. */
export interface GeneratorSummary extends Summary {
  readonly tables: readonly GeneratorTable[];
}
