import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
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
}

/** Everything a run is told, made once; nothing later reads argv, the environment or the config. */
export interface Options extends LoadedConfig {
  /** Absolute. Sources, facades and the config are all in it. */
  readonly folder: string;
  /** Absolute, or null for a project without one. */
  readonly tsconfig: string | null;
  readonly force: boolean;
}

export async function createOptions(given: RunOptions): Promise<Options> {
  const path = resolve(given.cwd ?? process.cwd(), given.project ?? ".");
  const { folder, tsconfig } = locate(path, given.project ?? ".");
  return Object.freeze({ folder, tsconfig, force: given.force ?? false, ...(await loadConfig(folder)) });
}

function locate(path: string, shown: string): { folder: string; tsconfig: string | null } {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new SetupError(`--project ${shown}: there is no such file or folder.`);
  if (!stat.isDirectory()) {
    assertReadable(path);
    return { folder: dirname(path), tsconfig: path };
  }
  const tsconfig = join(path, "tsconfig.json");
  if (statSync(tsconfig, { throwIfNoEntry: false }) === undefined) return { folder: path, tsconfig: null };
  assertReadable(tsconfig);
  return { folder: path, tsconfig };
}

function assertReadable(tsconfig: string): void {
  try {
    readFileSync(tsconfig);
  } catch (error) {
    throw new SetupError(
      `${basename(tsconfig)} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
