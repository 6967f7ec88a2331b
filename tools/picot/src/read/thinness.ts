import { ts } from "../../compiler.cjs";
import type { Thinness } from "../model.ts";

/** Counts what a generated file does, and not what it was made to do: it is parsed like any other. */
export function thinnessOf(text: string): Thinness {
  const source = ts.createSourceFile("facade.ts", text, ts.ScriptTarget.Latest);
  const counts: number[] = [];
  const visit = (node: ts.Node): void => {
    const isCallable = ts.isClassElement(node) || ts.isFunctionDeclaration(node);
    if (isCallable && "body" in node && !ts.isClassStaticBlockDeclaration(node)) {
      const body = node.body as ts.Block | undefined; // what these have as a body; none is an overload
      if (body !== undefined) counts.push(body.statements.length);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  const statements = counts.reduce((sum, count) => sum + count, 0);
  const methods = counts.length;
  return { methods, statements, perMethod: methods === 0 ? 0 : statements / methods, most: Math.max(0, ...counts) };
}
