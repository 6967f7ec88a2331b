import { type Node, spanOf } from "../ast.ts";
import { placeAt } from "../place.ts";
import type { LayerProject } from "../project.ts";
import type { SourceFile } from "../rule.ts";

/** `src/config.ts:12`, for a message about another place than its own. */
export function placeOf(node: Node, { path, text }: SourceFile, project: LayerProject): string {
  const { file, line } = placeAt(project.inProject(path), text, spanOf(node).start);
  return `${file}:${line}`;
}
