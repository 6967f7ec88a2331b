import { posix, sep } from "node:path";
import type { OutputKind } from "../model.ts";
import type { Options } from "../options.ts";

/**
 * Where what is made of a source goes, relative to the project folder: a facade beside it, or at the same place under `outDir`.
 * Green twins are code of the reactor layer, and stay with it.
 */
export function outputPath(file: string, output: OutputKind, options: Pick<Options, "rootDir" | "outDir">): string {
  const match = /^(.*?)(?:\.reactor)?\.([mc]?tsx?)$/s.exec(file);
  // The very extension: the facade finds its source by its own, as it runs.
  const facade = `${match?.[1] ?? file}.${output}.${match?.[2] ?? "ts"}`;
  if (options.outDir === null || output === "green") return facade;
  const inRoot = posix.relative(options.rootDir, facade);
  return posix.join(options.outDir, inRoot);
}

/** The absolute path of a source as the compiler writes it: with `/` on every system. */
export function compilerPath(folder: string, file: string): string {
  return posix.join(folder.split(sep).join(posix.sep), file);
}
