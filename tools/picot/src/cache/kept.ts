import { mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { FileReport, RunReport } from "../index.ts";
import type { MemberReport } from "../model.ts";
import { sweep, writeWhole } from "../output/write.ts";
import type { Inputs } from "../read/inputs.ts";

/** What is kept of a run that left nothing to do. Paths of files are absolute, with `/`. */
export interface Kept extends Omit<Inputs, "files"> {
  readonly state: string;
  /** The content of every file that the run read or wrote; null for one that is not there. */
  readonly hashes: Readonly<Record<string, string | null>>;
  readonly report: Pick<RunReport, "problems" | "outside"> & { readonly files: readonly Omit<FileReport, "members">[] };
}

/** A run as it was kept, with the members of its files, which few ask for and which are most of it: each is read when it is. */
export interface KeptRun extends Kept {
  readonly members: Members;
}

/** Null where there is none, or none that can be read. */
export function load(path: string): KeptRun | null {
  try {
    const text = readFileSync(path, "utf8");
    const end = text.indexOf("\n");
    // Only picot writes there, and what another version wrote has another state.
    const kept = JSON.parse(text.slice(0, end)) as Kept;
    return { ...kept, members: new Members(kept.report.files, text.slice(end + 1)) };
  } catch {
    return null;
  }
}

export function prepare(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  sweep(dirname(path));
}

/** `members`: a line for each file of the report, in its order. */
export function save(path: string, kept: Kept, members: readonly string[]): void {
  writeWhole(path, [JSON.stringify(kept), ...members].join("\n"));
}

/** Lines of JSON, one for each file: what is not asked for stays text. */
export class Members {
  readonly #files: Kept["report"]["files"];
  readonly #text: string;
  #lines: ReadonlyMap<string, string> | undefined;

  constructor(files: Kept["report"]["files"], text: string) {
    this.#files = files;
    this.#text = text;
  }

  /** By its output: one source may have several. */
  of(output: string): readonly MemberReport[] {
    return JSON.parse(this.lineOf(output)) as MemberReport[]; // as keep() wrote it
  }

  lineOf(output: string): string {
    this.#lines ??= this.#split();
    return this.#lines.get(output) ?? "[]";
  }

  #split(): ReadonlyMap<string, string> {
    const lines = this.#text.split("\n");
    return new Map(this.#files.map((file, at) => [file.output, lines[at] ?? "[]"]));
  }
}
