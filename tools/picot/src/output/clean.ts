import { dirname, join } from "node:path";
import type { Options } from "../options.ts";
import { leavesProject } from "./existing.ts";
import { sweep } from "./write.ts";

/** Removes what killed runs left beside these facades, each named by its path in the project. */
export function cleanUp(facades: readonly string[], { folder }: Options): void {
  for (const beside of new Set(facades.map((path) => dirname(join(folder, path))))) {
    if (!leavesProject(join(beside, "any"), folder)) sweep(beside);
  }
}
