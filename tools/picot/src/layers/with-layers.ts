import type { RunReport } from "../index.ts";
import type { Options } from "../options.ts";
import { type Problem, sortProblems } from "../problem.ts";
import type { Scan } from "../read/scan.ts";
import { checkLayers } from "./check.ts";

/** A report of the facades, with what the layer rules find in all files. */
export async function withLayers(report: RunReport, options: Options, scan: Scan): Promise<RunReport> {
  const found = await checkLayers(options, scan);
  const told = new Set(report.problems.map(keyOf));
  // The generator tells of a marked file that imports a facade, too.
  const more = found.filter((problem) => !told.has(keyOf(problem)));
  if (more.length === 0) return report;
  const clean = report.clean && more.every(({ severity }) => severity !== "error");
  return { ...report, problems: sortProblems([...report.problems, ...more]), clean };
}

function keyOf({ code, place: { file, line, column } }: Problem): string {
  return `${file}:${line}:${column} ${code}`;
}
