import { posix, sep } from "node:path";
import type { Layer } from "../model.ts";
import type { Options } from "../options.ts";

/** Where the facade of a source, or its twin, goes, relative to the project folder: beside it, or at the same place under `outDir`. */
export function facadePath(
  file: string,
  options: Pick<Options, "rootDir" | "outDir">,
  layer: Layer = "reactor",
): string {
  const match = /^(.*?)(?:\.reactor|\.blocking)?\.([mc]?tsx?)$/s.exec(file);
  // The very extension: the facade finds its source by its own, as it runs.
  const facade = `${match?.[1] ?? file}.${layer === "reactor" ? "facade" : "deferred"}.${match?.[2] ?? "ts"}`;
  // What blocks is application code, wherever that lies, and its twin is for those who know where.
  if (options.outDir === null || layer === "blocking") return facade;
  const inRoot = posix.relative(options.rootDir, facade);
  return posix.join(options.outDir, inRoot);
}

/** The absolute path of a source as the compiler writes it: with `/` on every system. */
export function compilerPath(folder: string, file: string): string {
  return posix.join(folder.split(sep).join(posix.sep), file);
}
