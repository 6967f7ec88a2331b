import type { RunReport } from "../index.ts";
import { githubAnnotations, quotedForGithub } from "./github.ts";
import { type Command, humanReport } from "./human.ts";
import { jsonReport } from "./json.ts";
import { wantsColor } from "./terminal.ts";

/** The text of a report, for whoever reads it: a program, a person, or a person by way of a GitHub workflow. */
export function reportText(command: Command, report: RunReport, json: boolean): string {
  if (json) return jsonReport(report);
  const { env, stdout } = process;
  const text = humanReport(command, report, wantsColor(stdout, env));
  if (env["GITHUB_ACTIONS"] !== "true") return text;
  const annotations = githubAnnotations(report, env["GITHUB_WORKSPACE"] ?? process.cwd());
  return [quotedForGithub(text), ...annotations].join("\n");
}
