import type { FixReport } from "../fix.ts";
import { diffText, problemTexts, told } from "./human.ts";
import { problemJson } from "./json.ts";
import { colorsOf } from "./terminal.ts";

/** What `picot fix` did, for people: what it could not mend, then each change, then one line that sums up. */
export function fixText({ files, problems, dryRun, clean }: FixReport, color: boolean): string {
  const colors = colorsOf(color);
  const count = files.reduce((sum, each) => sum + each.count, 0);
  const verb = dryRun ? "to mend" : "mended";
  const where = ` in ${told(files.length, "file", "files")}`;
  const parts = [
    count === 0 ? "" : `${told(count, "import", "imports")} ${verb}${where}`,
    problems.length === 0 ? "" : `${told(problems.length, "import", "imports")} left to you`,
  ].filter((part) => part !== "");
  const done = parts.length === 0 ? "no import is from the wrong side" : parts.join(", ");
  const advice = dryRun && count > 0 ? " Run `picot fix`." : "";
  const summary = `${clean ? colors.green("picot:") : colors.red("picot:")} ${done}.${advice}`;
  return [...problemTexts(problems, colors), ...files.map(({ diff }) => diffText(diff, colors)), summary].join("\n\n");
}

/** The same as one JSON object. */
export function fixJson({ files, problems, dryRun, clean }: FixReport): string {
  return JSON.stringify({ version: 1, clean, dryRun, files, problems: problems.map(problemJson) }, null, 2);
}
