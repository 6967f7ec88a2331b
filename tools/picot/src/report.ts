import pc from "picocolors";
import type { FileReport, RunReport } from "./index.ts";
import type { Problem } from "./problem.ts";

type Colors = ReturnType<typeof pc.createColors>;

/** The report as one JSON object; its form changes only with `version`. */
export function jsonReport({ files, problems }: RunReport): string {
  const shown = problems.map(({ code, severity, place: { file, line, column }, sentence, wayOut }) => {
    return { code, severity, file, line, column, sentence, wayOut };
  });
  return JSON.stringify({ version: 1, files, problems: shown }, null, 2);
}

/** The report for people: problems with their lines of source, then differences, then one line that sums up. */
export function humanReport(command: "generate" | "check", report: RunReport, color: boolean): string {
  const colors = pc.createColors(color);
  const { files, problems } = report;
  const blocks = [
    ...problems.map((problem) => problemText(problem, colors)),
    ...files.flatMap(({ diff }) => (diff === null ? [] : [diffText(diff, colors)])),
    summary(command, report, colors),
  ];
  return blocks.join("\n\n");
}

function problemText({ code, severity, place, sentence, wayOut }: Problem, colors: Colors): string {
  const paint = severity === "error" ? colors.red : colors.yellow;
  const at = `${printable(place.file)}:${place.line}:${place.column}`;
  const head = `${at}  ${paint(severity)}  ${colors.bold(code)}  ${printable(sentence)}`;
  return [head, `    ${printable(wayOut)}`, ...codeFrame(place, colors)].join("\n");
}

function codeFrame({ line, column, text }: Problem["place"], colors: Colors): readonly string[] {
  if (text.trim() === "") return [];
  const number = String(line);
  // A tab in the source keeps its width under the caret too.
  const before = text.slice(0, column - 1).replace(/[^\t]/g, " ");
  return [
    "",
    `    ${colors.dim(`${number} |`)} ${printable(text)}`,
    `    ${colors.dim(`${" ".repeat(number.length)} |`)} ${before}^`,
  ];
}

/** Source and paths go to a terminal, which must not take them for orders. */
function printable(text: string): string {
  return [...text]
    .map((char) => (char !== "\t" && (char < " " || char === "\u007f" || char === "\u009b") ? "\ufffd" : char))
    .join("");
}

function diffText(diff: string, colors: Colors): string {
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

function summary(
  command: "generate" | "check",
  { files, problems, clean, outside }: RunReport,
  colors: Colors,
): string {
  if (files.length === 0 && problems.length === 0) {
    const where =
      outside.length === 0
        ? ""
        : ` in the files of the tsconfig (it does not include ${told(outside.length, "tagged file", "tagged files")})`;
    return `picot: no class or function is tagged @reactor${where}.`;
  }
  const count = (status: FileReport["status"]): number => files.filter((file) => file.status === status).length;
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const parts = [
    told(count("written"), "facade written", "facades written"),
    told(count("unchanged"), "up to date", "up to date"),
    told(count("drift"), "out of date", "out of date"),
    told(errors, "error", "errors"),
    told(problems.length - errors, "warning", "warnings"),
  ].filter((part) => part !== "");
  const advice = command === "check" && count("drift") > 0 ? " Run `picot generate`." : "";
  return `${clean ? colors.green("picot:") : colors.red("picot:")} ${parts.join(", ")}.${advice}`;
}

function told(count: number, one: string, many: string): string {
  return count === 0 ? "" : `${count} ${count === 1 ? one : many}`;
}
