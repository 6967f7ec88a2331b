import type { Options } from "../options.ts";
import type { Part } from "../read/index.ts";
import type { Inputs } from "../read/inputs.ts";
import type { Scan } from "../read/scan.ts";
import type { Kept } from "./kept.ts";
import { hashOfFile } from "./state.ts";

/** Compares the files of a run with what they are now. Null where one changed on which everything may depend. */
export function changesSince(kept: Kept, options: Options, scan: Scan): Part | null {
  const changed = new Set<string>();
  const start = `${options.folder}/`;
  const sources = new Map(kept.report.files.map(({ source, output }) => [start + output, start + source]));
  for (const [file, hash] of Object.entries(kept.hashes)) {
    const name = file.startsWith(start) ? file.slice(start.length) : file;
    if ((scan.hashes.get(name) ?? hashOfFile(file)) === hash) continue;
    const source = sources.get(file) ?? file;
    if (kept.imports[source] === undefined) return null;
    changed.add(source);
  }
  const reached = importersOf(changed, kept.imports);
  const only = new Set(scan.tagged.filter((file) => reached.has(start + file)));
  const isGlobal = (file: string): boolean =>
    kept.imports[file] === undefined && !sources.has(file) && !file.endsWith(".json");
  const others = Object.entries(kept.names).filter(([file]) => !changed.has(file));
  const blocking = [...new Set(others.flatMap(([, names]) => names))];
  return { only, changed: [...changed], blocking, globals: Object.keys(kept.hashes).filter(isGlobal) };
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
export function isEnough({ changed }: Part, kept: Kept, inputs: Inputs | null): boolean {
  if (inputs === null) return false;
  const read = new Set(inputs.files);
  return changed.every((file) => {
    if (!read.has(file)) return kept.names[file] === undefined;
    if (inputs.imports[file] === undefined) return false;
    const isSpokenOf = [...kept.samples, ...inputs.samples].some((each) => each !== file);
    return !isSpokenOf || String(kept.names[file]) === String(inputs.names[file]);
  });
}
