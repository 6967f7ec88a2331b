import { join, relative, sep } from "node:path";
import type { FSWatcher } from "chokidar";
import { type RunReport, generate } from "../index.ts";
import { type RunOptions, locate } from "../options.ts";
import { SetupError } from "../problem.ts";
import { Burst } from "./burst.ts";
import { Seen } from "./seen.ts";

export interface Watching {
  /** What to generate: as for `generate`. */
  readonly run: RunOptions;
  /** Told of every generation, and of every SetupError in place of one: people mend such while we watch. */
  readonly tell: (outcome: RunReport | SetupError) => void;
  /** Ends the watch. */
  readonly signal: AbortSignal;
}

/**
 * Generates once, and again after each burst of changes to sources, configs and facades, until the signal is aborted. Throws
 * SetupError where there is nothing to watch, or where the system refuses to.
 */
export async function watch({ run, tell, signal }: Watching): Promise<void> {
  const { folder } = locate(run);
  const { watch: start } = await import("chokidar");
  const burst = new Burst();
  const seen = new Seen();
  const watcher = start(folder, {
    ignoreInitial: true,
    followSymlinks: false,
    ignored: (path, stats) => isIgnored(relative(folder, path), stats?.isFile() === true),
  });
  watcher.on("all", (_, path) => {
    if (!seen.has(path)) burst.add(path);
  });
  const end = Promise.race([refusal(watcher), aborted(signal)]);
  try {
    // The watch is on before the first generation, so that no change falls between the two.
    await Promise.race([ready(watcher), end]);
    while (!signal.aborted) {
      // Before they are read: what is saved while they are is news.
      for (const path of burst.take()) seen.note(path);
      const outcome = await generation(run);
      if (!(outcome instanceof SetupError)) for (const { output } of outcome.files) seen.note(join(folder, output));
      tell(outcome);
      await Promise.race([burst.over(), end]);
    }
  } finally {
    burst.take();
    await watcher.close();
  }
}

async function generation(run: RunOptions): Promise<RunReport | SetupError> {
  try {
    return await generate(run);
  } catch (error) {
    if (error instanceof SetupError) return error;
    throw error;
  }
}

/** What a facade cannot depend on: what is installed, and files that are neither sources nor configs. */
function isIgnored(path: string, isFile: boolean): boolean {
  const parts = path.split(sep);
  if (parts.includes("node_modules") || parts.includes(".git")) return true;
  const name = parts.at(-1) ?? "";
  return isFile && !/\.[mc]?tsx?$|\.json$|^picot\.config\./.test(name);
}

function ready(watcher: FSWatcher): Promise<void> {
  return new Promise((settle) => watcher.once("ready", () => settle()));
}

function refusal(watcher: FSWatcher): Promise<never> {
  return new Promise((_, reject) => {
    watcher.on("error", (error) => {
      reject(new SetupError(`--watch: ${error instanceof Error ? error.message : String(error)}`));
    });
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((settle) => {
    if (signal.aborted) settle();
    else signal.addEventListener("abort", () => settle(), { once: true });
  });
}
