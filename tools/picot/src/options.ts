import { lstatSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { loadConfig, type LoadedConfig } from "./config.ts";
import { SetupError } from "./problem.ts";

/** What a caller of `generate` or `check` may say. */
export interface RunOptions {
  /** A folder, or a tsconfig file; the current folder if left out. */
  readonly project?: string;
  /** What `project` is relative to; `process.cwd()` if left out. */
  readonly cwd?: string;
  /** Overwrite also what picot did not write, or what was edited since. */
  readonly force?: boolean;
  /** Whether to use what the last run kept in `node_modules/.cache`, and to keep this one's; true if left out. */
  readonly cache?: boolean;
}

/** Everything a run is told, made once; nothing later reads argv, the environment or the config. */
export interface Options extends LoadedConfig {
  /** Absolute. Sources, facades and the config are all in it. */
  readonly folder: string;
  /** Absolute, and perhaps unreadable; null for a project without one. */
  readonly tsconfig: string | null;
  readonly force: boolean;
  readonly cache: boolean;
}

export async function createOptions(given: RunOptions): Promise<Options> {
  const { folder, tsconfig } = locate(given);
  return Object.freeze({
    folder,
    tsconfig,
    force: given.force ?? false,
    cache: given.cache ?? true,
    ...(await loadConfig(folder)),
  });
}

/** The project folder and its tsconfig. Throws SetupError where there is no such folder. */
export function locate({ cwd, project = "." }: RunOptions): Pick<Options, "folder" | "tsconfig"> {
  const path = resolve(cwd ?? process.cwd(), project);
  const stat = statSync(path, { throwIfNoEntry: false });
  // A named tsconfig that is not there is a fault of the project, and reported as one; any other such path is a slip.
  if (stat === undefined && !path.endsWith(".json")) {
    throw new SetupError(`--project ${project}: there is no such file or folder.`);
  }
  if (stat?.isDirectory() !== true) return { folder: dirname(path), tsconfig: path };
  const tsconfig = join(path, "tsconfig.json");
  const isThere = lstatSync(tsconfig, { throwIfNoEntry: false }) !== undefined;
  return { folder: path, tsconfig: isThere ? tsconfig : null };
}
