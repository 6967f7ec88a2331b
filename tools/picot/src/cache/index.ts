import type { RunReport } from "../index.ts";
import type { Options } from "../options.ts";
import { byCodeUnit, sortProblems } from "../problem.ts";
import type { Part } from "../read/index.ts";
import type { Inputs } from "../read/inputs.ts";
import type { Scan } from "../read/scan.ts";
import { changesSince } from "./changes.ts";
import { type Kept, load, prepare, save } from "./kept.ts";
import { cacheFile } from "./place.ts";
import { hashOfFile, stateOf } from "./state.ts";

export { isEnough } from "./changes.ts";

/** The last run, as far as it still holds. */
export interface Recalled {
  /** What is to be done again; nothing, where `only` is empty. */
  readonly part: Part;
  /** Its report, in which nothing was left to do. */
  readonly report: RunReport;
  readonly kept: Kept;
}

/**
 * What the last run of a project found, if it still holds, in whole or in part: it depended on sources and what they import,
 * configs, installed packages, facades, and picot itself. Never throws: a cache that cannot be read is none.
 */
export function recall(options: Options, scan: Scan): Recalled | null {
  const path = cacheFile(options);
  const kept = path === null ? null : load(path);
  if (kept === null || kept.state !== stateOf(options, scan)) return null;
  const part = changesSince(kept, options, scan);
  return part && { part, report: { folder: options.folder, clean: true, ...kept.report }, kept };
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

/**
 * Keeps a report for the next run, with the files that it depended on: those that the scan saw count as they were then. Where
 * it cannot be kept, the next run does all the work.
 */
export function keep(options: Options, scan: Scan, report: RunReport, inputs: Inputs, before: Recalled | null): void {
  const path = cacheFile(options);
  if (path === null || !report.clean) return;
  const start = `${options.folder}/`;
  const { problems, outside } = report;
  const files = report.files.map((file) => ({ ...file, status: "unchanged" as const }));
  const outputs = files.map(({ output }) => output);
  try {
    // Before the state is taken: a folder that is made may change the stamp of what it is in.
    prepare(path);
    const hashes: Record<string, string | null> = { ...before?.kept.hashes };
    for (const file of inputs.files) {
      const seen = file.startsWith(start) ? scan.hashes.get(file.slice(start.length)) : undefined;
      hashes[file] = seen ?? hashOfFile(file);
    }
    for (const { output, status } of report.files) {
      const seen = status === "unchanged" ? scan.hashes.get(output) : undefined;
      hashes[start + output] = seen ?? hashOfFile(start + output);
    }
    const { names, generated } = scan;
    const after = { ...scan, names: union(names, outputs), generated: union(generated, outputs) };
    const imports = { ...before?.kept.imports, ...inputs.imports };
    const known = { imports, names: { ...before?.kept.names, ...inputs.names }, samples: samplesOf(inputs, before) };
    save(path, { state: stateOf(options, after), hashes, ...known, report: { files, problems, outside } });
  } catch {
    // A read-only node_modules, say: nobody asked for a cache.
  }
}

function samplesOf({ files, samples }: Inputs, before: Recalled | null): readonly string[] {
  const read = new Set(files);
  return [...(before?.kept.samples ?? []).filter((file) => !read.has(file)), ...samples];
}

function union(some: readonly string[], others: readonly string[]): readonly string[] {
  return [...new Set([...some, ...others])].sort(byCodeUnit);
}
