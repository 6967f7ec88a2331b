import { createHash } from "node:crypto";
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
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
  const { names, tagged, generated, hashes } = scan;
  // Which packages there are, what they export, how they are built, and where their dependencies lead.
  const manifests = names.filter((name) => basename(name) === "package.json");
  const own = manifests.map((name) => {
    const home = join(folder, dirname(name));
    return [hashes.get(name), stamp(join(home, "node_modules")), existsSync(join(home, "tsconfig.json"))];
  });
  const above = foldersAbove(folder).map((each) => stamp(join(each, "package.json")));
  const state = {
    timeout,
    rootDir,
    outDir,
    tsconfig,
    folder,
    names,
    tagged,
    generated,
    packages,
    own,
    above,
    build: build(),
  };
  return createHash("sha256").update(JSON.stringify(state)).digest("hex");
}

/** picot's own: the version, and, for whoever works on it, the files of its build. */
export function build(): readonly string[] {
  return (known ??= stampsOfBuild());
}

let known: readonly string[] | undefined;

function stampsOfBuild(): readonly string[] {
  const dist = fileURLToPath(new URL("..", import.meta.url));
  return [VERSION, ...[...builtIn(dist, "")].sort()];
}

/** Each file with its stamp. Node's own way to list folders in folders takes longer than all of this. */
function builtIn(dist: string, at: string): readonly string[] {
  return readdirSync(`${dist}${at}`, { withFileTypes: true }).flatMap((entry) => {
    const name = `${at}${entry.name}`;
    if (entry.isDirectory()) return builtIn(dist, `${name}/`);
    return name.endsWith(".js") ? [`${name} ${stamp(`${dist}${name}`)}`] : [];
  });
}

function stamp(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? "" : `${stat.mtimeMs} ${stat.isFile() ? stat.size : ""}`;
}
