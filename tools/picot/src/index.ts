import type { MemberReport } from "./model.ts";
import { type Options, type RunOptions, createOptions } from "./options.ts";
import { type Outcome, type Output, cleanUp, compare, findOrphans, place } from "./output/index.ts";
import { type Problem, sortProblems } from "./problem.ts";
import { type Reading, prepare } from "./stages.ts";

// For projects that use picot: the config, and the two commands as functions.
export { defineConfig } from "./config.ts";
export type { PicotConfig } from "./config.ts";
export type { RunOptions } from "./options.ts";

// For tools that show what picot found.
export { SetupError } from "./problem.ts";
export type { Problem, ProblemCode, Severity } from "./problem.ts";
export { inspect } from "./inspect.ts";
export type { Inspection } from "./inspect.ts";
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
  const made = await createOptions(options);
  const report = await run(made, place);
  cleanUp(
    report.files.map(({ output }) => output),
    made,
  );
  return report;
}

/** Compares what `generate` would write with what is there, and writes nothing. Throws as `generate`. */
export async function check(options: RunOptions = {}): Promise<RunReport> {
  return run(await createOptions(options), compare);
}

async function run(options: Options, act: (output: Output, options: Options) => Outcome): Promise<RunReport> {
  const { reading, found, each } = await prepare(options);
  // Which facades there should be is not known then, so nothing is said of orphans either.
  if (reading.problems.length > 0)
    return { folder: options.folder, files: [], problems: reading.problems, outside: [], clean: false };
  const problems: Problem[] = [...found];
  const files = each().map(({ module, members, facade }): FileReport => {
    const { file: source, facade: output } = module;
    if (facade === null) return { source, output, members, status: "problem", diff: null };
    const { status, diff, problems: more } = act({ path: output, content: facade, place: module.place }, options);
    problems.push(...more);
    return { source, output, members, status, diff };
  });
  problems.push(...orphans(reading, options));
  const done = files.every(({ status }) => status === "written" || status === "unchanged");
  const clean = done && problems.every(({ severity }) => severity !== "error");
  return { folder: options.folder, files, problems: sortProblems(problems), outside: reading.outside, clean };
}

function orphans({ generated, modules, outside }: Reading, options: Options): readonly Problem[] {
  const facades = new Set(modules.map(({ facade }) => facade));
  return findOrphans(generated, { facades, outside: new Set(outside) }, options);
}
