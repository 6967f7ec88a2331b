import { mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { RunReport } from "../index.ts";
import { sweep, writeWhole } from "../output/write.ts";
import type { Inputs } from "../read/inputs.ts";

/** What is kept of a run that left nothing to do. Paths of files are absolute, with `/`. */
export interface Kept {
  readonly state: string;
  /** The content of every file that the run read or wrote; null for one that is not there. */
  readonly hashes: Readonly<Record<string, string | null>>;
  readonly imports: Inputs["imports"];
  readonly names: Inputs["names"];
  readonly samples: Inputs["samples"];
  readonly report: Pick<RunReport, "files" | "problems" | "outside">;
}

/** Null where there is none, or none that can be read. */
export function load(path: string): Kept | null {
  try {
    // Only picot writes there, and what another version wrote has another state.
    return JSON.parse(readFileSync(path, "utf8")) as Kept;
  } catch {
    return null;
  }
}

export function prepare(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  sweep(dirname(path));
}

export function save(path: string, kept: Kept): void {
  writeWhole(path, JSON.stringify(kept));
}
