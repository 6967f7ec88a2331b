import { hash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";

/** The first words of the second line of a generated file. */
const GENERATED = "// picot:v1 sha256:";

/** `generated`: picot wrote it; `tagged`: its text has `@reactor`, `@green` or `@blocking` in it. */
export type Kind = "tagged" | "generated" | "plain";

/** What is to be known of a file before anybody parses it. */
export interface Content {
  readonly hash: string;
  readonly kind: Kind;
}

/** Looks at the file of an absolute path; null where there is none that can be read. */
export type Look = (path: string) => Content | null;

/** Reads the file. */
export const look: Look = (path) => {
  // A pipe of such a name has no end, and a dangling link, or a file that went away since it was listed, has no content.
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return null;
  try {
    return contentOf(readFileSync(path));
  } catch {
    return null;
  }
};

function contentOf(bytes: Buffer): Content {
  const text = textOf(bytes);
  const isGenerated = text.slice(0, 2_000).includes(`\n${GENERATED}`);
  return {
    hash: hash("sha256", bytes, "base64url"),
    kind: isGenerated ? "generated" : /@reactor|@green|@blocking/.test(text) ? "tagged" : "plain",
  };
}

/** TypeScript takes UTF-16 too, and a tag in such a file must not go unseen. */
function textOf(bytes: Buffer): string {
  return bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString("utf16le") : bytes.toString("utf8");
}
