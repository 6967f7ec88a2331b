import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
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
}

const names = ["picot.config.ts", "picot.config.mts", "picot.config.js", "picot.config.mjs"];
const noConfig: LoadedConfig = { timeout: null, rootDir: "", outDir: null };

/** Loads the config of a project folder. Throws SetupError where there is one and it is no good. */
export async function loadConfig(folder: string): Promise<LoadedConfig> {
  const found = names.filter((name) => existsSync(join(folder, name)));
  const [name] = found;
  if (name === undefined) return noConfig;
  if (found.length > 1) throw new SetupError(`${found.join(" and ")}: keep one config file.`);
  return judge(name, await importConfig(join(folder, name), name));
}

async function importConfig(path: string, name: string): Promise<unknown> {
  const { createJiti } = await import("jiti");
  const jiti = createJiti(import.meta.url, {
    fsCache: false,
    moduleCache: false,
    // So that a config works in a project that runs picot through npx, without a dependency on it.
    alias: { picot: fileURLToPath(new URL("./index.js", import.meta.url)) },
  });
  try {
    return await jiti.import(path, { default: true });
  } catch (error) {
    throw new SetupError(`${name} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function judge(file: string, value: unknown): LoadedConfig {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new SetupError(`${file}: the default export must be an object, as from defineConfig({ … }).`);
  }
  let { timeout, rootDir, outDir } = noConfig;
  for (const [key, given] of Object.entries(value)) {
    if (given === undefined) continue;
    if (key === "timeout") timeout = timeoutOf(file, given);
    else if (key === "rootDir") rootDir = folderOf(file, key, given);
    else if (key === "outDir") outDir = folderOf(file, key, given);
    else throw new SetupError(`${file}: unknown option ${JSON.stringify(key)}; there are timeout, rootDir and outDir.`);
  }
  return Object.freeze({ timeout, rootDir, outDir });
}

function timeoutOf(file: string, given: unknown): Timeout {
  const timeout = typeof given === "string" || typeof given === "number" ? parseTimeout(String(given)) : null;
  if (timeout === null) throw new SetupError(`${file}: timeout is ${show(given)}; ${TIMEOUT_FORMS}.`);
  return timeout;
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
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
