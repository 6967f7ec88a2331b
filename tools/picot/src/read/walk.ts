import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import { byCodeUnit } from "../problem.ts";

const wanted = /\.(?:[mc]?ts|tsx)$|^package\.json$/;

/**
 * Every source, declaration and package.json in a folder and below it, relative to it and in one order. Left out: what is
 * installed, what is hidden, and folders behind links, which may lead back.
 */
export function filesIn(folder: string): readonly string[] {
  const found: string[] = [];
  const pending = [""];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    for (const entry of entriesOf(join(folder, at))) {
      const { name } = entry;
      if (name.startsWith(".")) continue;
      if (entry.isDirectory()) {
        if (name !== "node_modules") pending.push(`${at}${name}/`);
      } else if (wanted.test(name)) found.push(`${at}${name}`);
    }
  }
  return found.sort(byCodeUnit);
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // One that nobody may read has nothing for us, as for the compiler.
    return [];
  }
}
