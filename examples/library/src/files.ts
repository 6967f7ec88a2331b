import { readdir } from "node:fs/promises";
import { join, posix, relative, sep } from "node:path";

/** Every file in a folder and below it, relative to it, with `/`. */
export async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join(posix.sep));
}
