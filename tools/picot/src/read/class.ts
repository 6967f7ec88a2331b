import { ts } from "ts-morph";
import type { ExportKind, ReactorClass, ReactorConstructor, ReactorFunction } from "../model.ts";
import { readBase } from "./base.ts";
import { type Context, hasModifier, placeOf } from "./context.ts";
import { accessOf, readMembers } from "./member.ts";
import { readSignatures } from "./signature.ts";
import { readTags } from "./tags.ts";

export function readClass(context: Context, node: ts.ClassDeclaration): ReactorClass {
  const { base, inherited } = readBase(context, node);
  const symbol = node.name && context.checker.getSymbolAtLocation(node.name);
  return {
    name: node.name?.text ?? "default",
    place: placeOf(context, node.name ?? node),
    exported: exportKind(context, symbol, node),
    abstract: hasModifier(node, ts.SyntaxKind.AbstractKeyword),
    generic: (node.typeParameters ?? []).length > 0,
    merged: (symbol?.declarations ?? []).length > 1,
    ...readTags(context, node),
    base,
    construct: readConstructor(context, node, base !== null),
    members: readMembers(context, node, inherited),
  };
}

function readConstructor(context: Context, node: ts.ClassDeclaration, hasBase: boolean): ReactorConstructor {
  const declarations = node.members.filter(ts.isConstructorDeclaration);
  const [first] = declarations;
  if (first === undefined) {
    const place = placeOf(context, node.name ?? node);
    if (hasBase) return { kind: "inherited", access: "public", place, tags: null, signatures: [] };
    const none = { place, doc: null, typeParameters: null, parameters: [], crossing: { kind: "copy" } } as const;
    const signature = { ...none, result: { pieces: ["void"], faults: [] } };
    return { kind: "own", access: "public", place, tags: null, signatures: [signature] };
  }
  const { tags } = readTags(context, ...declarations);
  const access = accessOf(first);
  const place = placeOf(context, first);
  // A constructor for the reactor layer only is, for an application, a private one.
  if (access === "private" || tags.reactorOnly !== null) {
    return { kind: "refused", access, place, tags, signatures: [] };
  }
  return { kind: "own", access, place, tags, signatures: readSignatures(context, declarations) };
}

/** Overloads and implementation of a marked function. */
export function readFunction(context: Context, nodes: readonly ts.FunctionDeclaration[]): ReactorFunction {
  const [first] = nodes;
  if (first === undefined) throw new TypeError("a function has at least one declaration");
  const symbol = first.name && context.checker.getSymbolAtLocation(first.name);
  return {
    name: first.name?.text ?? "default",
    place: placeOf(context, first.name ?? first),
    exported: exportKind(context, symbol, first),
    generator: nodes.some((node) => node.asteriskToken !== undefined),
    tags: readTags(context, ...nodes).tags,
    signatures: readSignatures(context, nodes),
  };
}

function exportKind(context: Context, symbol: ts.Symbol | undefined, node: ts.Node): ExportKind {
  if (hasModifier(node, ts.SyntaxKind.DefaultKeyword)) return "default";
  const exported = symbol && context.exports.get(context.checker.getExportSymbolOfSymbol(symbol));
  if (symbol === undefined || exported === undefined || isTypeExport(context, symbol.name)) return "none";
  if (exported === "default") return "default";
  return exported === symbol.name ? "named" : "renamed";
}

/** `export type { A }`: nothing that the reactor could load. */
function isTypeExport({ source }: Context, name: string): boolean {
  return source.statements.some((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier !== undefined) return false;
    const { exportClause, isTypeOnly } = statement;
    if (exportClause === undefined || !ts.isNamedExports(exportClause)) return false;
    const { elements } = exportClause;
    return elements.some((one) => (isTypeOnly || one.isTypeOnly) && (one.propertyName ?? one.name).text === name);
  });
}
