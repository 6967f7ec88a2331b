import { checkModules } from "./check/index.ts";
import { reportMembers } from "./check/member.ts";
import { type EmitOptions, emitFacade } from "./emit/index.ts";
import type { FileReport, RunReport } from "./index.ts";
import { Lineage } from "./lineage.ts";
import type { ReactorModule } from "./model.ts";
import type { Options } from "./options.ts";
import { compare, findOrphans, place } from "./output/index.ts";
import { type Problem, sortProblems } from "./problem.ts";
import { type Part, type Reading, read } from "./read/index.ts";
import type { Scan } from "./read/scan.ts";
import { VERSION } from "./version.ts";

export interface Work {
  /** What was done of what was asked: the whole, where the part turned out to matter to all. */
  readonly part: Part | null;
  readonly report: RunReport;
  /** The files that the report depends on; null where that cannot be told. */
  readonly inputs: Reading["inputs"];
}

/** Reads, checks, emits, and writes or compares: one run, or a part of one, from what the scan saw to its report. */
export async function work(
  options: Options,
  seen: Scan,
  command: "generate" | "check",
  part: Part | null,
): Promise<Work> {
  const reading = await read(options, seen, part);
  if (part !== null && !isEnough(part, reading.inputs)) return work(options, seen, command, null);
  const { folder } = options;
  // Which facades there should be is not known then, so nothing is said of orphans either.
  if (reading.problems.length > 0) {
    return {
      report: { folder, files: [], problems: reading.problems, outside: [], clean: false },
      part: null,
      inputs: null,
    };
  }
  // What the part imports was read too, for the sake of what it says of classes; it is not itself to be done again.
  const isAsked = (file: string): boolean => part === null || part.only.has(file);
  const found = checkModules(reading.modules, options).filter(({ place: at }) => isAsked(at.file));
  const emitOptions: EmitOptions = {
    version: VERSION,
    tsExtensions: reading.tsExtensions,
    timeout: options.timeout,
    lineage: new Lineage(reading.modules),
  };
  const problems: Problem[] = [...found];
  const act = command === "generate" ? place : compare;
  const doOne = (module: ReactorModule): FileReport => {
    const own = found.filter(({ place: at }) => at.file === module.file);
    const members = module.classes.flatMap((one) => reportMembers(one, own));
    const at = { source: module.file, output: module.facade, members };
    if (own.some(({ severity }) => severity === "error")) return { ...at, status: "problem", diff: null };
    const outcome = act(
      { path: module.facade, content: emitFacade(module, emitOptions), place: module.place },
      options,
    );
    problems.push(...outcome.problems);
    return { ...at, status: outcome.status, diff: outcome.diff };
  };
  const files = reading.modules.filter(({ file }) => isAsked(file)).map(doOne);
  // Of a part nothing can be told: the facades of the rest have their sources, as before.
  if (part === null) problems.push(...orphans(seen.generated, reading, options));
  const done = files.every(({ status }) => status === "written" || status === "unchanged");
  const clean = done && problems.every(({ severity }) => severity !== "error");
  const report = { folder, files, problems: sortProblems(problems), outside: reading.outside, clean };
  return { report, part, inputs: reading.inputs };
}

/** A file that changed may now say something to files that do not import it. */
function isEnough({ changed }: Part, inputs: Reading["inputs"]): boolean {
  if (inputs === null) return false;
  const read = new Set(inputs.files);
  return changed.every((file) => !read.has(file) || inputs.imports[file] !== undefined);
}

function orphans(generated: readonly string[], { modules, outside }: Reading, options: Options): readonly Problem[] {
  const facades = new Set(modules.map(({ facade }) => facade));
  return findOrphans(generated, { facades, outside: new Set(outside) }, options);
}
