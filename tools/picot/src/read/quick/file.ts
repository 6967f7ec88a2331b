import { ts } from "../../../compiler.cjs";
import { hasModifier } from "../context.ts";
import { Doubt } from "../sparse.ts";
import { QuickSymbol } from "./symbol.ts";

const { SymbolFlags, SyntaxKind } = ts;

/** Where an import specifier leads; null for what is installed, or nowhere. */
export type Lead = (literal: ts.StringLiteralLike) => QuickFile | null;

/** One source of the project: the names at its top, and those that it exports. */
export class QuickFile {
  readonly source: ts.SourceFile;
  readonly locals = new Map<string, QuickSymbol>();
  /** As a module, which is what its own specifier stands for. */
  readonly module: QuickSymbol;
  /** It exports in ways that only the whole can tell. */
  readonly isOdd: boolean;
  readonly #exported = new Map<string, QuickSymbol>();
  readonly #stars: ts.StringLiteralLike[] = [];
  readonly #lead: Lead;

  constructor(source: ts.SourceFile, lead: Lead) {
    this.source = source;
    this.#lead = lead;
    this.module = new QuickSymbol(`"${source.fileName}"`, SymbolFlags.ValueModule, [source]);
    let isOdd = false;
    for (const statement of source.statements) {
      if (ts.isImportDeclaration(statement)) this.#imports(statement);
      else if (ts.isExportDeclaration(statement)) this.#exports(statement);
      else if (ts.isExportAssignment(statement) || ts.isImportEqualsDeclaration(statement)) isOdd = true;
      else if (hasModifier(statement, SyntaxKind.DefaultKeyword)) isOdd = true;
      else this.#declares(statement);
    }
    this.isOdd = isOdd;
  }

  /** Every name that it exports, in order. */
  exports(): readonly QuickSymbol[] {
    if (this.isOdd) throw new Doubt();
    const all = new Map(this.#exported);
    for (const star of this.#stars) {
      for (const each of this.#followed(star).exports()) {
        if (all.has(each.name)) throw new Doubt();
        all.set(each.name, each);
      }
    }
    return [...all.values()];
  }

  /** What it exports under a name. */
  exported(name: string): QuickSymbol {
    const own = this.#exported.get(name);
    if (own !== undefined) return own;
    const found = this.exports().find((each) => each.name === name);
    if (found === undefined) throw new Doubt();
    return found;
  }

  /** The file that a specifier of this one leads to; null for one that is not the project's. */
  lead(literal: ts.StringLiteralLike): QuickFile | null {
    return this.#lead(literal);
  }

  #followed(literal: ts.Node): QuickFile {
    const file = ts.isStringLiteralLike(literal) ? this.#lead(literal) : null;
    if (file === null) throw new Doubt();
    return file;
  }

  #imports({ importClause, moduleSpecifier }: ts.ImportDeclaration): void {
    if (importClause === undefined) return;
    const { name, namedBindings } = importClause;
    const alias = (local: ts.Identifier, node: ts.Declaration, target: () => QuickSymbol): void => {
      // Two meanings of one name are the whole's to tell apart.
      if (this.locals.has(local.text)) throw new Doubt();
      this.locals.set(local.text, new QuickSymbol(local.text, SymbolFlags.Alias, [node], { target }));
    };
    if (name !== undefined) alias(name, importClause, () => this.#followed(moduleSpecifier).exported("default"));
    if (namedBindings === undefined) return;
    if (ts.isNamespaceImport(namedBindings)) {
      alias(namedBindings.name, namedBindings, () => this.#followed(moduleSpecifier).module);
      return;
    }
    for (const each of namedBindings.elements) {
      const exported = (each.propertyName ?? each.name).text;
      alias(each.name, each, () => this.#followed(moduleSpecifier).exported(exported));
    }
  }

  #exports({ exportClause, moduleSpecifier }: ts.ExportDeclaration): void {
    if (exportClause === undefined) {
      if (moduleSpecifier !== undefined && ts.isStringLiteralLike(moduleSpecifier)) this.#stars.push(moduleSpecifier);
      return;
    }
    if (ts.isNamespaceExport(exportClause)) {
      const target = (): QuickSymbol => this.#followed(moduleSpecifier ?? exportClause).module;
      this.#exported.set(exportClause.name.text, this.#alias(exportClause.name.text, exportClause, target));
      return;
    }
    for (const each of exportClause.elements) {
      const from = (each.propertyName ?? each.name).text;
      const target = (): QuickSymbol => {
        if (moduleSpecifier !== undefined) return this.#followed(moduleSpecifier).exported(from);
        const local = this.locals.get(from);
        if (local === undefined) throw new Doubt();
        return local;
      };
      this.#exported.set(each.name.text, this.#alias(each.name.text, each, target));
    }
  }

  #alias(name: string, node: ts.Declaration, target: () => QuickSymbol): QuickSymbol {
    return new QuickSymbol(name, SymbolFlags.Alias, [node], { target });
  }

  #declares(statement: ts.Statement): void {
    const isExported = hasModifier(statement, SyntaxKind.ExportKeyword);
    for (const [name, flags, node] of declaredBy(statement)) {
      const known = this.locals.get(name);
      if (known !== undefined && (known.flags & SymbolFlags.Alias) !== 0) throw new Doubt();
      const symbol = known ?? new QuickSymbol(name, flags, []);
      symbol.flags |= flags;
      symbol.declarations.push(node);
      this.locals.set(name, symbol);
      if (isExported) this.#exported.set(name, symbol);
    }
  }
}

type Declared = readonly [name: string, flags: ts.SymbolFlags, node: ts.Declaration];

/** The names that a statement declares where it stands. */
export function declaredBy(statement: ts.Statement): readonly Declared[] {
  const one = (flags: ts.SymbolFlags, node: ts.Declaration & { readonly name?: ts.Node }): readonly Declared[] =>
    node.name !== undefined && ts.isIdentifier(node.name) ? [[node.name.text, flags, node]] : [];
  if (ts.isClassDeclaration(statement)) return one(SymbolFlags.Class, statement);
  if (ts.isInterfaceDeclaration(statement)) return one(SymbolFlags.Interface, statement);
  if (ts.isTypeAliasDeclaration(statement)) return one(SymbolFlags.TypeAlias, statement);
  if (ts.isEnumDeclaration(statement)) return one(SymbolFlags.RegularEnum, statement);
  if (ts.isFunctionDeclaration(statement)) return one(SymbolFlags.Function, statement);
  if (ts.isModuleDeclaration(statement)) return one(SymbolFlags.ValueModule, statement);
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap((each) => one(SymbolFlags.BlockScopedVariable, each));
}
