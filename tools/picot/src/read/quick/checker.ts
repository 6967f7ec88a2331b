import { ts } from "../../../compiler.cjs";
import { literalDefault } from "../literal-default.ts";
import { Doubt } from "../sparse.ts";
import type { QuickFile } from "./file.ts";
import { globalNamed } from "./platform.ts";
import { inScope } from "./scope.ts";
import { QuickSymbol } from "./symbol.ts";
import {
  ParameterType,
  Primitive,
  type QuickSignature,
  type QuickType,
  ReferenceType,
  UnionType,
  awaitedParameter,
  boolean,
  nothing,
  number,
  text,
  unionOf,
} from "./type.ts";
import { Types, awaited } from "./types.ts";
import { Unknown } from "./unknown.ts";

const { SymbolFlags, TypeFlags } = ts;
const literals = { string: text, number, boolean };
const nullish = TypeFlags.Null | TypeFlags.Undefined;

/** What a checker has to know of the sources. */
export interface Known {
  readonly fileOf: (source: ts.SourceFile) => QuickFile;
  /** Names that some file of the project declares for all: the whole knows what they mean. */
  readonly ambient: ReadonlySet<string>;
  /** Files of which something is in doubt that others would have to know. */
  readonly doubtful: ReadonlySet<ts.SourceFile>;
}

/**
 * Answers as the compiler's own checker what can be told from written types, and throws Doubt for the rest: for types that nobody
 * wrote, for names of what is installed, for types that are computed, and for each question that it does not know.
 */
export class QuickChecker extends Unknown {
  readonly #known: Known;
  readonly #types: Types;
  readonly #parameters = new Map<ts.TypeParameterDeclaration, QuickSymbol>();

  constructor(known: Known) {
    super();
    this.#known = known;
    this.#types = new Types((name) => this.getAliasedSymbol(this.#named(name)));
  }

  getSymbolAtLocation(node: ts.Node): QuickSymbol | undefined {
    if (ts.isSourceFile(node)) return this.#known.fileOf(node).module;
    if (ts.isStringLiteralLike(node)) return this.#fileOf(node).lead(node)?.module;
    // Names of what is no type of this file.
    if (!ts.isIdentifier(node) || ts.isTypeQueryNode(node.parent) || ts.isImportTypeNode(node.parent))
      throw new Doubt();
    return this.#declaredAs(node) ?? this.#named(node);
  }

  /** Follows imports and exports to what is declared; what is declared is itself. */
  getAliasedSymbol(symbol: QuickSymbol): QuickSymbol {
    if (symbol.target === null) return symbol;
    const at = (symbol.declared ??= declaredBehind(symbol));
    const source = at.declarations[0]?.getSourceFile();
    if (source !== undefined && this.#known.doubtful.has(source)) throw new Doubt();
    return at;
  }

  getExportSymbolOfSymbol(symbol: QuickSymbol): QuickSymbol {
    return symbol;
  }

  getExportsOfModule(module: QuickSymbol): readonly QuickSymbol[] {
    const [source] = module.declarations;
    if (source === undefined || !ts.isSourceFile(source)) throw new Doubt();
    return this.#known.fileOf(source).exports();
  }

  getTypeFromTypeNode(node: ts.TypeNode): QuickType {
    return this.#types.of(node);
  }

  getTypeAtLocation(node: ts.Node): QuickType {
    if (ts.isClassDeclaration(node)) {
      const symbol = node.name && this.getSymbolAtLocation(node.name);
      if (symbol === undefined) throw new Doubt();
      return this.#types.classType(node, symbol);
    }
    const literal = ts.isParameter(node) ? literalDefault(node) : null;
    if (literal !== null) return literals[literal];
    const { type } = node as { readonly type?: ts.TypeNode }; // of a declaration that is no parameter or field it says nothing
    if ((!ts.isParameter(node) && !ts.isPropertyDeclaration(node)) || type === undefined) throw new Doubt();
    return this.#types.of(type);
  }

  getTypeOfSymbol(symbol: QuickSymbol): QuickType {
    return symbol.type();
  }

  getTypeOfSymbolAtLocation(symbol: QuickSymbol): QuickType {
    return symbol.type();
  }

  getDeclaredTypeOfSymbol(symbol: QuickSymbol): QuickType {
    const [node] = symbol.declarations;
    if (node === undefined || !ts.isClassDeclaration(node)) throw new Doubt();
    return this.#types.classType(node, symbol);
  }

  getSignatureFromDeclaration(node: ts.SignatureDeclaration): Pick<QuickSignature, "getReturnType"> {
    const { type } = node;
    if (type === undefined) throw new Doubt();
    return { getReturnType: () => this.#types.of(type) };
  }

  getAwaitedType(type: QuickType): QuickType {
    const settled = awaited(type);
    return settled === "open" ? awaitedParameter : settled;
  }

  getNonNullableType(type: QuickType): QuickType {
    if (!(type instanceof UnionType)) return type;
    return unionOf(type.types.filter(({ flags }) => (flags & nullish) === 0));
  }

  getBaseConstraintOfType(type: QuickType): QuickType | undefined {
    if (type instanceof ParameterType) return type.constraint() ?? undefined;
    // Names of an open type, and what an open type gives once it was awaited.
    if (type instanceof Primitive) return undefined;
    throw new Doubt();
  }

  isArrayType(type: QuickType): boolean {
    return type instanceof ReferenceType && type.list === "array" && type.symbol !== undefined;
  }

  isTupleType(type: QuickType): boolean {
    return type instanceof ReferenceType && type.list === "tuple";
  }

  getTypeArguments(type: QuickType): readonly QuickType[] {
    return type instanceof ReferenceType ? type.arguments() : [];
  }

  getBaseTypes(type: QuickType): readonly QuickType[] {
    const [node] = type.symbol?.declarations ?? [];
    // Without a look at its members, which may be in doubt.
    if (node !== undefined && ts.isClassDeclaration(node) && node.heritageClauses === undefined) return [];
    return type.getBaseTypes();
  }

  getPropertiesOfType(type: QuickType): readonly QuickSymbol[] {
    return type.getProperties();
  }

  getIndexInfosOfType(type: QuickType): readonly { readonly type: QuickType }[] {
    return type.members().indexes.map((each) => ({ type: each }));
  }

  isUnknownSymbol(): boolean {
    return false;
  }

  getAnyType(): never {
    throw new Doubt();
  }

  /** The value of an enum's member that is written, or that follows from the one before. */
  getConstantValue(node: ts.EnumMember): string | number {
    const { initializer, parent } = node;
    if (initializer === undefined) {
      const before = parent.members[parent.members.indexOf(node) - 1];
      const value = before === undefined ? -1 : this.getConstantValue(before);
      if (typeof value !== "number") throw new Doubt();
      return value + 1;
    }
    if (ts.isStringLiteralLike(initializer)) return initializer.text;
    if (ts.isNumericLiteral(initializer)) return Number(initializer.text);
    throw new Doubt();
  }

  typeToString(type: QuickType): string {
    if (type === nothing.null) return "null";
    if (type === nothing.undefined) return "undefined";
    throw new Doubt();
  }

  /** Of the name of a declaration. */
  #declaredAs(node: ts.Identifier): QuickSymbol | null {
    const { parent } = node;
    const { name } = parent as { readonly name?: ts.Node }; // whatever it is, only that is asked of it
    if (name !== node || !ts.isSourceFile(topOf(parent))) return null;
    const found = this.#fileOf(node).locals.get(node.text);
    return found?.declarations.includes(parent as ts.Declaration) === true ? found : null; // it is one if it is among them
  }

  #named(name: ts.EntityName): QuickSymbol {
    if (ts.isQualifiedName(name)) {
      const holder = this.getAliasedSymbol(this.#named(name.left));
      const [source] = holder.declarations;
      if (source === undefined || !ts.isSourceFile(source)) throw new Doubt();
      return this.#known.fileOf(source).exported(name.right.text);
    }
    // The right half of a dotted name.
    if (ts.isQualifiedName(name.parent) && name.parent.right === name) return this.#named(name.parent);
    const scoped = inScope(this.#fileOf(name), name.text, name);
    if (scoped === null) {
      if (this.#known.ambient.has(name.text)) throw new Doubt();
      return globalNamed(name.text);
    }
    if ("local" in scoped) return scoped.local;
    const { parameter } = scoped;
    const known = this.#parameters.get(parameter);
    if (known !== undefined) return known;
    const made = new QuickSymbol(name.text, SymbolFlags.TypeParameter, [parameter]);
    this.#parameters.set(parameter, made);
    return made;
  }

  #fileOf(node: ts.Node): QuickFile {
    return this.#known.fileOf(node.getSourceFile());
  }
}

function declaredBehind(symbol: QuickSymbol): QuickSymbol {
  let at = symbol;
  for (let steps = 0; at.target !== null; steps++) {
    // A ring of exports.
    if (steps > 100) throw new Doubt();
    at = at.target();
  }
  return at;
}

/** What holds a declaration: of an import, the file that its statement is in. */
function topOf(node: ts.Node): ts.Node {
  let at = node.parent;
  while (ts.isImportDeclaration(at) || ts.isImportClause(at) || ts.isNamedImports(at)) at = at.parent;
  return at;
}
