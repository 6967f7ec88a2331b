import { ts } from "../../compiler.cjs";
import type { Options } from "../options.ts";
import type { Inputs, Shared } from "./inputs.ts";
import type { ProjectConfig } from "./tsconfig.ts";

/**
 * Null where files elsewhere may come and go without the project's folder showing it. `known`: the names that were read, and
 * the files that the last run found to declare something for all others.
 */
export function inputsOf(
  program: ts.Program,
  { name, files }: ProjectConfig,
  known: Shared,
  { folder }: Options,
): Inputs | null {
  if ([...(files ?? [])].some((path) => !path.startsWith(`${folder}/`))) return null;
  // The compiler's own library is in picot, not on the disk.
  const read = program.getSourceFiles().filter((source) => !program.isSourceFileDefaultLibrary(source));
  const imports: Record<string, readonly string[]> = {};
  for (const source of read) {
    // What is installed changes as a whole.
    const own = isPlainModule(source) && !source.isDeclarationFile ? importsOf(program, source) : null;
    if (own !== null) imports[source.fileName] = own;
  }
  const namesOf = (some: readonly ts.SourceFile[]): readonly string[] => some.map(({ fileName }) => fileName);
  const globals = [...new Set([...known.globals, ...namesOf(read.filter((source) => !isPlainModule(source)))])];
  const projects = { [name]: { names: known.names, globals } };
  const samples: Record<string, readonly string[]> = {};
  for (const source of read) {
    const awaited = sampledNames(source);
    if (awaited.length > 0) samples[source.fileName] = awaited;
  }
  return { files: namesOf(read), imports, samples, projects };
}

/** What its doc comments may await: each word that is called there, or taken from something. */
function sampledNames({ text, isDeclarationFile }: ts.SourceFile): readonly string[] {
  if (isDeclarationFile) return [];
  const comments = (text.match(/\/\*\*[^]*?\*\//g) ?? []).filter((comment) => comment.includes("await"));
  const words = comments.flatMap(
    (comment) => comment.match(/[\p{ID_Continue}$]+(?=\s*\()|(?<=\.\s*)[\p{ID_Continue}$]+/gu) ?? [],
  );
  return [...new Set(words)];
}

/** Says nothing about the world outside of it. */
function isPlainModule(source: ts.SourceFile): boolean {
  if (!ts.isExternalModule(source)) return false;
  return !source.statements.some(
    (statement) =>
      ts.isModuleDeclaration(statement) && (statement.name.text === "global" || ts.isStringLiteral(statement.name)),
  );
}

function importsOf(program: ts.Program, source: ts.SourceFile): readonly string[] | null {
  // Not in the compiler's public types: the specifiers that it looks up for the program, import() types among them.
  const { imports } = source as { readonly imports?: readonly ts.StringLiteralLike[] };
  if (imports === undefined) return null;
  const checker = program.getTypeChecker();
  return imports.flatMap((specifier) => {
    const found = checker.getSymbolAtLocation(specifier)?.declarations?.find(ts.isSourceFile);
    return found === undefined ? [] : [found.fileName];
  });
}
