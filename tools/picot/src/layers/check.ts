import type { Options } from "../options.ts";
import type { Problem } from "../problem.ts";
import type { Scan } from "../read/scan.ts";
import type { FileKind } from "./file-kind.ts";
import { type KeptFile, type KeptLayers, keepLayers, recallLayers } from "./kept.ts";
import { problemOf } from "./place.ts";

/**
 * Holds the project's files to the layer rules. A file that did not change is not read again, unless some file has changed
 * sides since: what is allowed in one depends on what the others are.
 */
export async function checkLayers(options: Options, scan: Scan): Promise<readonly Problem[]> {
  const kept = recallLayers(options, scan);
  const names = [...scan.hashes.keys()].filter((name) => !name.endsWith(".json"));
  if (kept !== null && names.every((name) => isSame(name, kept, scan))) {
    return names.flatMap((name) => kept.files[name]?.problems ?? []);
  }
  const { openSources, tsconfigFiles } = await import("./sources.ts");
  const sources = openSources(options, scan, kindsOf(kept, scan));
  if (sources === null) return [];
  const sidesHold = kept !== null && names.every((name) => isSameKind(kept.files[name]?.kind, sources.kinds.get(name)));
  const files = new Map<string, KeptFile>();
  for (const [name, kind] of sources.kinds) {
    const hash = scan.hashes.get(name) ?? "";
    const before = sidesHold && isSame(name, kept, scan) ? kept.files[name] : undefined;
    const problems = before?.problems ?? (await foundIn(name));
    files.set(name, { hash, kind, problems });
  }
  keepLayers(options, scan, tsconfigFiles(options), files);
  return [...files.values()].flatMap(({ problems }) => problems);

  async function foundIn(name: string): Promise<readonly Problem[]> {
    const judged = await sources?.judge(name);
    return judged === undefined ? [] : judged.findings.map((found) => problemOf(found, name, judged.text));
  }
}

const isSame = (name: string, { files }: KeptLayers, { hashes }: Scan): boolean =>
  files[name]?.hash === hashes.get(name);

function kindsOf(kept: KeptLayers | null, scan: Scan): ReadonlyMap<string, FileKind> {
  const files = Object.entries(kept?.files ?? {});
  return new Map(
    files.filter(([name, { hash }]) => hash === scan.hashes.get(name)).map(([name, { kind }]) => [name, kind]),
  );
}

function isSameKind(a: FileKind | undefined, b: FileKind | undefined): boolean {
  return (
    a?.tagged === b?.tagged && a?.green === b?.green && a?.hosts === b?.hosts && a?.generatedFrom === b?.generatedFrom
  );
}
