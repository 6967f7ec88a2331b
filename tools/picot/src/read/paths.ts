import { posix, sep } from "node:path";
import type { Layer } from "../model.ts";
import type { Options } from "../options.ts";

/**
 * Where the facade of a source, or its twin, goes, relative to the project folder: beside it, or at the same place under `outDir`.
 * Green twins are code of the reactor layer, and stay with it.
 */
export function facadePath(
  file: string,
  options: Pick<Options, "rootDir" | "outDir">,
  layer: Layer = "reactor",
): string {
  const match = /^(.*?)(?:\.reactor|\.blocking)?\.([mc]?tsx?)$/s.exec(file);
  // The very extension: the facade finds its source by its own, as it runs.
  const facade = `${match?.[1] ?? file}.${words[layer]}.${match?.[2] ?? "ts"}`;
  // Twins stand beside their sources: what blocks is application code, wherever that lies, and outDir is about facades.
  if (options.outDir === null || layer !== "reactor") return facade;
  const inRoot = posix.relative(options.rootDir, facade);
  return posix.join(options.outDir, inRoot);
}

const words: Readonly<Record<Layer, string>> = { reactor: "facade", blocking: "deferred", green: "green" };

/** The absolute path of a source as the compiler writes it: with `/` on every system. */
export function compilerPath(folder: string, file: string): string {
  return posix.join(folder.split(sep).join(posix.sep), file);
}
