import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { type LayersConfig, configFileIn, loadConfigSync, noConfig } from "../config.ts";
import { parse } from "./parse.ts";
import { LayerProject } from "./project.ts";
import { loadTsconfig } from "./tsconfig.ts";

const projects = new Map<string, { readonly stamp: string; readonly project: LayerProject }>();

/**
 * The project of a file: that of the nearest folder above it with a `picot.config`, or else with a tsconfig or package.json.
 * `given` stands above what the config says of the layers. Throws SetupError where the config is no good.
 */
export function projectOf(file: string, given: LayersConfig = {}): LayerProject {
  const folder = folderOf(file);
  const config = configFileIn(folder);
  const tsconfig = nearest(dirname(file), (each) => existsSync(join(each, "tsconfig.json")));
  const tsconfigFile = tsconfig === null ? null : join(tsconfig, "tsconfig.json");
  // An editor keeps the rules loaded while people change what they depend on.
  const stamp = [config, tsconfigFile].map(stampOf).join(" ");
  const key = JSON.stringify([folder, tsconfigFile, given]);
  const known = projects.get(key);
  if (known?.stamp === stamp) return known.project;
  const { rootDir, outDir, layers } = config === null ? noConfig : loadConfigSync(config);
  const aliases = tsconfigFile === null ? null : loadTsconfig(tsconfigFile);
  const project = new LayerProject({ folder, rootDir, outDir, layers: { ...layers, ...given } }, aliases, parse);
  projects.set(key, { stamp, project });
  return project;
}

function folderOf(file: string): string {
  const start = dirname(resolve(file));
  const withConfig = nearest(start, (folder) => configFileIn(folder) !== null);
  if (withConfig !== null) return withConfig;
  const isProject = (folder: string): boolean =>
    ["tsconfig.json", "package.json"].some((name) => existsSync(join(folder, name)));
  return nearest(start, isProject) ?? start;
}

function nearest(start: string, isIt: (folder: string) => boolean): string | null {
  if (isIt(start)) return start.split(sep).join("/");
  const above = dirname(start);
  return above === start ? null : nearest(above, isIt);
}

function stampOf(path: string | null): string {
  const stat = path === null ? undefined : statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? "" : `${stat.mtimeMs} ${stat.size}`;
}
