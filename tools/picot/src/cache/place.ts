import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Options } from "../options.ts";

/**
 * Where a project's cache is: in the nearest `node_modules/.cache`, as tools for Node do, since that is in nobody's version control.
 * Null where nothing is installed.
 */
export function placesOf({ folder, tsconfig }: Options): Readonly<Record<"run" | "stamps" | "layers", string>> | null {
  const home = foldersAbove(folder).find((each) => existsSync(join(each, "package.json")) && hasModules(each));
  if (home === undefined) return null;
  const name = createHash("sha256")
    .update(JSON.stringify([folder, tsconfig]))
    .digest("hex")
    .slice(0, 16);
  const path = join(home, "node_modules", ".cache", "picot", name);
  return { run: `${path}.json`, stamps: `${path}.stamps.json`, layers: `${path}.layers.json` };
}

/** A folder and all that it is in, from the inside. */
export function foldersAbove(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersAbove(above)];
}

function hasModules(folder: string): boolean {
  return existsSync(join(folder, "node_modules"));
}
