import { type Problem, check } from "picot";
import { expect } from "vitest";
import { TemporaryProject } from "./temporary-project.ts";

/** Problems of one source file, `a.reactor.ts`, as `line:column code`. */
export async function problemsOf(
  source: string,
  others: Readonly<Record<string, string>> = {},
): Promise<readonly Problem[]> {
  const project = new TemporaryProject({ "a.reactor.ts": source, ...others });
  const report = await check({ project: project.folder });
  const broken = report.problems.some(({ severity, place }) => severity === "error" && place.file === "a.reactor.ts");
  // A bad model is never emitted from.
  if (broken) expect(report.files.find(({ source: file }) => file === "a.reactor.ts")?.status).toBe("problem");
  return report.problems;
}

export function short({ place, code }: Problem): string {
  return `${place.line}:${place.column} ${code}`;
}

/** The body of a marked class that starts on line 3. */
export function inClass(...lines: readonly string[]): string {
  return ["/** @reactor @timeout 1s */", "export class A {", ...lines, "}", ""].join("\n");
}
