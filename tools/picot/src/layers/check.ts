import { join } from "node:path";
import type { Options } from "../options.ts";
import type { Problem } from "../problem.ts";
import { look } from "../read/content.ts";
import type { Scan } from "../read/scan.ts";
import { type FileKind, plainFile } from "./file-kind.ts";
import { type KeptFile, type KeptLayers, keepLayers, recallLayers } from "./kept.ts";
import { problemOf } from "./place.ts";

/**
 * Holds the project's files to the layer rules. A file that did not change is not read again, unless some file has changed
 * sides since: what is allowed in one depends on what the others are.
 */
export async function checkLayers(options: Options, scan: Scan): Promise<readonly Problem[]> {
  const kept = recallLayers(options, scan);
  // What is followed may be of another package of the workspace.
  const contentOf = (name: string): string => scan.hashes.get(name) ?? look(join(options.folder, name))?.hash ?? "";
  const isSame = (name: string, { files }: KeptLayers): boolean => {
    const before = files[name];
    if (before === undefined || before.hash !== scan.hashes.get(name)) return false;
    return Object.entries(before.followed).every(([other, hash]) => contentOf(other) === hash);
  };
  const names = [...scan.hashes.keys()].filter((name) => !name.endsWith(".json"));
  if (kept !== null && names.every((name) => isSame(name, kept))) {
    return names.flatMap((name) => kept.files[name]?.problems ?? []);
  }
  const { openSources, tsconfigFiles } = await import("./sources.ts");
  const sources = openSources(options, scan, kindsOf(kept, scan));
  if (sources === null) return [];
  const sidesHold = kept !== null && names.every((name) => isSameKind(kept.files[name]?.kind, sources.kinds.get(name)));
  const files = new Map<string, KeptFile>();
  for (const [name, kind] of sources.kinds) {
    const hash = scan.hashes.get(name) ?? "";
    const before = sidesHold && isSame(name, kept) ? kept.files[name] : undefined;
    files.set(name, { hash, kind, ...(before ?? (await foundIn(name))) });
  }
  keepLayers(options, scan, tsconfigFiles(options), files);
  return [...files.values()].flatMap(({ problems }) => problems);

  async function foundIn(name: string): Promise<Pick<KeptFile, "problems" | "followed">> {
    const judged = await sources?.judge(name);
    if (judged === undefined) return { problems: [], followed: {} };
    const followed = judged.followed.map((each) => [each, contentOf(each)] as const);
    const problems = judged.findings.map((found) => problemOf(found, name, judged.text));
    return { problems, followed: Object.fromEntries(followed) };
  }
}

function kindsOf(kept: KeptLayers | null, scan: Scan): ReadonlyMap<string, FileKind> {
  const files = Object.entries(kept?.files ?? {});
  return new Map(
    files.filter(([name, { hash }]) => hash === scan.hashes.get(name)).map(([name, { kind }]) => [name, kind]),
  );
}

const fields = Object.keys(plainFile) as (keyof FileKind)[]; // a literal of that type

function isSameKind(a: FileKind | undefined, b: FileKind | undefined): boolean {
  return fields.every((field) => a?.[field] === b?.[field]);
}
