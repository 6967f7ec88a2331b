import { ts } from "../../compiler.cjs";
import type { TypeFault, TypeName, TypePiece, TypeText } from "../model.ts";
import { type Context, moduleTarget, placeOf, resolveAlias } from "./context.ts";
import { declaredOrigin } from "./declared.ts";
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
  const first = nodes[0];
  const last = nodes.at(-1);
  if (first === undefined || last === undefined) return { pieces: [], faults };
  return { pieces: cutText(context, first.getStart(context.source), last.end, cuts), faults };
}

/** All of a declared type behind its name. */
export function declarationText(context: Context, node: ts.InterfaceDeclaration | ts.TypeAliasDeclaration): TypeText {
  const cuts: Cut[] = [];
  const faults: TypeFault[] = [];
  ts.forEachChild(node, (child) => {
    if (child !== node.name) collect(context, child, cuts, faults);
  });
  return { pieces: cutText(context, node.name.end, node.end, cuts), faults };
}

function cutText({ source }: Context, start: number, end: number, cuts: readonly Cut[]): readonly TypePiece[] {
  const pieces: TypePiece[] = [];
  let position = start;
  for (const cut of cuts) {
    pieces.push(textBetween(source, position, cut.start), cut.piece);
    position = cut.end;
  }
  pieces.push(textBetween(source, position, end));
  return pieces.filter((piece) => piece !== "");
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
  } else if (ts.isExpressionWithTypeArguments(node) && ts.isIdentifier(node.expression)) {
    // Of an interface that extends it.
    const { expression } = node;
    take(
      nameOf(context, context.checker.getSymbolAtLocation(expression), expression.text, expression),
      expression,
      expression.end,
    );
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

/** What the facade has by itself: a facade, or a type with facades in it. */
function ownNaming(context: Context, symbol: ts.Symbol, at: ts.Identifier): TypeName | null {
  const resolved = resolveAlias(context.checker, symbol);
  const target = context.marked.get(resolved);
  if (target !== undefined) return { kind: "name", local: at.text, origin: { kind: "facade", target } };
  const origin = declaredOrigin(context, resolved, at);
  return origin === null ? null : { kind: "name", local: at.text, origin };
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
  return symbol === undefined ? null : ownNaming(context, symbol, name.right);
}

/** `import("./rate.js").Rate` keeps its form; only the path is told anew, and a marked class becomes its facade. */
function collectImportType(context: Context, node: ts.ImportTypeNode, cuts: Cut[], faults: TypeFault[]): void {
  const { qualifier } = node;
  const last = qualifier && (ts.isIdentifier(qualifier) ? qualifier : qualifier.right);
  const symbol = last && context.checker.getSymbolAtLocation(last);
  const piece = symbol && ownNaming(context, symbol, last);
  if (piece) {
    cuts.push({ start: node.getStart(context.source), end: last!.end, piece }); // it names something
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
