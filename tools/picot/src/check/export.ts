import type { Place } from "../model.ts";
import { type Problem, problem } from "../problem.ts";

/** The reactor loads a class or function from its module's exports. */
export function checkExport(
  what: "class" | "function",
  { name, place, exports }: { readonly name: string; readonly place: Place; readonly exports: readonly string[] },
): readonly Problem[] {
  if (name === "default") {
    const sentence = `The ${what} has no name, and its facade would have none.`;
    return [problem("default-export", place, sentence, `Write \`export default ${what} Name\`.`)];
  }
  if (exports.length > 0) return [];
  const sentence = `${name} is tagged @reactor but not exported, so the reactor cannot load it.`;
  return [problem("not-exported", place, sentence, `Write \`export ${what} ${name}\`.`)];
}
