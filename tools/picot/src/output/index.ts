import { join } from "node:path";
import type { Place } from "../model.ts";
import type { Options } from "../options.ts";
import { type Problem, problem } from "../problem.ts";
import { unifiedDiff } from "./diff.ts";
import { type Existing, lookAt } from "./existing.ts";
import { writeWhole } from "./write.ts";

export { findOrphans } from "./orphans.ts";

/** A facade to put in its place: paths relative to the project folder. */
export interface Output {
  readonly path: string;
  readonly content: string;
  /** Where problems with it are shown: its source. */
  readonly place: Place;
}

export interface Outcome {
  readonly status: "written" | "unchanged" | "drift" | "refused";
  readonly diff: string | null;
  readonly problems: readonly Problem[];
}

/** Writes a facade unless it is there already, or something is there that picot did not make. */
export function place(output: Output, options: Options): Outcome {
  const path = join(options.folder, output.path);
  try {
    const existing = lookAt(path, options.folder);
    const refusal = refusalOf(output, existing, options.force);
    if (refusal !== null) return { status: "refused", diff: null, problems: [refusal] };
    if (isSame(existing, output.content)) return { status: "unchanged", diff: null, problems: [] };
    writeWhole(path, output.content);
    return { status: "written", diff: null, problems: [] };
  } catch (error) {
    return { status: "refused", diff: null, problems: [ioProblem(output, error)] };
  }
}

/** Says how a facade differs from what is there. Writes nothing. */
export function compare(output: Output, options: Options): Outcome {
  try {
    const existing = lookAt(join(options.folder, output.path), options.folder);
    if (isSame(existing, output.content)) return { status: "unchanged", diff: null, problems: [] };
    const refusal = refusalOf(output, existing, false);
    const before = "content" in existing ? existing.content : null;
    // Of a file that picot does not own there is nothing to compare.
    const diff =
      existing.kind === "foreign" || existing.kind === "unsafe"
        ? null
        : unifiedDiff(output.path, before, output.content);
    return { status: refusal === null ? "drift" : "refused", diff, problems: refusal === null ? [] : [refusal] };
  } catch (error) {
    return { status: "refused", diff: null, problems: [ioProblem(output, error)] };
  }
}

function isSame(existing: Existing, content: string): boolean {
  return "content" in existing && existing.content.replaceAll("\r\n", "\n") === content;
}

function refusalOf({ path, place, content }: Output, existing: Existing, force: boolean): Problem | null {
  switch (existing.kind) {
    case "absent":
    case "generated":
      return null;
    case "unsafe":
      return problem(
        "symlink-output",
        place,
        `${path} ${existing.what}; picot writes only plain files in the project.`,
        "Remove it, or choose another outDir.",
      );
    case "edited":
      if (force || isSame(existing, content)) return null;
      return problem(
        "edited-output",
        place,
        `${path} was edited since picot wrote it.`,
        "Make the change in the source; then delete the file, or run picot generate --force.",
      );
    case "foreign":
      if (force) return null;
      return problem(
        "not-generated",
        place,
        `${path} is there already, and picot did not write it.`,
        "Move it away, or run picot generate --force to overwrite it.",
      );
  }
}

function ioProblem({ path, place }: Output, error: unknown): Problem {
  const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return problem(
    "write-failed",
    place,
    `${path} could not be written: ${reason}.`,
    "The file that was there is as it was. Mend the cause, then run picot again.",
  );
}
