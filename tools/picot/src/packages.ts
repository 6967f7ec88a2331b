import { existsSync, readFileSync, realpathSync } from "node:fs";
import { posix, sep } from "node:path";
import { exportedAs } from "./package-exports.ts";

interface Package {
  /** Absolute, with `/`. */
  readonly folder: string;
  readonly name: string;
  readonly exports: unknown;
  /** It has a tsconfig of its own. */
  readonly builtApart: boolean;
}

/** The names that modules have for other packages than their own. Paths are relative to the project folder, with `/`. */
export class Packages {
  readonly #folder: string;
  readonly #known = new Map<string, Package | null>();
  /** By folders in the project: it is asked for every name of every facade. */
  readonly #own = new Map<string, Package | null>();

  constructor(folder: string) {
    this.#folder = folder.split(sep).join(posix.sep);
  }

  /**
   * How the module at `from` names the file at `to` where that is in another package: by what its package exports, since a path
   * from one package's sources to another's leads nowhere once they are built. Null where it exports no such module, or where
   * the package of `from` cannot reach it, and for files of one package.
   */
  specifierOf(to: string, from: string): string | null {
    const own = this.#packageOf(from);
    const other = this.#packageOf(to);
    if (other === null || own === other || !isInstalled(other, posix.join(this.#folder, from))) return null;
    const file = posix.relative(other.folder, posix.join(this.#folder, to));
    const subpath = exportedAs(other.exports, file);
    return subpath === null ? null : posix.join(other.name, subpath);
  }

  /** The packages of two files, by name, where that of `to` is built apart: paths to it from the other hold among sources only. */
  apart(to: string, from: string): { readonly to: string; readonly from: string } | null {
    const [other, own] = [this.#packageOf(to), this.#packageOf(from)];
    if (other === null || own === null || own === other || !other.builtApart) return null;
    return { to: other.name, from: own.name };
  }

  #packageOf(file: string): Package | null {
    const folder = posix.dirname(file);
    const known = this.#own.get(folder);
    if (known !== undefined) return known;
    const found = this.#nearest(posix.join(this.#folder, folder));
    this.#own.set(folder, found);
    return found;
  }

  /** The nearest package.json with a name: one without only says of which format the files beside it are. */
  #nearest(folder: string): Package | null {
    const known = this.#known.get(folder);
    if (known !== undefined) return known;
    const above = posix.dirname(folder);
    const found = read(folder) ?? (above === folder ? null : this.#nearest(above));
    this.#known.set(folder, found);
    return found;
  }
}

function read(folder: string): Package | null {
  try {
    const manifest: unknown = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
    if (typeof manifest !== "object" || manifest === null || !("name" in manifest)) return null;
    const { name } = manifest;
    if (typeof name !== "string") return null;
    const exports = "exports" in manifest ? manifest.exports : null;
    return { folder, name, exports, builtApart: existsSync(`${folder}/tsconfig.json`) };
  } catch {
    // None here, or none that can be read: Node would say so, and picot need not.
    return null;
  }
}

/** Whether Node, asked for the package from a file, finds this very one. */
function isInstalled({ name, folder }: Package, file: string): boolean {
  for (let at = posix.dirname(file); ; at = posix.dirname(at)) {
    try {
      return realpathSync(`${at}/node_modules/${name}`) === realpathSync(folder);
    } catch {
      if (at === posix.dirname(at)) return false;
    }
  }
}
