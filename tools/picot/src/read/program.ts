import { basename, dirname } from "node:path";
import { Project, ts } from "ts-morph";
import type { Options } from "../options.ts";
import { SetupError } from "../problem.ts";
import { compilerPath } from "./paths.ts";

/** The compiler's view of the project: parsed and bound; types are worked out when somebody asks. */
export interface LoadedProgram {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  /** The files of the tsconfig; null where there is no tsconfig, and every file belongs. */
  readonly files: ReadonlySet<string> | null;
  /** Import specifiers of the user's code name `.ts` files as such. */
  readonly tsExtensions: boolean;
  /** Tagged files that TypeScript's parser, which is recursive, could not take. */
  readonly tooDeep: ReadonlySet<string>;
}

/** Loads the tagged files, and what they import. Throws SetupError where the tsconfig is no good. */
export function loadProgram(tagged: readonly string[], options: Options): LoadedProgram {
  const { compilerOptions, files } = readProject(options);
  const project = new Project({ compilerOptions, skipAddingFilesFromTsConfig: true, skipLoadingLibFiles: false });
  const tooDeep = new Set<string>();
  for (const file of tagged) {
    const path = compilerPath(options.folder, file);
    if (files !== null && !files.has(path)) continue;
    try {
      project.addSourceFileAtPathIfExists(path);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      tooDeep.add(file);
    }
  }
  // Ambient declarations belong to the project without being imported by anyone.
  for (const path of files ?? []) if (/\.d\.[mc]?ts$/.test(path)) project.addSourceFileAtPathIfExists(path);
  const program = project.getProgram().compilerObject;
  const tsExtensions =
    compilerOptions.allowImportingTsExtensions === true || compilerOptions.rewriteRelativeImportExtensions === true;
  return { program, checker: program.getTypeChecker(), files, tsExtensions, tooDeep };
}

function readProject(options: Options): { compilerOptions: ts.CompilerOptions; files: Set<string> | null } {
  if (options.tsconfig === null) {
    const compilerOptions: ts.CompilerOptions = {
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2023,
      strict: true,
      types: ["*"],
      skipLibCheck: true,
      // Where @types packages are looked for.
      configFilePath: compilerPath(options.folder, "tsconfig.json"),
    };
    return { compilerOptions, files: null };
  }
  const read = ts.readConfigFile(options.tsconfig, (path) => ts.sys.readFile(path));
  if (read.error !== undefined) throw tsconfigError(options.tsconfig, [read.error]);
  const parsed = ts.parseJsonConfigFileContent(
    read.config,
    ts.sys,
    dirname(options.tsconfig),
    undefined,
    options.tsconfig,
  );
  const noInputs = new Set([18002, 18003]);
  const errors = parsed.errors.filter((error) => !noInputs.has(error.code));
  if (errors.length > 0) throw tsconfigError(options.tsconfig, errors);
  if (parsed.fileNames.length === 0 && (parsed.projectReferences ?? []).length > 0) {
    const references = (parsed.projectReferences ?? []).map((reference) => reference.originalPath ?? reference.path);
    throw new SetupError(
      `${basename(options.tsconfig)} has no files of its own. Name one of its projects: --project ${references.join(" or --project ")}.`,
    );
  }
  // TypeScript 6 stopped loading every @types package when `types` is not given; 5.9 did, and a superset harms nobody here.
  const compilerOptions = { ...parsed.options, types: parsed.options.types ?? ["*"], skipLibCheck: true };
  return { compilerOptions, files: new Set(parsed.fileNames) };
}

function tsconfigError(path: string, errors: readonly ts.Diagnostic[]): SetupError {
  const texts = errors.map((error) => `TS${error.code}: ${ts.flattenDiagnosticMessageText(error.messageText, " ")}`);
  return new SetupError(`${basename(path)}: ${texts.join("; ").replaceAll(`${dirname(path)}/`, "")}`);
}
