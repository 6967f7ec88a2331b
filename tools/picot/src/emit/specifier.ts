import { posix } from "node:path";
import type { ModuleTarget } from "../model.ts";

/** How the facade at `from` (both relative to the project folder) names a module. */
export function specifierOf(target: ModuleTarget, from: string, tsExtensions: boolean): string {
  if (target.kind === "package") return target.specifier;
  const path = relative(from, target.path);
  if (/\.d\.[mc]?ts$/.test(path)) return path.replace(/\.d\.([mc]?)ts$/, ".$1js");
  return tsExtensions ? path : path.replace(/\.([mc]?)tsx?$/, ".$1js");
}

/** The reactor-layer module as the runtime wants it: without an extension. */
export function modulePath(from: string, file: string): string {
  return relative(from, file).replace(/\.[mc]?tsx?$/, "");
}

/** The source of a generated file, as its header names it. */
export function relative(from: string, path: string): string {
  const found = posix.relative(posix.dirname(from), path);
  return found.startsWith("../") ? found : `./${found}`;
}
