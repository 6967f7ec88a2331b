import type { RunReport } from "../index.ts";
import { githubAnnotations, quotedForGithub } from "./github.ts";
import { type Command, humanReport } from "./human.ts";
import { jsonReport } from "./json.ts";
import { wantsColor } from "./terminal.ts";

/** Who reads a report: a person (perhaps by way of a GitHub workflow), a program, or a program that reads one after the other. */
export type Reader = "person" | "program" | "program by lines";

export function reportText(command: Command, report: RunReport, reader: Reader): string {
  if (reader !== "person") return jsonReport(report, reader === "program" ? "many" : "one");
  const { env, stdout } = process;
  const text = humanReport(command, report, wantsColor(stdout, env));
  if (env["GITHUB_ACTIONS"] !== "true") return text;
  const annotations = githubAnnotations(report, env["GITHUB_WORKSPACE"] ?? process.cwd());
  return [quotedForGithub(text), ...annotations].join("\n");
}
