import { readFileSync, statSync } from "node:fs";
import { dirname, posix, relative, sep } from "node:path";
import { ts } from "../../compiler.cjs";
import type { Options } from "../options.ts";
import { type Problem, problem } from "../problem.ts";
import { compilerPath } from "./paths.ts";
import { maxTsconfigBytes, tsconfigProblem } from "./tsconfig-file.ts";

/** What a project's tsconfig says, or what is wrong with it. */
export interface ProjectConfig {
  /** The path of the tsconfig; "" where there is none. */
  readonly name: string;
  readonly compilerOptions: ts.CompilerOptions;
  /** The files of the tsconfig; null where there is no tsconfig, and every file belongs. */
  readonly files: ReadonlySet<string> | null;
  /** The tsconfig, all that it extends, and the tsconfigs that lead to it, by absolute path. */
  readonly sources: readonly string[];
  readonly problems: readonly Problem[];
}

/** Reads the tsconfig with all that it extends; one that has no files of its own stands for the projects that it refers to. */
export function readProjects(options: Options): readonly ProjectConfig[] {
  const { tsconfig, folder } = options;
  if (tsconfig === null) {
    const compilerOptions: ts.CompilerOptions = {
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2023,
      strict: true,
      types: ["*"],
      skipLibCheck: true,
      // Where @types packages are looked for.
      configFilePath: compilerPath(folder, "tsconfig.json"),
    };
    return [{ name: "", compilerOptions, files: null, sources: [], problems: [] }];
  }
  return readWithReferences(tsconfig, options, new Set(), []);
}

/** `seen`: projects may refer to each other. `above`: the tsconfigs that led here, with what they extend. */
function readWithReferences(
  tsconfig: string,
  options: Options,
  seen: Set<string>,
  above: readonly string[],
): readonly ProjectConfig[] {
  if (seen.has(tsconfig)) return [];
  seen.add(tsconfig);
  const parsed = parse(tsconfig);
  if (parsed === null) {
    const tooDeep = tsconfigProblem(options, "It is nested too deeply to be read.");
    return [{ name: tsconfig, compilerOptions: {}, files: null, sources: [], problems: [tooDeep] }];
  }
  const sources = [...above, ...parsed.sources];
  // A project without files is TypeScript's problem, not ours: nothing is tagged in it.
  const noInputs = new Set([18002, 18003]);
  const problems = parsed.errors
    .filter(({ code }) => !noInputs.has(code))
    .map((error) => diagnosticProblem(error, options));
  if (problems.length === 0 && parsed.fileNames.length === 0) {
    const references = (parsed.projectReferences ?? []).map((each) => ts.resolveProjectReferencePath(each));
    if (references.length > 0) return references.flatMap((each) => readWithReferences(each, options, seen, sources));
  }
  // TypeScript 6 stopped loading every @types package when `types` is not given; 5.9 did, and a superset harms nobody here.
  const compilerOptions = { ...parsed.options, types: parsed.options.types ?? ["*"], skipLibCheck: true };
  return [{ name: tsconfig, compilerOptions, files: new Set(parsed.fileNames), sources, problems }];
}

/** Null where the parser, which is recursive, could not take it. */
function parse(tsconfig: string): (ts.ParsedCommandLine & Pick<ProjectConfig, "sources">) | null {
  try {
    // Only this way of reading tells of text that is no JSON, and only the other one tells the place of what it says.
    const { error } = ts.readConfigFile(tsconfig, readOrdinary);
    if (error !== undefined) return { options: {}, fileNames: [], errors: [error], sources: [] };
    const source = ts.readJsonConfigFile(tsconfig, readOrdinary);
    const host = { ...ts.sys, readFile: readOrdinary };
    const parsed = ts.parseJsonSourceFileConfigFileContent(source, host, dirname(tsconfig), undefined, tsconfig);
    return { ...parsed, sources: [tsconfig, ...(source.extendedSourceFiles ?? [])] };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** An `extends` may name anything, a device or a pipe too: to read these could take for ever. */
function readOrdinary(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() !== true || stat.size > maxTsconfigBytes) return undefined;
  try {
    return ts.sys.readFile(path) ?? readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function diagnosticProblem(error: ts.Diagnostic, options: Options): Problem {
  const message = ts.flattenDiagnosticMessageText(error.messageText, " ").replaceAll(`${options.folder}/`, "");
  const sentence = `TS${error.code}: ${message}`;
  const { file, start } = error;
  if (file === undefined || start === undefined) return tsconfigProblem(options, sentence);
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  const place = {
    file: relative(options.folder, file.fileName).split(sep).join(posix.sep),
    line: line + 1,
    column: character + 1,
    text: file.text.split(/\r?\n/, line + 1)[line] ?? "",
  };
  return problem(
    "bad-tsconfig",
    place,
    sentence,
    "Mend the tsconfig: `npx tsc --showConfig` says what it makes of it.",
  );
}
