import { relative, resolve, sep } from "node:path";
import type { MemberReport, Thinness } from "./model.ts";
import { type RunOptions, createOptions } from "./options.ts";
import { type Problem, SetupError } from "./problem.ts";
import { scan } from "./read/scan.ts";
import { prepare } from "./stages.ts";

/** What the facade of one file has, or would have. */
export interface Inspection {
  /** Relative to the project folder, as are all paths. */
  readonly source: string;
  readonly output: string;
  /** Every public member: in the facade, with its crossings, or out with a reason. */
  readonly members: readonly MemberReport[];
  /** Null where an error forbids a facade. */
  readonly thinness: Thinness | null;
  readonly problems: readonly Problem[];
}

/** What `inspect` of index.ts does: few commands need all that this loads. */
export async function inspectFile(file: string, given: RunOptions): Promise<Inspection> {
  const options = await createOptions(given);
  const path = relative(options.folder, resolve(given.cwd ?? process.cwd(), file))
    .split(sep)
    .join("/");
  const { reading, each } = await prepare(options, scan(options.folder), null);
  const found = each().find(({ module }) => module.file === path || module.facade === path);
  if (found === undefined) {
    const [problem] = reading.problems;
    const because =
      problem === undefined
        ? "it has nothing that is tagged @reactor, @green or @blocking, or is not in this project"
        : problem.sentence;
    throw new SetupError(`${file}: ${because}.`.replace("..", "."));
  }
  const { module, members, problems, facade } = found;
  const thinness = facade === null ? null : (await import("./read/thinness.ts")).thinnessOf(facade);
  return { source: module.file, output: module.facade, members, thinness, problems };
}
