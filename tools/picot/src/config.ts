import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import type { Timeout } from "./model.ts";
import { SetupError } from "./problem.ts";
import { TIMEOUT_FORMS, parseTimeout } from "./timeout.ts";

/** What `picot.config.ts` may say. Every field may be left out, and so may the file. */
export interface PicotConfig {
  /** The timeout of members that name none themselves: milliseconds, or text as in the `@timeout` tag. */
  readonly timeout?: number | string;
  /** The folder whose structure is repeated under `outDir`; the project folder if left out. */
  readonly rootDir?: string;
  /** Where facades go; beside their sources if left out. */
  readonly outDir?: string;
  /** Which files the layer rules of `picot check` and `eslint-plugin-picot` take for what. */
  readonly layers?: LayersConfig;
}

/**
 * Patterns of files, relative to the project folder: `"src/app/**"`. One that begins with `!` takes files out again. Every list
 * may be left out.
 */
export interface LayersConfig {
  /** Application code: takes only types from the reactor layer, and leaves the hand-off alone. All but tests if left out. */
  readonly application?: readonly string[];
  /** Files of the reactor layer that have no tag: what its classes are made of, and what may import them. */
  readonly reactor?: readonly string[];
  /** Application code that may use the hand-off: `eventual()`, `runInReactor()` and their EventualResults. */
  readonly handoff?: readonly string[];
  /** Files whose functions run where an event loop must turn, as in a server: they call no facade. */
  readonly loop?: readonly string[];
  /** Wrappers written by hand, besides files named `*.facade.*` that picot did not write: one call per method. */
  readonly wrappers?: readonly string[];
}

/** Types a config: `export default defineConfig({ timeout: "5s" })`. */
export function defineConfig(config: PicotConfig): PicotConfig {
  return config;
}

/** A config after its values have been judged. Folders are relative to the project folder, with `/`. */
export interface LoadedConfig {
  readonly timeout: Timeout | null;
  readonly rootDir: string;
  readonly outDir: string | null;
  readonly layers: LayersConfig;
}

const names = ["picot.config.ts", "picot.config.mts", "picot.config.js", "picot.config.mjs"];
export const noConfig: LoadedConfig = { timeout: null, rootDir: "", outDir: null, layers: {} };

/** Node keeps what it loads itself for good, and people change their config while picot watches: the second time jiti does it. */
const loaded = new Set<string>();

/** Loads the config of a project folder. Throws SetupError where there is one and it is no good. */
export async function loadConfig(folder: string): Promise<LoadedConfig> {
  const path = configFileIn(folder);
  if (path === null) return noConfig;
  const { createJiti } = await import("jiti");
  const load = createJiti(import.meta.url, jitiOptions("./index.js"));
  const how = { filename: path, id: path, async: true, forceTranspile: loaded.has(path) };
  loaded.add(path);
  try {
    const module = await load.evalModule(readFileSync(path, "utf8"), how);
    return judge(basename(path), defaultOf(module));
  } catch (error) {
    throw unloadable(path, error);
  }
}

/** The same for tools that cannot wait, as linters. `path` is the config's own. */
export function loadConfigSync(path: string): LoadedConfig {
  // Its own way of loading one that is an ES module is a promise.
  const { createJiti } = createRequire(import.meta.url)("jiti") as typeof import("jiti"); // what it is
  // Made CommonJS on the way, as all that it imports: so that is little.
  const load = createJiti(import.meta.url, jitiOptions("./config.js"));
  try {
    return judge(basename(path), defaultOf(load(path)));
  } catch (error) {
    throw unloadable(path, error);
  }
}

function defaultOf(module: unknown): unknown {
  return typeof module === "object" && module !== null && "default" in module ? module.default : module;
}

/** The config of a folder; null where it has none. Throws SetupError where it has several. */
export function configFileIn(folder: string): string | null {
  const found = names.filter((name) => existsSync(join(folder, name)));
  if (found.length > 1) throw new SetupError(`${found.join(" and ")}: keep one config file.`);
  return found[0] === undefined ? null : join(folder, found[0]);
}

function jitiOptions(picot: string): { fsCache: boolean; moduleCache: boolean; alias: Record<string, string> } {
  // So that a config works in a project that runs picot through npx, without a dependency on it.
  return { fsCache: false, moduleCache: false, alias: { picot: fileURLToPath(new URL(picot, import.meta.url)) } };
}

function unloadable(path: string, error: unknown): SetupError {
  if (error instanceof SetupError) return error;
  return new SetupError(
    `${basename(path)} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`,
  );
}

function judge(file: string, value: unknown): LoadedConfig {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new SetupError(`${file}: the default export must be an object, as from defineConfig({ … }).`);
  }
  let { timeout, rootDir, outDir, layers } = noConfig;
  for (const [key, given] of Object.entries(value)) {
    if (given === undefined) continue;
    if (key === "timeout") timeout = timeoutOf(file, given);
    else if (key === "rootDir") rootDir = folderOf(file, key, given);
    else if (key === "outDir") outDir = folderOf(file, key, given);
    else if (key === "layers") layers = layersOf(file, given);
    else
      throw new SetupError(
        `${file}: unknown option ${JSON.stringify(key)}; there are timeout, rootDir, outDir and layers.`,
      );
  }
  return Object.freeze({ timeout, rootDir, outDir, layers });
}

function timeoutOf(file: string, given: unknown): Timeout {
  const timeout = typeof given === "string" || typeof given === "number" ? parseTimeout(String(given)) : null;
  if (timeout === null) throw new SetupError(`${file}: timeout is ${show(given)}; ${TIMEOUT_FORMS}.`);
  return timeout;
}

const lists = [
  "application",
  "reactor",
  "handoff",
  "loop",
  "wrappers",
] as const satisfies readonly (keyof LayersConfig)[];

/** Layers as a config, or a linter's settings, says them; `file` is what says so. Throws SetupError where they are no good. */
export function layersOf(file: string, given: unknown): LayersConfig {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new SetupError(`${file}: layers is ${show(given)}; it must be an object of lists of patterns.`);
  }
  const unknown = Object.keys(given).find((key) => !lists.some((list) => list === key));
  if (unknown !== undefined) {
    throw new SetupError(`${file}: unknown option layers.${unknown}; there are ${lists.join(", ")}.`);
  }
  for (const [key, patterns] of Object.entries(given)) {
    const isList = Array.isArray(patterns) && patterns.every((each) => typeof each === "string" && each !== "");
    if (patterns !== undefined && !isList) {
      throw new SetupError(
        `${file}: layers.${key} is ${show(patterns)}; it must be a list of patterns, as ["src/app/**"].`,
      );
    }
  }
  return given; // an object of such lists, as was just seen
}

/** A folder inside the project: what is generated must not land anywhere else, whoever wrote the config. */
function folderOf(file: string, key: string, given: unknown): string {
  if (typeof given !== "string") throw new SetupError(`${file}: ${key} is ${show(given)}; it must be a string.`);
  const parts = given.replaceAll("\\", "/").split("/");
  const bad = given.startsWith("/") || /^[a-z]:/i.test(given) || hasControl(given) || parts.includes("..");
  if (bad) throw new SetupError(`${file}: ${key} is ${show(given)}; it must be a folder inside the project folder.`);
  return parts.filter((part) => part !== "" && part !== ".").join("/");
}

function hasControl(text: string): boolean {
  return [...text].some((char) => char < " " || char === "\u007f" || char === "\u2028" || char === "\u2029");
}

function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "object" ? inspect(value, { depth: 1 }) : String(value);
}
