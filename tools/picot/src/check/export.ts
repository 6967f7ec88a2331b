import type { OutputKind, Place } from "../model.ts";
import { type Problem, problem } from "../problem.ts";

/** The reactor loads a class or function from its module's exports. */
export function checkExport(
  what: "class" | "function",
  { name, place, exports }: { readonly name: string; readonly place: Place; readonly exports: readonly string[] },
  output: OutputKind = "facade",
): readonly Problem[] {
  if (name === "default") {
    const made = output === "green" ? "green twin" : "facade";
    const sentence = `The ${what} has no name, and its ${made} would have none.`;
    return [problem("default-export", place, sentence, `Write \`export default ${what} Name\`.`)];
  }
  if (exports.length > 0) return [];
  const sentence =
    output === "green"
      ? `${name} is tagged @green but not exported, so its green twin cannot import it.`
      : `${name} is tagged @reactor but not exported, so the reactor cannot load it.`;
  return [problem("not-exported", place, sentence, `Write \`export ${what} ${name}\`.`)];
}
