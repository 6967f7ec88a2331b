/**
 * "picot/layers": the rules that keep the layers apart, for tools that parse sources themselves, as `eslint-plugin-picot` does.
 * Everything here is synchronous, reads files, and writes none.
 */
import type { ProblemCode } from "../problem.ts";
import { kinds } from "../problem-kinds.ts";
import { blocksEventLoop } from "./blocks-event-loop.ts";
import { importsFacade } from "./imports-facade.ts";
import { importsReactorLayer } from "./imports-reactor-layer.ts";
import type { LayerRule } from "./rule.ts";
import { thickWrapper } from "./thick-wrapper.ts";
import { touchesHandoff } from "./touches-handoff.ts";

export { projectOf } from "./nearest.ts";
export { isNode } from "./ast.ts";
export type { Node } from "./ast.ts";
export type { LayerProject } from "./project.ts";
export type { Edit, Finding, LayerRule, SourceFile } from "./rule.ts";
export { layersOf } from "../config.ts";
export type { LayersConfig } from "../config.ts";

/** Each rule by its code, which is that of the problems that it finds. */
export const layerRules = {
  "blocks-event-loop": blocksEventLoop,
  "imports-facade": importsFacade,
  "imports-reactor-layer": importsReactorLayer,
  "thick-wrapper": thickWrapper,
  "touches-handoff": touchesHandoff,
} as const satisfies { readonly [code in ProblemCode]?: LayerRule };

/** Why what a rule finds is a problem at all: one sentence. */
export function whyOf(code: keyof typeof layerRules): string {
  return kinds[code].why;
}
