import { closeSync, openSync, readSync, statSync } from "node:fs";
import { posix, relative, sep } from "node:path";
import type { Options } from "../options.ts";
import { type Problem, problem } from "../problem.ts";

/** More than anyone writes by hand, and less than takes a second to read. */
export const maxTsconfigBytes = 10_000_000;

/** Says what is wrong with the tsconfig as a file, without the compiler but in its words; null where it can be read. */
export function tsconfigFault(options: Options): Problem | null {
  const { tsconfig } = options;
  if (tsconfig === null) return null;
  const stat = statSync(tsconfig, { throwIfNoEntry: false });
  if (stat === undefined) return tsconfigProblem(options, "TS5058: The specified path does not exist.");
  const cannot = (why: string): Problem => tsconfigProblem(options, `TS5083: The file cannot be read: ${why}.`);
  if (stat.isDirectory()) return cannot("EISDIR");
  if (!stat.isFile()) return cannot("it is not a file");
  if (stat.size > maxTsconfigBytes) return cannot(`it is over ${maxTsconfigBytes / 1_000_000} MB`);
  try {
    const file = openSync(tsconfig, "r");
    try {
      readSync(file, new Uint8Array(1));
    } finally {
      closeSync(file);
    }
    return null;
  } catch (error) {
    return cannot(error instanceof Error && "code" in error ? String(error.code) : String(error));
  }
}

/** A problem of the tsconfig as a whole. */
export function tsconfigProblem({ folder, tsconfig }: Options, sentence: string): Problem {
  const file = relative(folder, tsconfig ?? folder)
    .split(sep)
    .join(posix.sep);
  const place = { file, line: 1, column: 1, text: "" };
  return problem("bad-tsconfig", place, sentence, "Mend the tsconfig, or name another one with --project.");
}
