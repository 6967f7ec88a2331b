import type { Options } from "../options.ts";
import type { Look } from "../read/content.ts";
import type { Part } from "../read/index.ts";
import type { Inputs } from "../read/inputs.ts";
import type { Scan } from "../read/scan.ts";
import type { Kept } from "./kept.ts";

/** Compares the files of a run with what they are now. Null where one changed on which everything may depend. */
export function changesSince(kept: Kept, options: Options, scan: Scan, look: Look): Part | null {
  const changed = new Set<string>();
  const start = `${options.folder}/`;
  const sources = new Map(kept.report.files.map(({ source, output }) => [start + output, start + source]));
  for (const [file, hash] of Object.entries(kept.hashes)) {
    const name = file.startsWith(start) ? file.slice(start.length) : file;
    if ((scan.hashes.get(name) ?? look(file)?.hash ?? null) === hash) continue;
    const source = sources.get(file) ?? file;
    if (kept.imports[source] === undefined) return null;
    changed.add(source);
  }
  const reached = importersOf(changed, kept.imports);
  const only = new Set(scan.tagged.filter((file) => reached.has(start + file)));
  const projects = Object.entries(kept.projects).map(([project, { names, globals }]) => {
    const others = Object.entries(names).filter(([file]) => !changed.has(file));
    const blocking = [...new Set(others.flatMap(([, each]) => each))];
    return [project, { blocking, globals }] as const;
  });
  return { only, changed: [...changed], projects: Object.fromEntries(projects) };
}

/** These files, and all that import them, straight or by way of others. */
function importersOf(changed: ReadonlySet<string>, imports: Kept["imports"]): ReadonlySet<string> {
  const importers = new Map<string, string[]>();
  if (changed.size > 0) {
    for (const [file, targets] of Object.entries(imports)) {
      for (const target of targets) {
        const known = importers.get(target);
        if (known === undefined) importers.set(target, [file]);
        else known.push(file);
      }
    }
  }
  const reached = new Set(changed);
  // A set that grows while it is walked visits what was added too.
  for (const file of reached) for (const each of importers.get(file) ?? []) reached.add(each);
  return reached;
}

/**
 * What was done of a part is all that there is to do. Not so where a file that changed now says something to files that do not
 * import it, or where samples in the docs of others may speak of what it no longer has, or has now.
 */
export function isEnough({ only, changed }: Part, kept: Kept, inputs: Inputs | null, { folder }: Options): boolean {
  if (inputs === null) return false;
  const read = new Set(inputs.files);
  // The others are done again, and have seen what there is now.
  const left = Object.entries(kept.samples).filter(([file]) => !only.has(file.slice(folder.length + 1)));
  const spoken = new Set(left.flatMap(([, words]) => words));
  return changed.every((file) => {
    const before = namesIn(kept, file);
    if (!read.has(file)) return before.size === 0;
    if (inputs.imports[file] === undefined) return false;
    const after = namesIn(inputs, file);
    const isSame = (name: string): boolean => before.has(name) === after.has(name);
    return [...before, ...after].every((name) => isSame(name) || !spoken.has(name));
  });
}

/** What blocks in a file, the same in all projects that it is in. */
function namesIn({ projects }: Pick<Inputs, "projects">, file: string): ReadonlySet<string> {
  return new Set(Object.values(projects).flatMap(({ names }) => names[file] ?? []));
}
