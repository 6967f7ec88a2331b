import { lstatSync, readFileSync, realpathSync } from "node:fs";
import { dirname, sep } from "node:path";
import { readHeader } from "./header.ts";

/** What is at the place of a facade now. */
export type Existing =
  | { readonly kind: "absent" }
  | { readonly kind: "generated"; readonly content: string }
  | { readonly kind: "edited" | "foreign"; readonly content: string }
  /** A link, a folder, or a place outside the project: never written to, not even by force. */
  | { readonly kind: "unsafe"; readonly what: string };

export function lookAt(path: string, folder: string): Existing {
  const outside = leavesProject(path, folder);
  if (outside) return { kind: "unsafe", what: "is in a folder that is a link to outside of the project" };
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return { kind: "absent" };
  if (stat.isSymbolicLink()) return { kind: "unsafe", what: "is a symbolic link" };
  if (!stat.isFile()) return { kind: "unsafe", what: "is not a file" };
  const content = readFileSync(path, "utf8");
  const header = readHeader(content);
  if (header === null) return { kind: "foreign", content };
  return { kind: header.edited ? "edited" : "generated", content };
}

/** A link on the way leads out of the project. Compares the deepest folder on the way that exists, with all links followed. */
export function leavesProject(path: string, folder: string): boolean {
  const root = realpathSync(folder);
  for (let at = dirname(path); ; at = dirname(at)) {
    if (lstatSync(at, { throwIfNoEntry: false }) === undefined && at !== dirname(at)) continue;
    const real = realpathSync(at);
    return real !== root && !real.startsWith(root.endsWith(sep) ? root : root + sep);
  }
}
