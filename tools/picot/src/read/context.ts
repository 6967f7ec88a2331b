import { existsSync } from "node:fs";
import { posix, relative, sep } from "node:path";
import { ts } from "../../compiler.cjs";
import type { Layer, MarkedClass, ModuleTarget, Place, Tags } from "../model.ts";
import type { DeclaredTypes } from "./declared.ts";
import { parseDoc, type ParsedDoc } from "./doc.ts";

/** What every reader of one source file needs. */
export interface Context {
  readonly checker: ts.TypeChecker;
  readonly program: ts.Program;
  readonly source: ts.SourceFile;
  /** Which of these this file is, or of its layers the one that it is read for. */
  readonly its: Layer;
  /** Absolute project folder; places and paths are told relative to it. */
  readonly folder: string;
  /** Where the facade, or the twin, goes, absolute: in another package than the source, other specifiers lead there. */
  readonly facade: string;
  readonly tsExtensions: boolean;
  /** The program has only the project's own files: see sparse.ts. */
  readonly sparse: boolean;
  /** The marked classes of the whole project, by the symbol of their declaration. */
  readonly marked: ReadonlyMap<ts.Symbol, MarkedClass>;
  /** The files that have something marked: a facade takes no value from them. */
  readonly layer: ReadonlySet<ts.SourceFile>;
  /** The names of what is not awaited in samples, see samples.ts. */
  readonly blocking: ReadonlySet<string>;
  /** The name under which this module exports each of its own and its imported symbols. */
  readonly exports: ReadonlyMap<ts.Symbol, string>;
  /** Types that the facade declares once more, see declared.ts. They grow while the module is read. */
  readonly types: DeclaredTypes;
  /** Of the whole program: whether a type names marked classes. */
  readonly verdicts: Map<ts.Symbol, boolean>;
  /** In another file than the module's: where the module needed what is read there. */
  readonly needed?: Place;
}

/** A path as the model writes it: relative to the project folder, with `/`. */
export function modelPath(folder: string, path: string): string {
  // Nearly always, and it is asked for every place.
  if (path.startsWith(`${folder}/`) && !path.includes("/.", folder.length)) return path.slice(folder.length + 1);
  return relative(folder, path).split(sep).join(posix.sep);
}

export function placeAt(context: Context, position: number): Place {
  const { source, folder } = context;
  const { line, character } = source.getLineAndCharacterOfPosition(position);
  const starts = source.getLineStarts();
  const text = source.text.slice(starts[line], starts[line + 1]).replace(/[\r\n]+$/, "");
  return { file: modelPath(folder, source.fileName), line: line + 1, column: character + 1, text };
}

export function placeOf(context: Context, node: ts.Node): Place {
  return placeAt(context, node.getStart(context.source));
}

interface FoundDoc {
  readonly parsed: ParsedDoc;
  readonly start: number;
}

/** Each is asked for many times: whether it has this tag, and that one, and what it says. */
const docs = new WeakMap<ts.Node, FoundDoc | null>();

/** The doc comment right before a declaration, and where it starts. */
export function docOf(node: ts.Node): FoundDoc | null {
  const known = docs.get(node);
  if (known !== undefined) return known;
  const found = findDoc(node);
  docs.set(node, found);
  return found;
}

function findDoc(node: ts.Node): FoundDoc | null {
  const { text } = node.getSourceFile();
  const ranges = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  const last = ranges.findLast((range) => text.startsWith("/**", range.pos) && range.end - range.pos > 4);
  return last === undefined ? null : { parsed: parseDoc(text.slice(last.pos, last.end)), start: last.pos };
}

/** Follows imports and re-exports to the declaration. */
export function resolveAlias(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}

/** Every name that a module exports. The symbol's own name wins where it is exported under several. */
export function exportsOf(checker: ts.TypeChecker, source: ts.SourceFile): ReadonlyMap<ts.Symbol, string> {
  const names = new Map<ts.Symbol, string>();
  const module = checker.getSymbolAtLocation(source);
  for (const exported of module === undefined ? [] : checker.getExportsOfModule(module)) {
    const target = resolveAlias(checker, exported);
    if (!names.has(target) || exported.name === target.name) names.set(target, exported.name);
  }
  return names;
}

/**
 * The names under which a module exports a class or function of its own, with its own name first. `export type { A }` is
 * nothing that the reactor could load.
 */
export function valueExports(
  checker: ts.TypeChecker,
  source: ts.SourceFile,
  name: ts.Identifier | undefined,
): readonly string[] {
  const symbol = name && checker.getSymbolAtLocation(name);
  if (symbol === undefined) return [];
  const target = checker.getExportSymbolOfSymbol(symbol);
  const module = checker.getSymbolAtLocation(source);
  const names = (module === undefined ? [] : checker.getExportsOfModule(module))
    .filter((exported) => resolveAlias(checker, exported) === target && !isTypeExport(exported))
    .map(({ name }) => name);
  return [...names.filter((each) => each === name?.text), ...names.filter((each) => each !== name?.text)];
}

function isTypeExport(exported: ts.Symbol): boolean {
  const specifier = exported.declarations?.find(ts.isExportSpecifier);
  return specifier !== undefined && (specifier.isTypeOnly || specifier.parent.parent.isTypeOnly);
}

/** Where an import specifier leads; null where it leads nowhere. */
export function moduleTarget(context: Context, specifier: ts.StringLiteralLike): ModuleTarget | null {
  const module = context.checker.getSymbolAtLocation(specifier);
  const file = module?.declarations?.find(ts.isSourceFile);
  if (module === undefined) return null;
  const byName = { kind: "package", specifier: specifier.text } as const;
  if (file === undefined) return byName;
  const byPath = { kind: "file", path: modelPath(context.folder, file.fileName) } as const;
  if (specifier.text.startsWith(".")) return byPath;
  if (packageOf(context.source.fileName) === packageOf(context.facade)) return byName;
  // `#names` and aliases are the source's own, and so are its dependencies.
  const options = context.program.getCompilerOptions();
  const resolved = (from: string): ts.ResolvedModuleFull | undefined =>
    ts.resolveModuleName(specifier.text, from, options, ts.sys, undefined, undefined, ts.ModuleKind.ESNext)
      .resolvedModule;
  if (resolved(context.source.fileName)?.isExternalLibraryImport !== true) return byPath;
  return resolved(context.facade) === undefined ? null : byName;
}

/** The folder of the package that a file belongs to. */
function packageOf(path: string): string {
  const above = posix.dirname(path);
  return above === path || existsSync(`${above}/package.json`) ? above : packageOf(above);
}

export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === kind);
}

/** The tag of its doc comment that marks it: `@reactor` or `@blocking`. */
export function markOf(node: ts.Node): Layer | null {
  const found = docOf(node)?.parsed.tags.find(({ name }) => name === "reactor" || name === "blocking");
  return found === undefined ? null : found.name === "blocking" ? "blocking" : "reactor";
}

/** Tagged for this layer: with `@green`, or else with one of the other two. */
export function isMarked(node: ts.Node, { its }: Pick<Context, "its">): boolean {
  return its === "green" ? isGreen(node) : markOf(node) !== null;
}

/** Tagged `@green` in its doc comment, perhaps beside another tag. */
export function isGreen(node: ts.Node): boolean {
  return docOf(node)?.parsed.tags.some(({ name }) => name === "green") === true;
}

/** Left out by `@reactorOnly` or `@byHand`: not of green twins, which are code of the reactor layer themselves. */
export function isHidden({ its }: Context, { reactorOnly }: Tags): boolean {
  return reactorOnly !== null && its !== "green";
}
