/** Gets a runtime's program from the npm registry, once: it stays in a folder that no commit has. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Runtime } from "./runtime.ts";

const run = promisify(execFile);

export interface Installed {
  /** Absolute path. */
  readonly program: string;
  /** Without the leading v. */
  readonly version: string;
}

/** The Node that runs this, where it is the one that is asked for; or else one of the registry. `fresh`: the newest of its line. */
export async function install(runtime: Runtime, cache: string, fresh: boolean): Promise<Installed> {
  const [major] = process.versions.node.split(".");
  if (runtime.name === `node${major}`) return { program: process.execPath, version: process.versions.node };
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Error(`${runtime.name}: only its package for Linux on x64 is known here.`);
  const folder = join(cache, runtime.name);
  const program = join(folder, runtime.program);
  if (fresh || !existsSync(program)) {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "package.json"), "{}\n");
    // The package has the program in it; what it would fetch or link after that is not needed.
    const options = ["--no-audit", "--no-fund", "--ignore-scripts", "--no-save", "--loglevel=error"];
    await run("npm", ["install", ...options, runtime.install], { cwd: folder, timeout: 300_000 });
  }
  const { stdout } = await run(program, ["--version"], { timeout: 30_000 });
  return { program, version: versionIn(stdout) };
}

/** From `v24.1.0`, `1.2.3`, or `deno 2.0.0 (stable, …)`. */
export function versionIn(text: string): string {
  const found = /\d+\.\d+\.\d+\S*/.exec(text)?.[0];
  if (found === undefined) throw new Error(`No version in ${JSON.stringify(text)}.`);
  return found;
}
