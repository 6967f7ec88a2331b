import { ts } from "../../../compiler.cjs";
import type { Share } from "../modules.ts";
import { compilerPath } from "../paths.ts";
import type { LoadedProgram } from "../program.ts";
import { Doubt, sparseOptions } from "../sparse.ts";
import { QuickChecker } from "./checker.ts";
import { library } from "./platform.ts";
import { QuickSources } from "./sources.ts";
import { Unknown } from "./unknown.ts";

/**
 * A program without a compiler's checker: the project's own files, parsed, and what their written types say by themselves. Most
 * files of a reactor layer need no more, and to find that out takes a fraction of the time that a checker takes. Whatever is asked
 * of it that it does not know for certain throws Doubt, and then the file is the whole's: see sparse.ts.
 */
export interface QuickProgram extends LoadedProgram {
  /** Whoever finds that a file is in doubt for others too notes it here. */
  readonly doubtful: Set<ts.SourceFile>;
  /** Declarations of what the files import of what is installed, which the whole may need to know. */
  readonly installed: ReadonlySet<string>;
}

/** Loads the tagged files, all or those of a part, and what they import. Throws Doubt where nothing can be told of any of them. */
export function loadQuick({ own, part, config, options }: Share): QuickProgram {
  const { name, compilerOptions, files } = config;
  // It knows of the language what the small library has.
  sparseOptions(compilerOptions);
  const ambient = [...(files ?? [])].filter((path) => /\.d\.[mc]?ts$/.test(path));
  const globals = (part?.projects[name]?.globals ?? []).filter((path) => !path.includes("/node_modules/"));
  const roots = [...own]
    .filter((file) => part === null || part.only.has(file))
    .map((file) => compilerPath(options.folder, file));
  const sources = new QuickSources(compilerOptions);
  // First: what is declared for all may stand in the way of what the others import.
  sources.load([...ambient, ...globals]);
  sources.load(roots);
  // What is wrong there is the whole's to tell, and what blocks there nobody knows.
  if (roots.some((path) => sources.get(path) === null)) throw new Doubt();
  const doubtful = new Set<ts.SourceFile>();
  const checker = new QuickChecker({ fileOf: (source) => sources.fileOf(source), ambient: sources.ambient, doubtful });
  // As far as they go: for all that they do not have, they throw.
  const known = checker as unknown as ts.TypeChecker;
  const program = new Program(sources, known, compilerOptions) as unknown as ts.Program;
  const tsExtensions =
    compilerOptions.allowImportingTsExtensions === true || compilerOptions.rewriteRelativeImportExtensions === true;
  return { program, checker: known, files, tsExtensions, tooDeep: new Map(), doubtful, installed: sources.installed };
}

class Program extends Unknown {
  readonly #sources: QuickSources;
  readonly #checker: ts.TypeChecker;
  readonly #options: ts.CompilerOptions;

  constructor(sources: QuickSources, checker: ts.TypeChecker, options: ts.CompilerOptions) {
    super();
    this.#sources = sources;
    this.#checker = checker;
    this.#options = options;
  }

  getSourceFile(path: string): ts.SourceFile | undefined {
    return this.#sources.get(path)?.source;
  }

  getSourceFiles(): readonly ts.SourceFile[] {
    return this.#sources.all();
  }

  getTypeChecker(): ts.TypeChecker {
    return this.#checker;
  }

  getCompilerOptions(): ts.CompilerOptions {
    return this.#options;
  }

  /** What does not parse is not here. */
  getSyntacticDiagnostics(): readonly never[] {
    return [];
  }

  /** Those are not read. */
  isSourceFileFromExternalLibrary(): boolean {
    return false;
  }

  isSourceFileDefaultLibrary(source: ts.SourceFile): boolean {
    return source === library;
  }
}
