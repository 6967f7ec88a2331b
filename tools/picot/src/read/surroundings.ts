import { join } from "node:path";
import { ts } from "../../compiler.cjs";
import type { Layer, ModuleImport, StrayTag } from "../model.ts";
import { type Context, docOf, isGreen, markOf, modelPath, placeOf } from "./context.ts";

/** Tags on what cannot be marked: they would be forgotten in silence otherwise. */
export function readStrays(context: Context): readonly StrayTag[] {
  const strays: StrayTag[] = [];
  // In most files each tag marks what it stands at, and nobody has to look further. The whole does, and tells what is too deep.
  if (context.sparse && tagsIn(context.source.text) === tagsAtTop(context.source)) return strays;
  const visit = (node: ts.Node, top: boolean): void => {
    const markable = ts.isClassDeclaration(node) || ts.isFunctionDeclaration(node);
    const candidate =
      ts.isStatement(node) || ts.isClassExpression(node) || ts.isClassElement(node) || ts.isTypeElement(node);
    const tag = candidate && !(markable && top) ? tagOf(node, context) : null;
    if (tag !== null) strays.push(stray(context, node, tag));
    ts.forEachChild(node, (child) => visit(child, ts.isSourceFile(node)));
  };
  visit(context.source, false);
  return strays;
}

function tagsIn(text: string): number {
  return text.match(/@(?:reactor|blocking|green)(?![\w-])/g)?.length ?? 0;
}

/** Tags of what can be marked, as far as each is what its doc comment says about it and no word in it. */
function tagsAtTop({ statements }: ts.SourceFile): number {
  const markable = statements.filter((node) => ts.isClassDeclaration(node) || ts.isFunctionDeclaration(node));
  const tags = markable.flatMap((node) => docOf(node)?.parsed.tags ?? []);
  return tags.filter(({ name }) => name === "reactor" || name === "blocking" || name === "green").length;
}

function tagOf(node: ts.Node, { its }: Context): Layer | null {
  if (its !== "green") return markOf(node);
  return isGreen(node) ? "green" : null;
}

function stray(context: Context, node: ts.Node, tag: Layer): StrayTag {
  const declaration = ts.isVariableStatement(node) ? node.declarationList.declarations[0] : undefined;
  const value = ts.isExportAssignment(node) ? node.expression : declaration?.initializer;
  const named = declaration?.name ?? ("name" in node ? (node as ts.NamedDeclaration).name : undefined);
  const name = named?.getText(context.source) ?? "default";
  const place = placeOf(context, named ?? node);
  if (value !== undefined && ts.isClassExpression(value)) return { tag, what: "class-expression", name, place };
  if (value !== undefined && ts.isFunctionLike(value)) return { tag, what: "function-expression", name, place };
  return { tag, what: ts.isClassLike(node) || ts.isFunctionDeclaration(node) ? "nested" : "other", name, place };
}

/** Specifiers are resolved by hand: the facade that a module must not import may not be written yet. */
export function readImports(context: Context): readonly ModuleImport[] {
  const { source, folder } = context;
  const imports: ModuleImport[] = [];
  const add = (literal: ts.Node | undefined): void => {
    if (literal === undefined || !ts.isStringLiteralLike(literal)) return;
    const path = literal.text.startsWith(".") ? modelPath(folder, join(source.fileName, "..", literal.text)) : null;
    imports.push({ specifier: literal.text, place: placeOf(context, literal), path });
  };
  const addStatic = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier);
  };
  const visit = (node: ts.Node): void => {
    addStatic(node);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0]);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal);
    ts.forEachChild(node, visit);
  };
  const isPlain = !/\bimport\s*\(/.test(source.text) && !source.statements.some(ts.isModuleDeclaration);
  if (!isPlain) visit(source);
  else source.statements.forEach((statement) => addStatic(statement));
  return imports;
}
