import { ts } from "../../compiler.cjs";
import type { ModuleTarget, Place, TypeFault, TypeName } from "../model.ts";
import { type Context, moduleTarget, placeOf, resolveAlias } from "./context.ts";
import { declaredOrigin } from "./declared.ts";

/** What a name in a type stands for: itself (a global, a type parameter), something to import, or nothing one can name. */
export type Naming = { readonly kind: "plain" } | TypeName | TypeFault;

const plain: Naming = { kind: "plain" };

/** What names of a module were found to be: most are used many times, and a fault has a place of its own each time. */
const known = new WeakMap<Context, Map<ts.Symbol, TypeName>>();

/** Says what the facade must do to use a name as the author's module does. `at` is where a fault is shown. */
export function nameOf(context: Context, symbol: ts.Symbol | undefined, local: string, at: ts.Node): Naming {
  const names = known.get(context) ?? new Map<ts.Symbol, TypeName>();
  known.set(context, names);
  const before = symbol && names.get(symbol);
  if (before !== undefined && before.local === local) return before;
  const naming = find(context, symbol, local, at);
  if (symbol !== undefined && naming.kind === "name") names.set(symbol, naming);
  return naming;
}

function find(context: Context, symbol: ts.Symbol | undefined, local: string, at: ts.Node): Naming {
  const fault = (kind: TypeFault["kind"]): TypeFault => ({ kind, name: local, place: placeOf(context, at) });
  if (symbol === undefined) return fault("unresolved");
  if ((symbol.flags & ts.SymbolFlags.TypeParameter) !== 0) return plain;
  // Inside its own module an exported declaration has a second, local symbol.
  const target = context.checker.getExportSymbolOfSymbol(resolveAlias(context.checker, symbol));
  const marked = context.marked.get(target);
  if (marked !== undefined) return { kind: "name", local, origin: { kind: "facade", target: marked } };
  const declaredType = declaredOrigin(context, target, at);
  if (declaredType !== null) return { kind: "name", local, origin: declaredType };
  if (isUnknown(target)) return fault("unresolved");
  const imported = symbol.declarations?.[0];
  if ((symbol.flags & ts.SymbolFlags.Alias) !== 0 && imported !== undefined) {
    const from = importOf(context, imported) ?? passedOn(context, target);
    if (from === null) return fault("unresolved");
    return { kind: "name", local, origin: { kind: "module", ...from, reexport: context.exports.get(target) ?? null } };
  }
  const declared = target.declarations?.find((node) => node.getSourceFile() === context.source && isTopLevel(node));
  if (declared === undefined) return plain;
  const exported = context.exports.get(target);
  if (exported === undefined) return { ...fault("unexported"), declared: wordsOf(context, declared) };
  return { kind: "name", local, origin: { kind: "module", module: ownModule(context), exported, reexport: exported } };
}

function wordsOf(context: Context, node: ts.Declaration): { words: string; place: Place } {
  const keywords = [
    [ts.isInterfaceDeclaration, "interface"],
    [ts.isTypeAliasDeclaration, "type"],
    [ts.isClassDeclaration, "class"],
    [ts.isEnumDeclaration, "enum"],
    [ts.isFunctionDeclaration, "function"],
    [ts.isModuleDeclaration, "namespace"],
  ] as const;
  const keyword = keywords.find(([is]) => is(node))?.[1] ?? "const";
  const name = ts.getNameOfDeclaration(node);
  return { words: `${keyword} ${name?.getText(context.source) ?? ""}`, place: placeOf(context, name ?? node) };
}

/** The reactor module itself, as a module to import from. */
export function ownModule(context: Context): ModuleTarget {
  return { kind: "file", path: context.source.fileName.slice(context.folder.length + 1) };
}

/** What cannot be had where it comes from, perhaps can where the reactor module passes it on. */
function passedOn(context: Context, target: ts.Symbol): ReturnType<typeof importOf> {
  const exported = context.exports.get(target);
  return exported === undefined ? null : { module: ownModule(context), exported };
}

/** Module and exported name behind the local name of an import. */
export function importOf(context: Context, node: ts.Declaration): { module: ModuleTarget; exported: string } | null {
  const [specifier, exported] = ts.isImportSpecifier(node)
    ? [node.parent.parent.parent.moduleSpecifier, (node.propertyName ?? node.name).text]
    : ts.isImportClause(node)
      ? [node.parent.moduleSpecifier, "default"]
      : ts.isNamespaceImport(node)
        ? [node.parent.parent.moduleSpecifier, "*"]
        : [null, ""];
  if (specifier === null || !ts.isStringLiteralLike(specifier)) return null;
  const module = moduleTarget(context, specifier);
  return module === null ? null : { module, exported };
}

/** The checker has stand-ins for what it could not find; of real symbols only these are declared nowhere. */
function isUnknown(symbol: ts.Symbol): boolean {
  return symbol.declarations === undefined && symbol.name !== "globalThis" && symbol.name !== "undefined";
}

function isTopLevel(node: ts.Node): boolean {
  const holder = ts.isVariableDeclaration(node) ? node.parent.parent.parent : node.parent;
  return holder !== undefined && ts.isSourceFile(holder);
}
