import type { RunReport } from "../index.ts";
import type { Problem } from "../problem.ts";

/** The form of the JSON report, which schema/report-v1.json describes. It changes only with this number, save for new fields. */
const version = 1;

/** The report as one JSON object, over as many lines as it takes, or on one line. */
export function jsonReport({ files, problems, outside, clean }: RunReport, lines: "many" | "one" = "many"): string {
  const shown = problems.map(problemJson);
  return JSON.stringify({ version, clean, files, problems: shown, outside }, null, lines === "many" ? 2 : 0);
}

/** A problem without its line of source, which whoever reads the report has. */
export function problemJson({ code, severity, place: { file, line, column }, sentence, why, wayOut }: Problem): object {
  return { code, severity, file, line, column, sentence, why, wayOut };
}
