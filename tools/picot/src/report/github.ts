import { randomUUID } from "node:crypto";
import { relative, resolve, sep } from "node:path";
import type { RunReport } from "../index.ts";

/** Annotations for a GitHub workflow: each problem is shown at its line of the change. Paths are those of the repository. */
export function githubAnnotations({ folder, files, problems }: RunReport, workspace: string): readonly string[] {
  const fileOf = (file: string): string => relative(workspace, resolve(folder, file)).split(sep).join("/");
  const found = problems.map(({ code, severity, place, sentence, wayOut }) =>
    annotation(
      severity,
      { file: fileOf(place.file), line: place.line, col: place.column, title: `picot ${code}` },
      `${sentence}\n${wayOut}`,
    ),
  );
  const drift = files
    .filter(({ status }) => status === "drift")
    .map(({ output }) =>
      annotation(
        "error",
        { file: fileOf(output), title: "picot drift" },
        `${output} is out of date.\nRun picot generate.`,
      ),
    );
  return [...found, ...drift];
}

/** A report that quotes sources, so that nothing in them is taken for an order to the workflow. */
export function quotedForGithub(text: string): string {
  const word = randomUUID();
  return `::stop-commands::${word}\n${text}\n::${word}::`;
}

function annotation(
  severity: "error" | "warning",
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const told = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${severity} ${told.join(",")}::${escape(message)}`;
}

function escape(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escape(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
