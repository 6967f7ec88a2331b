import { existsSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { ts } from "../../../compiler.cjs";
import { dropBodies } from "../bodies.ts";
import { Doubt } from "../sparse.ts";
import { type Lead, QuickFile, declaredBy } from "./file.ts";

/** Sources of a project as they are parsed, with all of the project's own that they import. */
export class QuickSources {
  /** By path: null for what is no source, or cannot be parsed. */
  readonly #files = new Map<string, QuickFile | null>();
  readonly #bySource = new Map<ts.SourceFile, QuickFile>();
  readonly #options: ts.CompilerOptions;
  readonly #cache: ts.ModuleResolutionCache;
  readonly #there = new Map<string, boolean>();
  readonly #resolved = new Map<string, string | null>();
  /** What is imported of what is installed. */
  readonly installed = new Set<string>();
  /** Names that are declared for all. */
  readonly ambient = new Set<string>();
  readonly #declared = new Set<string>();

  constructor(options: ts.CompilerOptions) {
    this.#options = options;
    this.#cache = ts.createModuleResolutionCache(process.cwd(), (name) => name, options);
    // A project's own JavaScript says things that nobody wrote.
    if (options.allowJs === true) throw new Doubt();
  }

  /** Parses some files, and all that they lead to. */
  load(paths: readonly string[]): void {
    const pending = [...paths];
    for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
      if (this.#files.has(path)) continue;
      const source = parse(path, this.#options);
      this.#files.set(path, null);
      if (source === null) continue;
      const lead: Lead = (literal) => {
        const found = this.#lead(literal, source);
        return found === null ? null : (this.#files.get(found) ?? null);
      };
      this.#takeAmbient(source);
      const file = fileOf(source, lead);
      if (file === null) continue;
      this.#files.set(path, file);
      this.#bySource.set(source, file);
      const specifiers = specifiersOf(source);
      // Where the compiler itself keeps them, which is where whoever wants to know what a file depends on looks.
      (source as { imports?: readonly ts.StringLiteralLike[] }).imports = specifiers;
      for (const specifier of specifiers) {
        const found = this.#lead(specifier, source);
        if (found !== null) pending.push(found);
      }
    }
  }

  get(path: string): QuickFile | null {
    return this.#files.get(path) ?? null;
  }

  fileOf(source: ts.SourceFile): QuickFile {
    const file = this.#bySource.get(source);
    if (file === undefined) throw new Doubt();
    return file;
  }

  all(): readonly ts.SourceFile[] {
    return [...this.#bySource.keys()];
  }

  /** The names that a file declares for all. What it says about modules of the project is more than its own matter. */
  #takeAmbient(source: ts.SourceFile): void {
    if (source.referencedFiles.length + source.typeReferenceDirectives.length > 0) throw new Doubt();
    const isModule = ts.isExternalModule(source);
    for (const statement of source.statements) {
      if (ts.isModuleDeclaration(statement) && ts.isStringLiteral(statement.name)) {
        if (isModule || statement.name.text.startsWith(".")) throw new Doubt();
        this.#declared.add(statement.name.text);
      } else if (ts.isModuleDeclaration(statement) && statement.name.text === "global") throw new Doubt();
      else if (!isModule) for (const [name] of declaredBy(statement)) this.ambient.add(name);
    }
  }

  /** The path that a specifier leads to, of the project's own sources. */
  #lead(literal: ts.StringLiteralLike, source: ts.SourceFile): string | null {
    const { text } = literal;
    if (text.startsWith("node:") || this.#declared.has(text)) return null;
    const key = `${posix.dirname(source.fileName)}\0${text}`;
    const known = this.#resolved.get(key);
    if (known !== undefined) return known;
    const found = this.#beside(text, source) ?? this.#resolve(literal, source);
    this.#resolved.set(key, found);
    return found;
  }

  /** `./rows.js` is `rows.ts` wherever there is one. */
  #beside(text: string, source: ts.SourceFile): string | null {
    if (!/^\.\.?\/.*\.js$/.test(text) || this.#options.moduleSuffixes !== undefined) return null;
    const path = posix.join(source.fileName, "..", text).replace(/\.js$/, ".ts");
    const known = this.#there.get(path) ?? existsSync(path);
    this.#there.set(path, known);
    return known ? path : null;
  }

  #resolve(literal: ts.StringLiteralLike, source: ts.SourceFile): string | null {
    const options = this.#options;
    const { fileName } = source;
    source.impliedNodeFormat ??= ts.getImpliedNodeFormatForFile(fileName, this.#cache, ts.sys, options);
    const mode = ts.getModeForUsageLocation(source, literal, options);
    const { resolvedModule: found } = ts.resolveModuleName(
      literal.text,
      fileName,
      options,
      ts.sys,
      this.#cache,
      undefined,
      mode,
    );
    if (found === undefined) return null;
    if (found.isExternalLibraryImport === true) {
      this.installed.add(found.resolvedFileName);
      return null;
    }
    return /\.[mc]?tsx?$/.test(found.resolvedFileName) ? found.resolvedFileName : null;
  }
}

/** Null where its names are the whole's to tell. */
function fileOf(source: ts.SourceFile, lead: Lead): QuickFile | null {
  try {
    return new QuickFile(source, lead);
  } catch (error) {
    if (error instanceof Doubt) return null;
    throw error;
  }
}

/** Null where it is not there, or where its syntax or its depth are the whole's to tell of. */
function parse(path: string, { target }: ts.CompilerOptions): ts.SourceFile | null {
  try {
    const text = readFileSync(path, "utf8").replace(/^\ufeff/, "");
    const source = ts.createSourceFile(path, text, {
      languageVersion: target ?? ts.ScriptTarget.ES2023,
      jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
    });
    // Not in the compiler's public types.
    const { parseDiagnostics = [] } = source as { readonly parseDiagnostics?: readonly unknown[] };
    if (parseDiagnostics.length > 0) return null;
    if (!source.isDeclarationFile) dropBodies(source);
    adopt(source);
    return source;
  } catch {
    return null;
  }
}

/** What the compiler might not take, since it is recursive: where its stack ends nobody knows. */
const DEPTH = 500;

/** What is left of it knows where it stands: readers look around. */
function adopt(node: ts.Node, depth = 0): void {
  if (depth > DEPTH) throw new RangeError("nested too deeply");
  ts.forEachChild(node, (child) => {
    (child as { parent: ts.Node }).parent = node; // nobody has seen it yet
    adopt(child, depth + 1);
  });
}

/** Every specifier of a source, also those of import() and of types. */
function specifiersOf(source: ts.SourceFile): readonly ts.StringLiteralLike[] {
  const found: ts.StringLiteralLike[] = [];
  const add = (node: ts.Node | undefined): void => {
    if (node !== undefined && ts.isStringLiteralLike(node)) found.push(node);
  };
  for (const statement of source.statements)
    if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) add(statement.moduleSpecifier);
  if (!/\bimport\s*\(|\brequire\b/.test(source.text)) return found;
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0]);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal);
    else if (ts.isExternalModuleReference(node)) add(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
