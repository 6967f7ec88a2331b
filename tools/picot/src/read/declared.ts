import { ts } from "../../compiler.cjs";
import type { DeclaredType, NameOrigin, Place, TypeFault, TypePiece } from "../model.ts";
import { type Context, exportsOf, modelPath, placeOf, resolveAlias } from "./context.ts";
import { doubt } from "./sparse.ts";
import { readDoc } from "./tags.ts";
import { declarationText } from "./written.ts";

type Declaration = ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

/** The types of one module that name marked classes, as they are met. `null`: one that is just being read. */
export type DeclaredTypes = Map<string, DeclaredType | null>;

/**
 * Where a type comes from that names marked classes, itself or by others that it names: the facade declares it once more, with
 * facades in it. Null for any other. `at` is where it is named.
 */
export function declaredOrigin(context: Context, target: ts.Symbol, at: ts.Node): NameOrigin | null {
  if (context.its !== "reactor" || !namesMarked(context, target)) return null;
  // What it names is not asked whether the small library knows it.
  doubt(context);
  const [first] = declarationsOf(context, target);
  if (first === undefined || isWithinOther(context, target)) return null;
  const key = `${modelPath(context.folder, first.getSourceFile().fileName)}#${target.name}`;
  if (!context.types.has(key)) {
    context.types.set(key, null);
    context.types.set(key, readType(context, target, key, at));
  }
  return { kind: "declared", key };
}

function readType(context: Context, target: ts.Symbol, key: string, at: ts.Node): DeclaredType {
  const nodes = declarationsOf(context, target);
  const [first] = nodes;
  if (first === undefined) throw new TypeError("a type that is declared once more has a declaration");
  const source = first.getSourceFile();
  const isOwn = source === context.source;
  const place = isOwn ? placeOf(context, first.name) : (context.needed ?? placeOf(context, at));
  const exported = context.exports.get(target) ?? null;
  return {
    key,
    name: first.name.text,
    place,
    exported: context.needed === undefined ? exported : null,
    doc: readDoc(context, first),
    declarations: nodes.map((node) => {
      const its = within(context, node.getSourceFile(), place);
      const { pieces, faults } = declarationText(its, node);
      const keyword = ts.isInterfaceDeclaration(node) ? "interface" : "type";
      const text =
        its === context ? { pieces, faults } : { pieces: pieces.map(foreign), faults: faults.map(moved(place)) };
      return { keyword, text } as const;
    }),
  };
}

/** As one reads another file; what is wrong there is told where the module needs it. */
function within(context: Context, source: ts.SourceFile, needed: Place): Context {
  if (source === context.source) return context;
  return { ...context, source, exports: exportsOf(context.checker, source), needed };
}

/** The module itself does not export it. */
function foreign(piece: TypePiece): TypePiece {
  if (typeof piece === "string" || piece.kind !== "name" || piece.origin.kind !== "module") return piece;
  return { ...piece, origin: { ...piece.origin, reexport: null } };
}

function moved(place: Place): (fault: TypeFault) => TypeFault {
  return (fault) => ({ ...fault, place });
}

/** Of the project's own sources: what others ship names none of its classes. */
function declarationsOf({ program }: Context, { declarations = [] }: ts.Symbol): readonly Declaration[] {
  const isOne = (node: ts.Node): node is Declaration =>
    ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
  const its = declarations.filter(isOne);
  const own = its.filter((node) => {
    const source = node.getSourceFile();
    return !source.isDeclarationFile && !program.isSourceFileFromExternalLibrary(source);
  });
  return own.length === declarations.length ? own : [];
}

/** Whether a type names marked classes, and is declared in a namespace or a function, where a facade cannot declare it once more. */
export function isOutOfReach(context: Context, type: ts.Type): boolean {
  return [type.symbol, type.aliasSymbol].some(
    (symbol) => symbol !== undefined && isWithinOther(context, symbol) && namesMarked(context, symbol),
  );
}

function isWithinOther(context: Context, target: ts.Symbol): boolean {
  return declarationsOf(context, target).some(({ parent }) => !ts.isSourceFile(parent));
}

function namesMarked(context: Context, target: ts.Symbol): boolean {
  const known = context.verdicts.get(target);
  if (known !== undefined) return known;
  const found = leadsToMarked(context, target, new Set());
  context.verdicts.set(target, found);
  return found;
}

function leadsToMarked(context: Context, target: ts.Symbol, seen: Set<ts.Symbol>): boolean {
  if (context.marked.has(target)) return true;
  if (seen.has(target)) return false;
  seen.add(target);
  const known = context.verdicts.get(target);
  if (known !== undefined) return known;
  const visit = (node: ts.Node): boolean => {
    const symbol = namedBy(context, node);
    const its = symbol && context.checker.getExportSymbolOfSymbol(resolveAlias(context.checker, symbol));
    if (its !== undefined && leadsToMarked(context, its, seen)) return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) === true;
  };
  return declarationsOf(context, target).some(visit);
}

/** The type that a node of a declaration names. */
function namedBy({ checker }: Context, node: ts.Node): ts.Symbol | undefined {
  if (ts.isTypeReferenceNode(node)) return checker.getSymbolAtLocation(node.typeName);
  if (ts.isExpressionWithTypeArguments(node)) return checker.getSymbolAtLocation(node.expression);
  if (!ts.isImportTypeNode(node) || node.qualifier === undefined) return undefined;
  return checker.getSymbolAtLocation(ts.isIdentifier(node.qualifier) ? node.qualifier : node.qualifier.right);
}

/** Those of the types that a module's texts name, and that these name in turn. */
export function namedTypes(types: DeclaredTypes, ...texts: readonly unknown[]): readonly DeclaredType[] {
  if (types.size === 0) return [];
  const found = new Set<DeclaredType>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const { kind, key } = value as { readonly kind?: unknown; readonly key?: unknown }; // any part of the model
    const named = kind === "declared" ? types.get(String(key)) : undefined;
    if (named && !found.has(named)) {
      found.add(named);
      visit(named);
    }
    for (const each of Object.values(value)) visit(each);
  };
  texts.forEach(visit);
  return [...found];
}
