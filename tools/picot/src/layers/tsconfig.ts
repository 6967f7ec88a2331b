import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { type TsConfigResult, createFilesMatcher, createPathsMatcher, parseTsconfig } from "get-tsconfig";

/** What the layer rules ask of a tsconfig: without TypeScript, which takes half a second to load. Paths have `/`. */
export interface Tsconfig {
  readonly path: string;
  /** Where an alias may lead, best first; empty for what is none. */
  readonly aliases: (specifier: string) => readonly string[];
  /** Whether it, or a project that it refers to, has this file. */
  readonly has: (path: string) => boolean;
  /** It, what it refers to, and what these extend: their contents say all of the above. */
  readonly files: readonly string[];
}

/** Null where it cannot be read: what is wrong with it, the generator tells. */
export function loadTsconfig(path: string): Tsconfig | null {
  try {
    const projects = withReferences(path, new Map(), new Set());
    const [first] = projects;
    if (first === undefined) return null;
    const matchers = projects.map((each) => createFilesMatcher(each));
    return {
      path,
      aliases: createPathsMatcher(first) ?? (() => []),
      has: (file) => matchers.some((matches) => matches(file) !== undefined),
      files: [...new Set(projects.flatMap((each) => withBases(each.path)))],
    };
  } catch {
    return null;
  }
}

/** A project without files of its own stands for those that it refers to. */
function withReferences(path: string, cache: Map<string, string>, seen: Set<string>): readonly TsConfigResult[] {
  if (seen.has(path)) return [];
  seen.add(path);
  const config = parseTsconfig(path, cache);
  const own = { path, config };
  const hasNone = config.files?.length === 0 && config.include === undefined;
  if (!hasNone) return [own];
  const references = (config.references ?? []).map((each) => resolve(dirname(path), each.path));
  return [own, ...references.flatMap((each) => withReferences(fileOf(each), cache, seen))];
}

function fileOf(reference: string): string {
  return statSync(reference, { throwIfNoEntry: false })?.isDirectory() === true
    ? join(reference, "tsconfig.json")
    : reference;
}

/** A tsconfig and all that it extends. Only their names are wanted, so that its text need not be parsed once more. */
function withBases(path: string, seen = new Set<string>()): readonly string[] {
  if (seen.has(path) || !existsSync(path)) return [];
  seen.add(path);
  const [, one, several] = /"extends"\s*:\s*(?:"([^"]+)"|\[([^\]]*)\])/.exec(readFileSync(path, "utf8")) ?? [];
  const named = one === undefined ? [...(several ?? "").matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name) : [one];
  return [path, ...named.flatMap((name) => withBases(baseOf(name, path), seen))];
}

function baseOf(name: string, from: string): string {
  if (/^[./]/.test(name)) {
    const path = resolve(dirname(from), name);
    return path.endsWith(".json") ? path : `${path}.json`;
  }
  const load = createRequire(from);
  for (const each of [name, `${name}.json`, `${name}/tsconfig.json`]) {
    try {
      return load.resolve(each);
    } catch {
      // It may be named in one of the other ways.
    }
  }
  return name;
}
