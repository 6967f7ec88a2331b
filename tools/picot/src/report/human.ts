import type { FileReport, RunReport } from "../index.ts";
import type { Problem } from "../problem.ts";
import { layerOfOutput } from "../model.ts";
import { codeFrame } from "./frame.ts";
import { type Colors, colorsOf, printable } from "./terminal.ts";

export type Command = "generate" | "check";

/** The report for people: problems with their lines of source, then differences, then one line that sums up. */
export function humanReport(command: Command, report: RunReport, color: boolean): string {
  const colors = colorsOf(color);
  const { files, problems } = report;
  const blocks = [
    ...problemTexts(problems, colors),
    ...files.flatMap(({ diff }) => (diff === null ? [] : [diffText(diff, colors)])),
    summary(command, report, colors),
  ];
  return blocks.join("\n\n");
}

export function problemTexts(problems: readonly Problem[], colors: Colors): readonly string[] {
  const seen = new Set<string>();
  return problems.map((problem) => {
    // Why is said once per kind: whoever has forty of one kind has read it by then.
    const why = !seen.has(problem.code);
    seen.add(problem.code);
    return problemText(problem, why, colors);
  });
}

function problemText(
  { code, severity, place, sentence, why, wayOut }: Problem,
  withWhy: boolean,
  colors: Colors,
): string {
  const paint = severity === "error" ? colors.red : colors.yellow;
  const at = `${printable(place.file)}:${place.line}:${place.column}`;
  return [
    `${at}  ${paint(severity)}  ${colors.bold(code)}  ${printable(sentence)}`,
    ...codeFrame(place, colors),
    ...(withWhy ? [`    ${colors.dim("Why:")} ${why}`] : []),
    `    ${colors.dim("Way out:")} ${printable(wayOut)}`,
  ].join("\n");
}

export function diffText(diff: string, colors: Colors): string {
  const paint = (line: string): string => {
    if (line.startsWith("+++") || line.startsWith("---")) return colors.bold(line);
    if (line.startsWith("+")) return colors.green(line);
    if (line.startsWith("-")) return colors.red(line);
    return line.startsWith("@@") ? colors.cyan(line) : line;
  };
  return diff
    .trimEnd()
    .split("\n")
    .map((line) => paint(printable(line)))
    .join("\n");
}

function summary(command: Command, { files, problems, clean, outside }: RunReport, colors: Colors): string {
  if (files.length === 0 && problems.length === 0) {
    const where =
      outside.length === 0
        ? ""
        : ` in the files of the tsconfig (it does not include ${told(outside.length, "tagged file", "tagged files")})`;
    return `picot: no class or function is tagged @reactor, @green or @blocking${where}.`;
  }
  const count = (status: FileReport["status"]): number => files.filter((file) => file.status === status).length;
  const made = files.every(({ output }) => layerOfOutput(output) === "reactor") ? "facade" : "file";
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const parts = [
    told(count("written"), `${made} written`, `${made}s written`),
    told(count("unchanged"), "up to date", "up to date"),
    told(count("drift"), "out of date", "out of date"),
    told(errors, "error", "errors"),
    told(problems.length - errors, "warning", "warnings"),
  ].filter((part) => part !== "");
  const advice = command === "check" && count("drift") > 0 ? " Run `picot generate`." : "";
  const more = problems.length > 0 ? " `picot explain CODE` tells more of a problem." : "";
  return `${clean ? colors.green("picot:") : colors.red("picot:")} ${parts.join(", ")}.${advice}${more}`;
}

/** `2 files`; nothing for none. */
export function told(count: number, one: string, many: string): string {
  return count === 0 ? "" : `${count} ${count === 1 ? one : many}`;
}
