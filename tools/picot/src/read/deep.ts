import { ts } from "../../compiler.cjs";

/**
 * TypeScript's parser and binder are recursive, and a source that nests without end overflows their stack. This finds the roots
 * that are such sources or lead to one, with what is to be told of each. It takes its time: it runs only after an overflow.
 */
export function findTooDeep(
  roots: readonly string[],
  options: ts.CompilerOptions,
  shown: (path: string) => string,
): ReadonlyMap<string, string> {
  const known = new Map<string, readonly string[] | "deep">();
  const lookAt = (path: string): readonly string[] | "deep" => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const found = overflows(path) ? "deep" : importsOf(path, options);
    known.set(path, found);
    return found;
  };
  const told = new Map<string, string>();
  for (const root of roots) {
    const deep = firstDeep(root, lookAt);
    if (deep === null) continue;
    const who = deep === root ? "The source" : `The source imports ${shown(deep)}, which`;
    told.set(root, `${who} is nested too deeply to be read.`);
  }
  return told;
}

function firstDeep(root: string, lookAt: (path: string) => readonly string[] | "deep"): string | null {
  const seen = new Set([root]);
  // A set that grows while it is walked visits what was added too.
  for (const path of seen) {
    const found = lookAt(path);
    if (found === "deep") return path;
    for (const each of found) seen.add(each);
  }
  return null;
}

/** Parses and binds one file by itself. */
function overflows(path: string): boolean {
  try {
    const program = ts.createProgram([path], { noResolve: true, noLib: true, types: [], allowJs: true });
    program.getTypeChecker();
    return false;
  } catch (error) {
    if (error instanceof RangeError) return true;
    throw error;
  }
}

function importsOf(path: string, options: ts.CompilerOptions): readonly string[] {
  const { importedFiles } = ts.preProcessFile(ts.sys.readFile(path) ?? "", true, true);
  return importedFiles.flatMap(({ fileName }) => {
    const found = ts.resolveModuleName(fileName, path, options, ts.sys).resolvedModule;
    return found === undefined ? [] : [found.resolvedFileName];
  });
}
