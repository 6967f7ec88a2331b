import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { problemOf } from "./layers/place.ts";
import { applied } from "./layers/edits.ts";
import { type RunOptions, createOptions } from "./options.ts";
import { unifiedDiff } from "./output/diff.ts";
import { writeWhole } from "./output/write.ts";
import { type Problem, byCodeUnit, sortProblems } from "./problem.ts";
import { scan } from "./read/scan.ts";

export interface FixOptions extends Omit<RunOptions, "force" | "cache"> {
  /** Only say what would be changed. */
  readonly dryRun?: boolean;
}

/** One file that was changed, or would be. Paths are relative to the project folder. */
export interface FixedFile {
  readonly file: string;
  /** Imports that were mended. */
  readonly count: number;
  readonly diff: string;
}

export interface FixReport {
  /** The project folder, absolute. */
  readonly folder: string;
  readonly dryRun: boolean;
  readonly files: readonly FixedFile[];
  /** Imports from the wrong side that only a person can mend, each with the reason. */
  readonly problems: readonly Problem[];
  /** Nothing is left to do. */
  readonly clean: boolean;
}

/** `fix()`, which see. */
export async function mendImports(given: FixOptions): Promise<FixReport> {
  const { dryRun = false, ...others } = given;
  const options = await createOptions(others);
  const seen = scan(options.folder);
  const [{ openSources }, { mendable }] = await Promise.all([
    import("./layers/sources.ts"),
    import("./layers/rules.ts"),
  ]);
  const sources = openSources(options, seen, new Map());
  const files: FixedFile[] = [];
  const problems: Problem[] = [];
  for (const name of sources === null ? [] : [...sources.kinds.keys()].sort(byCodeUnit)) {
    const judged = await sources?.judge(name);
    const found = judged?.findings.filter(({ code }) => mendable.some((each) => each === code)) ?? [];
    if (judged === undefined || found.length === 0) continue;
    const path = join(options.folder, name);
    const isOurs = isPlainText(path);
    const mended = isOurs ? found.filter(({ edits }) => edits !== null) : [];
    for (const each of found) if (!mended.includes(each)) problems.push(problemOf(each, name, judged.text));
    if (mended.length === 0) continue;
    const after = applied(
      judged.text,
      mended.flatMap(({ edits }) => edits ?? []),
    );
    files.push({
      file: name,
      count: mended.length,
      diff: unifiedDiff(name, judged.text, after.replaceAll("\r\n", "\n")),
    });
    if (!dryRun) writeWhole(path, marked(path, after));
  }
  const left = problems.length > 0 || (dryRun && files.length > 0);
  return { folder: options.folder, dryRun, files, problems: sortProblems(problems), clean: !left };
}

/** A link would be replaced by a file, and what is not UTF-8 would come out as something else. */
function isPlainText(path: string): boolean {
  if (!lstatSync(path).isFile()) return false;
  const bytes = readFileSync(path);
  return Buffer.from(bytes.toString("utf8")).equals(bytes);
}

/** The mark that a text began with stays. */
function marked(path: string, text: string): string {
  return readFileSync(path, "utf8").startsWith("\ufeff") ? `\ufeff${text}` : text;
}
