import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { prepare } from "../cache/kept.ts";
import { placesOf } from "../cache/place.ts";
import { stateOf } from "../cache/state.ts";
import type { Options } from "../options.ts";
import { writeWhole } from "../output/write.ts";
import type { Problem } from "../problem.ts";
import { look } from "../read/content.ts";
import type { Scan } from "../read/scan.ts";
import type { FileKind } from "./file-kind.ts";

export interface KeptFile {
  readonly hash: string;
  readonly kind: FileKind;
  readonly problems: readonly Problem[];
  /** The contents of other files that the rules looked into. */
  readonly followed: Readonly<Record<string, string>>;
}

/** What the last check found, file by file. */
export interface KeptLayers {
  /** All that every file's problems depend on besides sources. */
  readonly state: string;
  /** The contents of the tsconfig and of what it extends. */
  readonly tsconfigs: Readonly<Record<string, string | null>>;
  readonly files: Readonly<Record<string, KeptFile>>;
}

/** Null where nothing was kept, or something changed on which everything may depend. Never throws. */
export function recallLayers(options: Options, scan: Scan): KeptLayers | null {
  const path = options.cache ? fileOf(options) : null;
  if (path === null) return null;
  try {
    // Only picot writes there, and what another version wrote has another state.
    const kept = JSON.parse(readFileSync(path, "utf8")) as KeptLayers;
    const same = Object.entries(kept.tsconfigs).every(([file, hash]) => hashOf(file) === hash);
    return same && kept.state === layerState(options, scan) ? kept : null;
  } catch {
    return null;
  }
}

/** Keeps what was found for the next check. Where it cannot be kept, that does all the work. */
export function keepLayers(
  options: Options,
  scan: Scan,
  tsconfigs: readonly string[],
  files: ReadonlyMap<string, KeptFile>,
): void {
  const path = options.cache ? fileOf(options) : null;
  if (path === null) return;
  try {
    // Before the state is taken: a folder that is made may change the stamp of what it is in.
    prepare(path);
    const kept: KeptLayers = {
      state: layerState(options, scan),
      tsconfigs: Object.fromEntries(tsconfigs.map((file) => [file, hashOf(file)])),
      files: Object.fromEntries(files),
    };
    writeWhole(path, JSON.stringify(kept));
  } catch {
    // A read-only node_modules, say: nobody asked for a cache.
  }
}

function fileOf(options: Options): string | null {
  return placesOf(options)?.layers ?? null;
}

function layerState(options: Options, scan: Scan): string {
  const packages = [...scan.hashes].filter(([name]) => name.endsWith(".json"));
  const state = JSON.stringify([stateOf(options, scan), options.layers, packages]);
  return createHash("sha256").update(state).digest("hex");
}

function hashOf(file: string): string | null {
  return look(file)?.hash ?? null;
}
