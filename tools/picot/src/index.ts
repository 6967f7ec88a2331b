import { Cache, type Recalled, merged } from "./cache/index.ts";
import type { FixOptions, FixReport } from "./fix.ts";
import type { Inspection } from "./inspect.ts";
import type { MemberReport } from "./model.ts";
import { type Options, type RunOptions, createOptions } from "./options.ts";
import { cleanUp } from "./output/clean.ts";
import type { Problem } from "./problem.ts";
import type { Inputs } from "./read/inputs.ts";
import { type Scan, scan } from "./read/scan.ts";

// For projects that use picot: the config, and the two commands as functions.
export { defineConfig } from "./config.ts";
export type { LayersConfig, PicotConfig } from "./config.ts";
export type { RunOptions } from "./options.ts";

// For tools that show what picot found.
export { SetupError } from "./problem.ts";
export type { Problem, ProblemCode, Severity } from "./problem.ts";
export type { Inspection } from "./inspect.ts";
export type { FixOptions, FixReport, FixedFile } from "./fix.ts";
export type * from "./model.ts";

/** What became of one file with marked classes. Paths are relative to the project folder. */
export interface FileReport {
  readonly source: string;
  readonly output: string;
  readonly status: "written" | "unchanged" | "drift" | "refused" | "problem";
  /** Every public member: in the facade, or out with a reason. */
  readonly members: readonly MemberReport[];
  /** From what is there to what would be written; only where `check` found a difference. */
  readonly diff: string | null;
}

/** What one run found and did. */
export interface RunReport {
  /** The project folder, absolute: what all other paths are relative to. */
  readonly folder: string;
  readonly files: readonly FileReport[];
  readonly problems: readonly Problem[];
  /** Tagged files that the tsconfig does not include: another project's. */
  readonly outside: readonly string[];
  /** Nothing is left to do: no error, no drift. */
  readonly clean: boolean;
}

/** Writes the facade of every marked class and function of a project. Throws SetupError where the run is impossible. */
export async function generate(options: RunOptions = {}): Promise<RunReport> {
  return run(options, "generate");
}

/**
 * Compares what `generate` would write with what is there, and holds all files to the layer rules; writes nothing. Throws as
 * `generate`.
 */
export async function check(options: RunOptions = {}): Promise<RunReport> {
  return run(options, "check");
}

/**
 * Mends imports from the wrong side: those of the reactor layer in application code, and of the wrong one of a module and its twin.
 * Each becomes one of the right module, or of types only. Whatever is not certain is left as it is, and told. Throws SetupError where the run is impossible.
 */
export async function fix(options: FixOptions = {}): Promise<FixReport> {
  const { mendImports } = await import("./fix.ts");
  return mendImports(options);
}

/**
 * Accounts for every public member of one file's marked classes and functions; writes nothing. `file` is the source or its
 * facade, relative to `cwd`. Throws SetupError where it has neither.
 */
export async function inspect(file: string, options: RunOptions = {}): Promise<Inspection> {
  const { inspectFile } = await import("./inspect.ts");
  return inspectFile(file, options);
}

async function run(given: RunOptions, command: "generate" | "check"): Promise<RunReport> {
  const options = await createOptions(given);
  const cache = Cache.of(options);
  const seen = scan(options.folder, cache?.look);
  const recalled = cache?.recall(seen) ?? null;
  const isDone = recalled !== null && recalled.part.only.size === 0;
  const { report, inputs, before } = isDone
    ? { report: recalled.report, inputs: null, before: null }
    : await anew(options, seen, command, recalled);
  if (command === "generate") {
    const facades = report.files.map(({ output }) => output);
    cleanUp(facades, options);
    if (inputs !== null) cache?.keep(seen, report, inputs, before);
    cache?.close();
  }
  if (command === "generate") return report;
  const { withLayers } = await import("./layers/with-layers.ts");
  return withLayers(report, options, seen);
}

async function anew(
  options: Options,
  seen: Scan,
  command: "generate" | "check",
  recalled: Recalled | null,
): Promise<{ readonly report: RunReport; readonly inputs: Inputs | null; readonly before: Recalled | null }> {
  // The compiler and all that works on its findings: a run with nothing to do has no use for them.
  const { work } = await import("./work.ts");
  const { report: made, recalled: before, inputs } = await work(options, seen, command, recalled);
  return { report: before === null ? made : merged(before, made), inputs, before };
}
