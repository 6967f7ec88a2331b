import type { FileReport, RunReport } from "../index.ts";
import type { Options } from "../options.ts";
import { byCodeUnit, sortProblems } from "../problem.ts";
import type { Look } from "../read/content.ts";
import type { Part } from "../read/index.ts";
import type { Inputs } from "../read/inputs.ts";
import type { Scan } from "../read/scan.ts";
import { changesSince } from "./changes.ts";
import { joined } from "./join.ts";
import { type KeptRun, load, prepare, save } from "./kept.ts";
import { placesOf } from "./place.ts";
import { Stamps } from "./stamps.ts";
import { stateOf } from "./state.ts";

export { isEnough } from "./changes.ts";

/** The last run, as far as it still holds. */
export interface Recalled {
  /** What is to be done again; nothing, where `only` is empty. */
  readonly part: Part;
  /** Its report, in which nothing was left to do. */
  readonly report: RunReport;
  readonly kept: KeptRun;
}

/** What a run finds out for the next one. Where it cannot be kept, the next run does all the work. */
export class Cache {
  readonly #options: Options;
  readonly #path: string;
  readonly #stamps: Stamps;

  private constructor(options: Options, path: string, stamps: string) {
    this.#options = options;
    this.#path = path;
    this.#stamps = new Stamps(stamps);
  }

  /** Null where nobody wants one, or nothing is installed: a run leaves no other files than facades in a project. */
  static of(options: Options): Cache | null {
    const places = options.cache ? placesOf(options) : null;
    return places && new Cache(options, places.run, places.stamps);
  }

  get look(): Look {
    return this.#stamps.look;
  }

  /**
   * What the last run of a project found, if it still holds, in whole or in part: it depended on sources and what they import,
   * configs, installed packages, facades, and picot itself. Never throws: a cache that cannot be read is none.
   */
  recall(scan: Scan): Recalled | null {
    const options = this.#options;
    const kept = load(this.#path);
    if (kept === null || kept.state !== stateOf(options, scan)) return null;
    const part = changesSince(kept, options, scan, this.look);
    return (
      part && { part, report: { folder: options.folder, clean: true, ...kept.report, files: filesOf(kept) }, kept }
    );
  }

  /** Keeps a report, with the files that it depended on: those that the scan saw count as they were then. */
  keep(scan: Scan, report: RunReport, inputs: Inputs, before: Recalled | null): void {
    const options = this.#options;
    if (!report.clean) return;
    const start = `${options.folder}/`;
    const { problems, outside } = report;
    const files = report.files.map(({ source, output, diff }) => ({
      source,
      output,
      diff,
      status: "unchanged" as const,
    }));
    const outputs = files.map(({ output }) => output);
    const isAsBefore = (source: string): boolean => before !== null && !before.part.only.has(source);
    const members = report.files.map((file) =>
      isAsBefore(file.source) ? (before?.kept.members.lineOf(file.output) ?? "[]") : JSON.stringify(file.members),
    );
    try {
      // Before the state is taken: a folder that is made may change the stamp of what it is in.
      prepare(this.#path);
      const hashes: Record<string, string | null> = { ...before?.kept.hashes };
      for (const file of inputs.files) {
        const seen = file.startsWith(start) ? scan.hashes.get(file.slice(start.length)) : undefined;
        hashes[file] = seen ?? this.look(file)?.hash ?? null;
      }
      for (const { output, status } of report.files) {
        const seen = status === "unchanged" ? scan.hashes.get(output) : undefined;
        hashes[start + output] = seen ?? this.look(start + output)?.hash ?? null;
      }
      const { names, generated } = scan;
      const after = { ...scan, names: union(names, outputs), generated: union(generated, outputs) };
      const known = joined(inputs, before);
      const kept = { state: stateOf(options, after), hashes, ...known, report: { files, problems, outside } };
      save(this.#path, kept, members);
    } catch {
      // A read-only node_modules, say: nobody asked for a cache.
    }
  }

  /** Keeps what the files were seen to have in them. */
  close(): void {
    try {
      this.#stamps.save();
    } catch {
      // As above.
    }
  }
}

function filesOf({ report, members }: KeptRun): readonly FileReport[] {
  return report.files.map((file) => ({
    ...file,
    get members() {
      return members.of(file.output);
    },
  }));
}

/** The report of a run that did a part of the work again, with what the last run found of the rest. */
export function merged({ report: before, part }: Recalled, again: RunReport): RunReport {
  const files = [...before.files.filter(({ source }) => !part.only.has(source)), ...again.files];
  const problems = [...before.problems.filter(({ place }) => !part.only.has(place.file)), ...again.problems];
  return {
    ...before,
    files: files.sort((a, b) => byCodeUnit(a.source, b.source)),
    problems: sortProblems(problems),
    clean: again.clean,
  };
}

function union(some: readonly string[], others: readonly string[]): readonly string[] {
  return [...new Set([...some, ...others])].sort(byCodeUnit);
}
