import type { Layer, Place } from "../model.ts";
import { type Problem, problem } from "../problem.ts";

/** The reactor loads a class or function from its module's exports. */
export function checkExport(
  what: "class" | "function",
  { name, place, exports }: { readonly name: string; readonly place: Place; readonly exports: readonly string[] },
  layer: Layer = "reactor",
): readonly Problem[] {
  if (name === "default") {
    const sentence = `The ${what} has no name, and ${layer === "reactor" ? "its facade" : "its twin"} would have none.`;
    return [problem("default-export", place, sentence, `Write \`export default ${what} Name\`.`)];
  }
  if (exports.length > 0) return [];
  const who = layer === "blocking" ? "no thread can" : "the reactor cannot";
  const sentence = `${name} is tagged @${layer} but not exported, so ${who} load it.`;
  return [problem("not-exported", place, sentence, `Write \`export ${what} ${name}\`.`)];
}
