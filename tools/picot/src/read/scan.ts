import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { glob } from "tinyglobby";
import { byCodeUnit } from "../problem.ts";

/** The first words of the second line of a generated file. */
const GENERATED = "// picot:v1 sha256:";

/** What a look at the project's files tells, without parsing any of them. Paths are relative to the folder, in one order. */
export interface Scan {
  /** Files whose text has `@reactor`, `@green` or `@blocking` in it. */
  readonly tagged: readonly string[];
  /** Files that picot wrote. */
  readonly generated: readonly string[];
  /** Every source, declaration and package.json: which of them there are says where imports lead. */
  readonly names: readonly string[];
  /** The content of each source and package.json. */
  readonly hashes: ReadonlyMap<string, string>;
}

/** Reads every source under the folder once: ts-morph, which costs more than all of this, is loaded only for a tagged file. */
export async function scan(folder: string): Promise<Scan> {
  const names = await glob(["**/*.{ts,mts,cts,tsx}", "**/package.json"], {
    cwd: folder,
    ignore: ["**/node_modules/**"],
    followSymbolicLinks: false,
    expandDirectories: false,
  });
  const tagged: string[] = [];
  const generated: string[] = [];
  const hashes = new Map<string, string>();
  for (const file of names.sort(byCodeUnit)) {
    if (/\.d\.[mc]?tsx?$/.test(file)) continue;
    const bytes = contentOf(join(folder, file));
    if (bytes === null) continue;
    hashes.set(file, createHash("sha256").update(bytes).digest("hex"));
    const text = textOf(bytes);
    if (text.slice(0, 2_000).includes(`\n${GENERATED}`)) generated.push(file);
    else if (/@reactor|@green|@blocking/.test(text) && !file.endsWith(".json")) tagged.push(file);
  }
  return { tagged, generated, names, hashes };
}

function contentOf(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    // A dangling link, or a file that went away since the listing: nothing to read a tag from.
    return null;
  }
}

/** TypeScript takes UTF-16 too, and a tag in such a file must not go unseen. */
function textOf(bytes: Buffer): string {
  return bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString("utf16le") : bytes.toString("utf8");
}
