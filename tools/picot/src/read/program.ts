import { Project, type ts } from "ts-morph";
import type { Options } from "../options.ts";
import { compilerPath } from "./paths.ts";
import type { ProjectConfig } from "./tsconfig.ts";

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

/** Loads the tagged files, and what they import. */
export function loadProgram(
  tagged: readonly string[],
  options: Options,
  { compilerOptions, files }: ProjectConfig,
): LoadedProgram {
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
