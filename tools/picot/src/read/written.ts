import { ts } from "../../compiler.cjs";
import type { TypeFault, TypePiece, TypeText } from "../model.ts";
import { type Context, moduleTarget, placeOf, resolveAlias } from "./context.ts";
import { nameOf, type Naming } from "./names.ts";

interface Cut {
  readonly start: number;
  readonly end: number;
  readonly piece: TypePiece;
}

/** The author's own text of some type nodes that stand together, cut where a name has to be imported. */
export function writtenText(context: Context, ...nodes: readonly ts.Node[]): TypeText {
  const cuts: Cut[] = [];
  const faults: TypeFault[] = [];
  for (const node of nodes) collect(context, node, cuts, faults);
  const { source } = context;
  const pieces: TypePiece[] = [];
  const first = nodes[0];
  const last = nodes.at(-1);
  if (first === undefined || last === undefined) return { pieces, faults };
  let position = first.getStart(source);
  for (const cut of cuts) {
    pieces.push(textBetween(source, position, cut.start), cut.piece);
    position = cut.end;
  }
  pieces.push(textBetween(source, position, last.end));
  return { pieces: pieces.filter((piece) => piece !== ""), faults };
}

function textBetween(source: ts.SourceFile, start: number, end: number): string {
  return source.text.slice(start, end).replace(/\r\n?/g, "\n");
}

function collect(context: Context, node: ts.Node, cuts: Cut[], faults: TypeFault[]): void {
  const again = (child: ts.Node): void => collect(context, child, cuts, faults);
  const take = (naming: Naming, from: ts.Node, end: number): void => {
    if (naming.kind === "name") cuts.push({ start: from.getStart(context.source), end, piece: naming });
    else if (naming.kind !== "plain") faults.push(naming);
  };
  if (ts.isTypeReferenceNode(node)) {
    take(entity(context, node.typeName), node.typeName, entityEnd(context, node.typeName));
    node.typeArguments?.forEach(again);
  } else if (ts.isTypeQueryNode(node) && !ts.isImportTypeNode(node.exprName)) {
    take(entity(context, node.exprName), node.exprName, entityEnd(context, node.exprName));
    node.typeArguments?.forEach(again);
  } else if (ts.isImportTypeNode(node)) {
    collectImportType(context, node, cuts, faults);
    node.typeArguments?.forEach(again);
  } else if (ts.isComputedPropertyName(node) && isEntity(node.expression)) {
    const first = leftmost(node.expression);
    take(nameOf(context, context.checker.getSymbolAtLocation(first), first.text, first), first, first.end);
  } else {
    ts.forEachChild(node, again);
  }
}

/** `ns.Rate` is imported as `ns`, but `ns.Marked` becomes the facade itself: its module is another one. */
function entity(context: Context, name: ts.EntityName): Naming {
  const whole = markedName(context, name);
  if (whole !== null) return whole;
  const first = leftmost(name);
  return nameOf(context, context.checker.getSymbolAtLocation(first), first.text, first);
}

function entityEnd(context: Context, name: ts.EntityName): number {
  return markedName(context, name) === null ? leftmost(name).end : name.end;
}

function markedName(context: Context, name: ts.EntityName): Naming | null {
  if (ts.isIdentifier(name)) return null;
  const symbol = context.checker.getSymbolAtLocation(name.right);
  const target = symbol && context.marked.get(resolveAlias(context.checker, symbol));
  return target ? { kind: "name", local: name.right.text, origin: { kind: "facade", target } } : null;
}

/** `import("./rate.js").Rate` keeps its form; only the path is told anew, and a marked class becomes its facade. */
function collectImportType(context: Context, node: ts.ImportTypeNode, cuts: Cut[], faults: TypeFault[]): void {
  const { qualifier } = node;
  const symbol =
    qualifier && context.checker.getSymbolAtLocation(ts.isIdentifier(qualifier) ? qualifier : qualifier.right);
  const target = symbol && context.marked.get(resolveAlias(context.checker, symbol));
  if (qualifier !== undefined && target !== undefined) {
    const piece: TypePiece = { kind: "name", local: target.name, origin: { kind: "facade", target } };
    cuts.push({ start: node.getStart(context.source), end: qualifier.end, piece });
    return;
  }
  const literal = ts.isLiteralTypeNode(node.argument) ? node.argument.literal : null;
  const module = literal !== null && ts.isStringLiteral(literal) ? moduleTarget(context, literal) : null;
  if (literal === null || module === null) {
    faults.push({ kind: "unresolved", name: node.getText(context.source), place: placeOf(context, node) });
    return;
  }
  cuts.push({ start: literal.getStart(context.source), end: literal.end, piece: { kind: "specifier", module } });
}

function leftmost(name: ts.EntityName | ts.Expression): ts.Identifier {
  if (ts.isIdentifier(name)) return name;
  if (ts.isQualifiedName(name)) return leftmost(name.left);
  if (ts.isPropertyAccessExpression(name)) return leftmost(name.expression);
  throw new TypeError("only names and dotted names come here");
}

function isEntity(node: ts.Expression): boolean {
  return ts.isIdentifier(node) || (ts.isPropertyAccessExpression(node) && isEntity(node.expression));
}
