import { ts } from "../../../compiler.cjs";
import { Doubt } from "../sparse.ts";
import type { QuickFile } from "./file.ts";

/** A type parameter that stands around a place, or something that its file names; null for what neither has. */
export type Scoped =
  | { readonly parameter: ts.TypeParameterDeclaration }
  | { readonly local: ReturnType<QuickFile["locals"]["get"]> & object }
  | null;

/** What a name means in a type that stands at a node of this file. */
export function inScope(file: QuickFile, name: string, at: ts.Node): Scoped {
  for (let node = at.parent; !ts.isSourceFile(node); node = node.parent) {
    const parameter = parametersOf(node).find((each) => each.name.text === name);
    if (parameter !== undefined) return { parameter };
    // Names of their own, or of a part of a type: few signatures have them.
    if (ts.isModuleBlock(node) || ts.isConditionalTypeNode(node) || ts.isBlock(node)) throw new Doubt();
  }
  const local = file.locals.get(name);
  return local === undefined ? null : { local };
}

function parametersOf(node: ts.Node): readonly ts.TypeParameterDeclaration[] {
  if (ts.isMappedTypeNode(node)) return [node.typeParameter];
  const hasThem =
    ts.isFunctionLike(node) ||
    ts.isClassLike(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node);
  return hasThem ? (node.typeParameters ?? []) : [];
}
