import { readFileSync } from "node:fs";
import { join } from "node:path";
import { glob } from "tinyglobby";
import { byCodeUnit } from "../problem.ts";

/** The first words of the second line of a generated file. */
const GENERATED = "// picot:v1 sha256:";

/** What a look at the text of the project's files tells, without parsing any of them. Paths are relative to the folder. */
export interface Scan {
  /** Files whose text has `@reactor` in it. */
  readonly tagged: readonly string[];
  /** Files that picot wrote. */
  readonly generated: readonly string[];
}

/** Reads every source under the folder once: ts-morph, which costs more than all of this, is loaded only for a tagged file. */
export async function scan(folder: string): Promise<Scan> {
  const files = await glob("**/*.{ts,mts,cts,tsx}", {
    cwd: folder,
    ignore: ["**/node_modules/**", "**/*.d.{ts,mts,cts}"],
    followSymbolicLinks: false,
    expandDirectories: false,
  });
  const tagged: string[] = [];
  const generated: string[] = [];
  for (const file of files.sort(byCodeUnit)) {
    const text = textOf(join(folder, file));
    if (text.slice(0, 2_000).includes(`\n${GENERATED}`)) generated.push(file);
    else if (text.includes("@reactor")) tagged.push(file);
  }
  return { tagged, generated };
}

function textOf(path: string): string {
  try {
    const bytes = readFileSync(path);
    // TypeScript takes such files too, and a tag in one must not go unseen.
    return bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString("utf16le") : bytes.toString("utf8");
  } catch {
    // A dangling link, or a file that went away since the listing: nothing to read a tag from.
    return "";
  }
}
