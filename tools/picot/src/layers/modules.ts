import { statSync } from "node:fs";
import { builtinModules, createRequire } from "node:module";
import { posix } from "node:path";
import type { Tsconfig } from "./tsconfig.ts";

const extensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

/** What TypeScript looks for first where a specifier has the extension of what it is compiled to. */
const sources: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx"],
  ".jsx": [".tsx"],
  ".mjs": [".mts"],
  ".cjs": [".cts"],
};

/** Finds the file that a specifier leads to, as TypeScript and Node do; what is installed does not count. Paths have `/`. */
export class Modules {
  readonly #folder: string;
  readonly #tsconfig: Tsconfig | null;
  /** Where packages lead, and `#names` of a folder. */
  readonly #packages = new Map<string, string | null>();

  /** `folder`: the project's, from which all of its files see the same packages. */
  constructor(folder: string, tsconfig: Tsconfig | null) {
    this.#folder = folder;
    this.#tsconfig = tsconfig;
  }

  /** Null where it leads to nothing, or to something that is not of these sources. */
  resolve(specifier: string, from: string): string | null {
    const folder = posix.dirname(from);
    if (/^\.{0,2}\//.test(specifier) || specifier === "." || specifier === "..") {
      return probe(posix.resolve(folder, specifier));
    }
    for (const path of this.#tsconfig?.aliases(specifier) ?? []) {
      const found = probe(path);
      if (found !== null) return found;
    }
    const path = this.installed(specifier, from);
    return path === null || path.includes("/node_modules/") ? null : path;
  }

  /** The file that a package's name leads to, or `#name`; one of the same workspace is linked, and so leads out of `node_modules`. */
  installed(specifier: string, from: string): string | null {
    return this.#package(specifier, specifier.startsWith("#") ? posix.dirname(from) : this.#folder);
  }

  #package(specifier: string, folder: string): string | null {
    if (specifier.startsWith("node:") || builtinModules.includes(specifier)) return null;
    const key = `${folder}\0${specifier}`;
    const known = this.#packages.get(key);
    if (known !== undefined) return known;
    const found = installed(specifier, folder);
    this.#packages.set(key, found);
    return found;
  }
}

function probe(path: string): string | null {
  const extension = posix.extname(path);
  const stem = path.slice(0, path.length - extension.length);
  const compiledFrom = (sources[extension] ?? []).map((each) => stem + each);
  const candidates = [...compiledFrom, path, ...extensions.map((each) => path + each)];
  const found = candidates.find((each) => isFile(each));
  if (found !== undefined) return found;
  return extensions.map((each) => `${path}/index${each}`).find((each) => isFile(each)) ?? null;
}

function installed(specifier: string, folder: string): string | null {
  try {
    return createRequire(`${folder}/any.js`).resolve(specifier).replaceAll("\\", "/");
  } catch {
    // Not installed, or for another kind of module.
    return null;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
