/**
 * "picot/layers": the rules that keep the layers apart, for tools that parse sources themselves, as `eslint-plugin-picot` does.
 * Everything here is synchronous, reads files, and writes none.
 */
import type { Severity } from "../problem.ts";
import { kinds } from "../problem-kinds.ts";
import type { LayerCode } from "./rules.ts";

export { projectOf } from "./nearest.ts";
export { isNode } from "./ast.ts";
export type { Node } from "./ast.ts";
export type { LayerProject } from "./project.ts";
export type { Edit, Finding, LayerRule, SourceFile } from "./rule.ts";
export { layersOf } from "../config.ts";
export type { LayersConfig } from "../config.ts";

export { layerRules, mendable } from "./rules.ts";
export type { LayerCode } from "./rules.ts";

/** Why what a rule finds is a problem at all: one sentence. */
export function whyOf(code: LayerCode): string {
  return kinds[code].why;
}

/** A warning is about what may well be meant. */
export function severityOf(code: LayerCode): Severity {
  return kinds[code].severity;
}
