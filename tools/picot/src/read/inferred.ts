import { ts } from "../../compiler.cjs";
import type { TypeFault, TypePiece, TypeText } from "../model.ts";
import { type Context, exportsOf, modelPath, placeOf, resolveAlias } from "./context.ts";
import { declaredOrigin } from "./declared.ts";
import { nameOf, type Naming } from "./names.ts";
import { doubt } from "./sparse.ts";

const flags = ts.NodeBuilderFlags.NoTruncation;
const printer = ts.createPrinter({ newLine: ts.NewLineKind.LineFeed, removeComments: true });

/** The text of a type that nobody wrote, as the checker would declare it in this module. `at` is the declaration. */
export function inferredText(context: Context, type: ts.Type, at: ts.Node): TypeText {
  return inferredNodeText(context, context.checker.typeToTypeNode(type, at, flags), at);
}

/** The same of a type that the checker has made a node of already. */
export function inferredNodeText(context: Context, node: ts.TypeNode | undefined, at: ts.Node): TypeText {
  // It may come of anything that the code around it calls.
  doubt(context);
  const whole = { kind: "unnameable", name: "", place: placeOf(context, at) } as const;
  if (node === undefined) return { pieces: ["unknown"], faults: [whole] };
  const namings: Naming[] = [];
  const faults: TypeFault[] = [];
  const named = replaceNames(context, node, at, (naming, fallback) => {
    if (naming.kind === "plain") return fallback;
    if (naming.kind !== "name") faults.push(naming);
    namings.push(naming);
    return ts.factory.createIdentifier(`__picot_${namings.length - 1}__`);
  });
  const printed = printer.printNode(ts.EmitHint.Unspecified, named, context.source);
  // As people write it: no semicolon before a closing brace. Literals are stepped over.
  const text = printed.replace(
    /("(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`)|;(?= \})/g,
    (_, literal?: string) => literal ?? "",
  );
  const pieces = text.split(/(__picot_\d+__)/).map((part): TypePiece => {
    const naming = namings[Number(/^__picot_(\d+)__$/.exec(part)?.[1] ?? -1)];
    return naming?.kind === "name" ? naming : part;
  });
  return { pieces: pieces.filter((piece) => piece !== ""), faults };
}

type Replace = (naming: Naming, fallback: ts.Identifier) => ts.Identifier;

function replaceNames(context: Context, node: ts.TypeNode, at: ts.Node, replace: Replace): ts.TypeNode {
  const own = new Set<string>();
  const name = (entity: ts.EntityName): ts.EntityName => {
    if (ts.isQualifiedName(entity)) return ts.factory.createQualifiedName(name(entity.left), entity.right);
    const symbol = own.has(entity.text) ? null : inScope(context, entity.text, at);
    return symbol === null ? entity : replace(nameOf(context, symbol, entity.text, at), entity);
  };
  const visit = (child: ts.Node): ts.Node => {
    if (ts.isTypeParameterDeclaration(child)) own.add(child.name.text);
    if (ts.isImportTypeNode(child)) return importType(context, child, at, replace, visit);
    const inner = ts.visitEachChild(child, visit, undefined);
    if (ts.isTypeReferenceNode(inner)) {
      return ts.factory.updateTypeReferenceNode(inner, name(inner.typeName), inner.typeArguments);
    }
    if (ts.isTypeQueryNode(inner) && !ts.isImportTypeNode(inner.exprName)) {
      return ts.factory.updateTypeQueryNode(inner, name(inner.exprName), inner.typeArguments);
    }
    return inner;
  };
  return ts.visitNode(node, visit, ts.isTypeNode) ?? node;
}

function inScope(context: Context, name: string, at: ts.Node): ts.Symbol | undefined {
  const meaning = ts.SymbolFlags.Type | ts.SymbolFlags.Value | ts.SymbolFlags.Namespace | ts.SymbolFlags.Alias;
  return context.checker.resolveName(name, at, meaning, false);
}

/** The checker names what this module does not import as `import("/absolute/path").Name`: the facade imports it instead. */
function importType(
  context: Context,
  node: ts.ImportTypeNode,
  at: ts.Node,
  replace: Replace,
  visit: (node: ts.Node) => ts.Node,
): ts.TypeNode {
  const { qualifier } = node;
  const literal = ts.isLiteralTypeNode(node.argument) ? node.argument.literal : null;
  const path = literal !== null && ts.isStringLiteral(literal) ? literal.text : "";
  if (qualifier === undefined || !ts.isIdentifier(qualifier)) return unnameable(context, node, at, replace);
  const naming = outside(context, path, qualifier.text, at);
  const replaced = replace(naming, ts.factory.createIdentifier(qualifier.text));
  const given = node.typeArguments?.map((argument) => ts.visitNode(argument, visit, ts.isTypeNode) ?? argument);
  return node.isTypeOf
    ? ts.factory.createTypeQueryNode(replaced, given)
    : ts.factory.createTypeReferenceNode(replaced, given);
}

function unnameable(context: Context, node: ts.ImportTypeNode, at: ts.Node, replace: Replace): ts.TypeNode {
  const name = node.qualifier === undefined ? "a whole module" : entityText(node.qualifier);
  const fault: TypeFault = { kind: "unnameable", name, place: placeOf(context, at) };
  return ts.factory.createTypeReferenceNode(replace(fault, ts.factory.createIdentifier("unknown")));
}

/** A name of a module that this one does not import: only sources of the project can be reached by a relative path. */
function outside(context: Context, path: string, name: string, at: ts.Node): Naming {
  const fault: TypeFault = { kind: "unnameable", name, place: placeOf(context, at) };
  const { program, checker, folder } = context;
  const file = ["", ".ts", ".mts", ".tsx", ".d.ts", ".d.mts"]
    .map((end) => program.getSourceFile(path + end))
    .find(Boolean);
  if (file === undefined || file.fileName.includes("/node_modules/")) return fault;
  const target = [...exportsOf(checker, file)].find(([, exported]) => exported === name)?.[0];
  if (target === undefined) return fault;
  const marked = context.marked.get(resolveAlias(checker, target));
  if (marked !== undefined) return { kind: "name", local: name, origin: { kind: "facade", target: marked } };
  const origin = declaredOrigin(context, resolveAlias(checker, target), at);
  if (origin !== null) return { kind: "name", local: name, origin };
  const module = { kind: "file", path: modelPath(folder, file.fileName) } as const;
  return { kind: "name", local: name, origin: { kind: "module", module, exported: name, reexport: null } };
}

function entityText(name: ts.EntityName): string {
  return ts.isIdentifier(name) ? name.text : `${entityText(name.left)}.${name.right.text}`;
}
