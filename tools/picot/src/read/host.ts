import { readFileSync } from "node:fs";
import { getLibFiles, ts } from "../../compiler.cjs";
import { dropBodies } from "./bodies.ts";

/** The compiler's own library is in the package, and not on the disk: it stands in a folder that nobody has. */
const library = "/picot:typescript";

/** Sources of several programs, each parsed once: what is installed is in all of them. */
export class Sources {
  readonly #parsed = new Map<string, ts.SourceFile | undefined>();
  readonly #registry = ts.createDocumentRegistry();

  /** What the compiler reads files with. */
  host(options: ts.CompilerOptions): ts.CompilerHost {
    const host = ts.createCompilerHost(options);
    const kind = String(this.#registry.getKeyForCompilationSettings(options));
    const libraryText = (path: string): string | undefined =>
      path.startsWith(`${library}/`) ? texts().get(path.slice(library.length + 1)) : undefined;
    return {
      ...host,
      // Doc comments are read by picot itself; the compiler would take a third of its time for those of declarations.
      jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
      getDefaultLibLocation: () => library,
      getDefaultLibFileName: (given) => `${library}/${ts.getDefaultLibFileName(given)}`,
      fileExists: (path) => libraryText(path) !== undefined || host.fileExists(path),
      readFile: (path) => libraryText(path) ?? host.readFile(path),
      getSourceFile: (path, format) => {
        const implied = typeof format === "object" ? format.impliedNodeFormat : undefined;
        // What the compiler makes of a text depends on some of the options, and on its format.
        const key = `${path}\0${implied ?? ""}\0${kind}`;
        if (!this.#parsed.has(key)) this.#parsed.set(key, parse(path, libraryText(path) ?? textOf(path), format));
        return this.#parsed.get(key);
      },
    };
  }
}

function parse(
  path: string,
  text: string | undefined,
  format: ts.ScriptTarget | ts.CreateSourceFileOptions,
): ts.SourceFile | undefined {
  if (text === undefined) return undefined;
  const given = typeof format === "object" ? format : { languageVersion: format };
  const source = ts.createSourceFile(path, text, { ...given, jsDocParsingMode: ts.JSDocParsingMode.ParseNone });
  if (!source.isDeclarationFile) dropBodies(source);
  return source;
}

/** As Node reads a source: whatever its first bytes say, it is UTF-8, and in any other form it is no source. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").replace(/^\ufeff/, "");
  } catch {
    return undefined;
  }
}

let known: ReadonlyMap<string, string> | undefined;

function texts(): ReadonlyMap<string, string> {
  return (known ??= new Map(getLibFiles().map(({ fileName, text }) => [fileName, text])));
}
