import { ts } from "../../compiler.cjs";
import type { ReactorModule } from "../model.ts";
import { hasModifier } from "./context.ts";
import { sparseLibrary } from "./sparse-library.ts";

/**
 * A run in which one file changed reads it without what is installed, and with next to nothing of the language's own library: to
 * load these takes longer than all the rest, and most signatures name nothing of them. Such a program is *sparse*. It answers only where
 * the whole would say the same: at the first doubt this is thrown, and the whole is read.
 */
export class Doubt extends Error {
  override readonly name: string = "Doubt";
}

/** Where a sparse program could not know better. */
export function doubt({ sparse }: { readonly sparse: boolean }): void {
  if (sparse) throw new Doubt();
}

/** The same project, but for its own files only. */
export function sparseOptions({ lib, ...options }: ts.CompilerOptions): ts.CompilerOptions {
  // What the small library has must be in the project's own, whole.
  const names = lib ?? [ts.getDefaultLibFileName(options)];
  const isModern = names.some((name) => /^lib\.es(?:6|20\d\d|next)(?:\.full)?\.d\.ts$/.test(name));
  if (!isModern || options.noLib === true) throw new Doubt();
  return { ...options, types: [] };
}

const library = "/picot:sparse.d.ts";

/** A host to which nothing is installed. */
export function sparseHost(host: ts.CompilerHost, options: ts.CompilerOptions): ts.CompilerHost {
  const cache = ts.createModuleResolutionCache(host.getCurrentDirectory(), host.getCanonicalFileName, options);
  return {
    ...host,
    getDefaultLibFileName: () => library,
    getSourceFile: (path, format, ...others) =>
      path === library ? ts.createSourceFile(path, sparseLibrary, format) : host.getSourceFile(path, format, ...others),
    resolveModuleNameLiterals: (literals, from, redirected, given, source) =>
      literals.map((literal) => {
        const mode = ts.getModeForUsageLocation(source, literal, given);
        const found = ts.resolveModuleName(literal.text, from, given, host, cache, redirected, mode);
        return found.resolvedModule?.isExternalLibraryImport === true ? { resolvedModule: undefined } : found;
      }),
    resolveTypeReferenceDirectiveReferences: (names) =>
      names.map(() => ({ resolvedTypeReferenceDirective: undefined })),
  };
}

/**
 * Throws Doubt where the declarations of a file name something that the program has not: what is installed, or a global of
 * Node or of browsers. What functions do inside says nothing about types that are written.
 */
export function checkDeclarations(checker: ts.TypeChecker, source: ts.SourceFile): void {
  const visit = (node: ts.Node): void => {
    if (ts.isBlock(node) || ts.isDecorator(node) || isPrivate(node)) return;
    // A type of what a value has, which nobody wrote; and one that depends on what the small library does not say.
    if (ts.isTypeQueryNode(node) || ts.isConditionalTypeNode(node)) throw new Doubt();
    // A symbol, of which the small library has none.
    if (ts.isComputedPropertyName(node) && !ts.isStringLiteralLike(node.expression)) throw new Doubt();
    // A part of whatever comes: of what the small library has not, it is `unknown`.
    if (ts.isIndexedAccessTypeNode(node) && isOpen(checker.getTypeFromTypeNode(node.objectType))) throw new Doubt();
    if (ts.isTypeReferenceNode(node)) check(checker, node.typeName);
    else if (ts.isExpressionWithTypeArguments(node)) check(checker, node.expression);
    else if (ts.isImportTypeNode(node)) {
      if (checker.getTypeAtLocation(node).flags & ts.TypeFlags.Any) throw new Doubt();
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined && node.exportClause === undefined) {
      if (checker.getSymbolAtLocation(node.moduleSpecifier) === undefined) throw new Doubt();
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}

function isOpen(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.TypeParameter) !== 0;
}

/** Nobody else sees its type. */
function isPrivate(node: ts.Node): boolean {
  if (!ts.isClassElement(node) || node.name === undefined) return false;
  return ts.isPrivateIdentifier(node.name) || hasModifier(node, ts.SyntaxKind.PrivateKeyword);
}

function check(checker: ts.TypeChecker, name: ts.Node): void {
  const first = leftmost(name);
  const symbol = first && checker.getSymbolAtLocation(first);
  if (symbol === undefined) throw new Doubt();
  const target = (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
  if (checker.isUnknownSymbol(target)) throw new Doubt();
}

function leftmost(name: ts.Node): ts.Identifier | undefined {
  if (ts.isIdentifier(name)) return name;
  if (ts.isQualifiedName(name)) return leftmost(name.left);
  return ts.isPropertyAccessExpression(name) ? leftmost(name.expression) : undefined;
}

/** Whether all that was read is as it should be: what is not is told from the whole, where it may turn out to be. */
export function isSure({ classes, functions, enums }: ReactorModule): boolean {
  const members = classes.flatMap((one) => [one.construct, ...one.members]);
  const heard = classes.flatMap(({ events }) => (events?.all ?? []).map(({ signature }) => signature));
  const signatures = [...[...members, ...functions].flatMap((one) => one.signatures), ...heard];
  const sound = signatures.every(({ typeParameters, parameters, result, crossing }) => {
    const texts = [result, ...parameters.map(({ type }) => type), ...(typeParameters === null ? [] : [typeParameters])];
    const crossings = [crossing, ...parameters.map((one) => one.crossing)];
    return texts.every(({ faults }) => faults.length === 0) && crossings.every(({ kind }) => kind !== "refused");
  });
  const based = classes.every(
    ({ base, events }) => (base === null || base.kind === "marked") && (events?.fault ?? null) === null,
  );
  return sound && based && enums.every(({ members: known }) => known !== null);
}
