/** Conditions under which Node reads `exports` for an import, in no order: the package's own order counts. */
const conditions = new Set(["node", "import", "module-sync", "default"]);

/**
 * The subpath under which a package's `exports` have a file, `"."` or `"./rows"`; null where they do not. `file` is a source,
 * relative to the package; what is built of it is known by its path: `dist/rows.js` is `src/rows.ts`, below another first folder.
 */
export function exportedAs(exports: unknown, file: string): string | null {
  const entries = subpathsOf(exports);
  for (const [key, target] of entries) {
    const path = fileOf(target);
    const star = path === null ? null : matched(path.replace(/^\.\//, ""), file);
    if (star === null) continue;
    const subpath = key.replace("*", star);
    // Another entry may stand before it: a longer pattern, or one that says that there is no such module.
    if (answering(entries, subpath) === key) return subpath;
  }
  return null;
}

/** `exports` may be only the target of `"."`. */
function subpathsOf(exports: unknown): readonly (readonly [key: string, target: unknown])[] {
  if (exports === null || exports === undefined) return [];
  const isMap = typeof exports === "object" && Object.keys(exports).some((key) => key.startsWith("."));
  return isMap ? Object.entries(exports) : [[".", exports]];
}

/** What an import gets of a target; null for none. */
function fileOf(target: unknown): string | null {
  if (typeof target === "string") return target;
  if (typeof target !== "object" || target === null) return null;
  const parts = Array.isArray(target)
    ? target
    : Object.entries(target).flatMap(([condition, each]) => (conditions.has(condition) ? [each] : []));
  for (const part of parts) {
    const file = fileOf(part);
    if (file !== null) return file;
  }
  return null;
}

/** What stands for the star if a target is a file, or what is built of it; `""` where there is no star. Null if it is not. */
function matched(target: string, file: string): string | null {
  const [before = "", after] = target.split("*");
  for (const each of formsOf(file, target.split("/", 1)[0] ?? "")) {
    if (after === undefined) {
      if (each === target) return "";
      continue;
    }
    const long = each.length > before.length + after.length;
    if (long && each.startsWith(before) && each.endsWith(after))
      return each.slice(before.length, each.length - after.length);
  }
  return null;
}

/** A source, and where compilers put it when they build to a folder: with its own first folder or without. */
function formsOf(file: string, folder: string): readonly string[] {
  const built = file.replace(/\.([mc]?)tsx?$/, ".$1js");
  const below = built.slice(built.indexOf("/") + 1);
  return [file, built, `${folder}/${below}`, `${folder}/${built}`];
}

/** The key of the entry that Node takes for a subpath: the very one, or the pattern with the longest beginning. */
function answering(entries: readonly (readonly [key: string, target: unknown])[], subpath: string): string | undefined {
  const keys = entries.map(([key]) => key);
  if (keys.includes(subpath)) return subpath;
  const beginning = (key: string): number => key.indexOf("*");
  const fitting = keys.filter((key) => {
    const [before = "", after] = key.split("*");
    return after !== undefined && subpath.startsWith(before) && subpath.endsWith(after);
  });
  return fitting.sort((a, b) => beginning(b) - beginning(a) || b.length - a.length)[0];
}
