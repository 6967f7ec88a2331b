import { type Recalled, isEnough } from "./cache/index.ts";
import type { FileReport, RunReport } from "./index.ts";
import type { Options } from "./options.ts";
import { compare, findOrphans, place } from "./output/index.ts";
import { type Problem, sortProblems } from "./problem.ts";
import type { Reading } from "./read/index.ts";
import type { Scan } from "./read/scan.ts";
import { prepare } from "./stages.ts";

export interface Work {
  readonly report: RunReport;
  /** The run that this is a part of; null where the whole was done, also because the part turned out to matter to all. */
  readonly recalled: Recalled | null;
  /** The files that the report depends on; null where that cannot be told. */
  readonly inputs: Reading["inputs"];
}

/** Reads, checks, emits, and writes or compares: one run, or what is left to do of one, from what the scan saw to its report. */
export async function work(
  options: Options,
  seen: Scan,
  command: "generate" | "check",
  recalled: Recalled | null,
): Promise<Work> {
  const part = recalled?.part ?? null;
  const { reading, found, each } = await prepare(options, seen, part);
  const { inputs, outside } = reading;
  if (recalled !== null && !isEnough(recalled.part, recalled.kept, inputs, options))
    return work(options, seen, command, null);
  const { folder } = options;
  // Which facades there should be is not known then, so nothing is said of orphans either.
  if (reading.problems.length > 0) {
    const report = { folder, files: [], problems: reading.problems, outside: [], clean: false };
    return { report, recalled: null, inputs: null };
  }
  const problems: Problem[] = [...found];
  const act = command === "generate" ? place : compare;
  const files = each().map(({ module, members, facade }): FileReport => {
    const { file: source, facade: output } = module;
    if (facade === null) return { source, output, members, status: "problem", diff: null };
    const { status, diff, problems: more } = act({ path: output, content: facade, place: module.place }, options);
    problems.push(...more);
    return { source, output, members, status, diff };
  });
  // Of a part nothing can be told: the facades of the rest have their sources, as before.
  if (part === null) problems.push(...orphans(seen.generated, reading, options));
  const done = files.every(({ status }) => status === "written" || status === "unchanged");
  const clean = done && problems.every(({ severity }) => severity !== "error");
  return { report: { folder, files, problems: sortProblems(problems), outside, clean }, recalled, inputs };
}

function orphans(generated: readonly string[], { modules, outside }: Reading, options: Options): readonly Problem[] {
  const facades = new Set(modules.map(({ facade }) => facade));
  return findOrphans(generated, { facades, outside: new Set(outside) }, options);
}
