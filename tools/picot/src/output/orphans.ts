import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { Options } from "../options.ts";
import { type Problem, problem } from "../problem.ts";
import { readHeader } from "./header.ts";

export interface Known {
  /** Places of the facades of this run, also of those that had problems. */
  readonly facades: ReadonlySet<string>;
  /** Tagged files that belong to another tsconfig: their facades are not this run's. */
  readonly outside: ReadonlySet<string>;
}

/** Generated files whose source is gone or no longer marked. They are left alone: deleting is for people. */
export function findOrphans(generated: readonly string[], known: Known, options: Options): readonly Problem[] {
  return generated.flatMap((path) => {
    if (known.facades.has(path)) return [];
    const text = readFileSync(join(options.folder, path), "utf8");
    const header = readHeader(text);
    if (header === null) return [];
    const source = posix.join(posix.dirname(path), header.source);
    if (known.outside.has(source)) return [];
    const why = existsSync(join(options.folder, source))
      ? "has no marked class or function for it"
      : "is not there any more";
    const place = { file: path, line: 1, column: 1, text: text.split(/\r?\n/, 1)[0] ?? "" };
    return [
      problem(
        "orphaned-facade",
        place,
        `${path} was generated from ${source}, which ${why}.`,
        `Remove it: git rm ${path}`,
      ),
    ];
  });
}
