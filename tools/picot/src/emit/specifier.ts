import { posix } from "node:path";
import type { ModuleTarget } from "../model.ts";
import type { Packages } from "../packages.ts";
import { quote } from "./literal.ts";

/** How the facade at `from` (both relative to the project folder) names a module. */
export function specifierOf(target: ModuleTarget, from: string, tsExtensions: boolean, packages: Packages): string {
  if (target.kind === "package") return target.specifier;
  const name = packages.specifierOf(target.path, from);
  if (name !== null) return name;
  const path = relative(from, target.path);
  if (/\.d\.[mc]?ts$/.test(path)) return path.replace(/\.d\.([mc]?)ts$/, ".$1js");
  return tsExtensions ? path : path.replace(/\.([mc]?)tsx?$/, ".$1js");
}

/**
 * The reactor-layer module as the runtime wants it, as code: a path without an extension, or the URL that Node finds under the
 * name of a module in another package.
 */
export function moduleCode(from: string, file: string, packages: Packages): string {
  const name = packages.specifierOf(file, from);
  if (name !== null) return `import.meta.resolve(${quote(name)})`;
  return quote(relative(from, file).replace(/\.[mc]?tsx?$/, ""));
}

/** The source of a generated file, as its header names it. */
export function relative(from: string, path: string): string {
  const found = posix.relative(posix.dirname(from), path);
  return found.startsWith("../") ? found : `./${found}`;
}
