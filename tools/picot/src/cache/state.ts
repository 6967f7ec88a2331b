import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Options } from "../options.ts";
import type { Scan } from "../read/scan.ts";
import { VERSION } from "../version.ts";
import { foldersAbove } from "./place.ts";

/** What each package manager rewrites when it installs, and where a link by hand shows. */
const installed = ["", ".modules.yaml", ".package-lock.json", ".yarn-state.yml", ".yarn-integrity", "@types"];

/** All that a run depends on besides the content of files: options, names of files, what is installed, and picot itself. */
export function stateOf({ timeout, rootDir, outDir, tsconfig, folder }: Options, scan: Scan): string {
  const packages = foldersAbove(folder).flatMap((each) =>
    installed.map((name) => stamp(join(each, "node_modules", name))),
  );
  const { names, tagged, generated } = scan;
  const state = { timeout, rootDir, outDir, tsconfig, folder, names, tagged, generated, packages, picot: picot() };
  return sha256(JSON.stringify(state));
}

/** The content of a file; null where there is none. */
export function hashOfFile(path: string): string | null {
  try {
    return sha256(readFileSync(path));
  } catch {
    return null;
  }
}

export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** The version, and, for whoever works on picot, the files of its build. */
function picot(): readonly string[] {
  const dist = fileURLToPath(new URL("..", import.meta.url));
  const built = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js"));
  return [VERSION, ...built.sort().map((name) => `${name} ${stamp(join(dist, name))}`)];
}

function stamp(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? "" : `${stat.mtimeMs} ${stat.isFile() ? stat.size : ""}`;
}
