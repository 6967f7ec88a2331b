import { ts } from "ts-morph";
import type { Options } from "../options.ts";
import type { ProjectConfig } from "./tsconfig.ts";

/** What a reading depends on. Paths are absolute, with `/`. */
export interface Inputs {
  /** Every file whose content counts. */
  readonly files: readonly string[];
  /** Of the modules that are seen only by those who import them: what they import themselves. */
  readonly imports: Readonly<Record<string, readonly string[]>>;
  /** The names of what blocks, by the file that marks it: samples in docs speak of those of other files too … */
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** … in these files. */
  readonly samples: readonly string[];
}

/** Null where files elsewhere may come and go without the project's folder showing it. */
export function inputsOf(
  program: ts.Program,
  { files, sources }: ProjectConfig,
  names: Inputs["names"],
  { folder }: Options,
): Inputs | null {
  if ([...(files ?? [])].some((path) => !path.startsWith(`${folder}/`))) return null;
  // The compiler's own library is in picot, not on the disk.
  const read = program.getSourceFiles().filter((source) => !program.isSourceFileDefaultLibrary(source));
  const imports: Record<string, readonly string[]> = {};
  for (const source of read) {
    const own = isPlainModule(source) ? importsOf(program, source) : null;
    if (own !== null) imports[source.fileName] = own;
  }
  const samples = read.filter(hasSample).map(({ fileName }) => fileName);
  return { files: [...sources, ...read.map(({ fileName }) => fileName)], imports, names, samples };
}

/** A doc comment of it awaits something. */
function hasSample({ text, isDeclarationFile }: ts.SourceFile): boolean {
  if (isDeclarationFile) return false;
  return (text.match(/\/\*\*[^]*?\*\//g) ?? []).some((comment) => comment.includes("await"));
}

/** Says nothing about the world outside of it. */
function isPlainModule(source: ts.SourceFile): boolean {
  if (!ts.isExternalModule(source) || source.isDeclarationFile) return false;
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
