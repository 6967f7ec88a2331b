import { ts } from "../../compiler.cjs";
import { modelPath } from "./context.ts";
import { findTooDeep } from "./deep.ts";
import type { Sources } from "./host.ts";
import type { Share } from "./modules.ts";
import { compilerPath } from "./paths.ts";
import { Doubt, checkDeclarations, sparseHost, sparseOptions } from "./sparse.ts";

/** The compiler's view of the project: parsed and bound; types are worked out when somebody asks. */
export interface LoadedProgram {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  /** The files of the tsconfig; null where there is no tsconfig, and every file belongs. */
  readonly files: ReadonlySet<string> | null;
  /** Import specifiers of the user's code name `.ts` files as such. */
  readonly tsExtensions: boolean;
  /** Tagged files that TypeScript, which is recursive, could not take, and what is to be told of each. */
  readonly tooDeep: ReadonlyMap<string, string>;
}

/** Loads the tagged files, all or those of a part, and what they import. Throws Doubt where a sparse program will not do. */
export function loadProgram({ own, part, config, options, sources }: Share, sparse: boolean): LoadedProgram {
  const { name, compilerOptions, files } = config;
  const paths = new Map([...own].map((file) => [compilerPath(options.folder, file), file]));
  const roots = [...paths]
    .filter(([path, file]) => (files === null || files.has(path)) && (part === null || part.only.has(file)))
    .map(([path]) => path);
  // Ambient declarations belong to the project without being imported by anyone.
  const globals = (part?.projects[name]?.globals ?? []).filter((path) => !sparse || !path.includes("/node_modules/"));
  const ambient = [...(files ?? [])].filter((path) => /\.d\.[mc]?ts$/.test(path)).concat(globals);
  const tsExtensions =
    compilerOptions.allowImportingTsExtensions === true || compilerOptions.rewriteRelativeImportExtensions === true;
  const load = (some: readonly string[]): Pick<LoadedProgram, "program" | "checker"> | null =>
    compile([...some, ...ambient], compilerOptions, sources, sparse);
  const all = load(roots);
  if (sparse) {
    if (all === null) throw new Doubt();
    const { program, checker } = all;
    for (const source of program.getSourceFiles()) {
      if (!program.isSourceFileDefaultLibrary(source)) checkDeclarations(checker, source);
    }
  }
  if (all !== null) return { ...all, files, tsExtensions, tooDeep: new Map() };
  const deep = findTooDeep(roots, compilerOptions, (path) => modelPath(options.folder, path));
  const others = load(roots.filter((path) => !deep.has(path)));
  const told =
    others === null ? new Map(roots.map((path) => [path, "The project is nested too deeply to be read."])) : deep;
  const tooDeep = new Map([...told].map(([path, message]) => [paths.get(path) ?? path, message]));
  // An empty program stands for one that cannot be had.
  const rest = others ?? compile([], compilerOptions, sources, false);
  if (rest === null) throw new TypeError("a program without files is not deep");
  return { ...rest, files, tsExtensions, tooDeep };
}

/** Null where a file overflows the stack of the parser or the binder. */
function compile(
  paths: readonly string[],
  given: ts.CompilerOptions,
  sources: Sources,
  sparse: boolean,
): Pick<LoadedProgram, "program" | "checker"> | null {
  const options = sparse ? sparseOptions(given) : given;
  const whole = sources.host(options);
  const host = sparse ? sparseHost(whole, options) : whole;
  try {
    const program = ts.createProgram({ rootNames: paths.filter(host.fileExists), options, host });
    return { program, checker: program.getTypeChecker() };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
