import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { GROUP, areaTypes, classSource, commonTypes, editedSource, folderOf, pathOf } from "./source.ts";

/** As the README's: what a small project says. The library of browsers is in it, since nobody says otherwise. */
const tsconfig = {
  compilerOptions: {
    target: "es2023",
    module: "nodenext",
    types: ["node"],
    strict: true,
    skipLibCheck: true,
    rootDir: "src",
    outDir: "dist",
  },
  include: ["src"],
};

/** A project of so many marked classes in a temporary folder, each in a file of its own. */
export class SyntheticProject {
  readonly folder: string;
  readonly classes: number;
  #edits = 0;

  /** Makes whole areas of classes: `classes` is a multiple of their size. */
  constructor(classes: number) {
    if (classes % GROUP !== 0) throw new RangeError(`${classes} classes are no whole areas of ${GROUP}`);
    this.classes = classes;
    this.folder = mkdtempSync(join(tmpdir(), "picot-bench-"));
    this.#write("package.json", '{ "name": "synthetic", "private": true, "type": "module" }\n');
    this.#write("tsconfig.json", `${JSON.stringify(tsconfig, undefined, 2)}\n`);
    this.#write("tsconfig.sources.json", '{ "extends": "./tsconfig.json", "exclude": ["**/*.facade.ts"] }\n');
    this.#install("@picot/runtime", packageFolder("@picot/runtime"));
    this.#install("@types/node", packageFolder("@types/node"));
    this.#write("src/common.ts", commonTypes);
    for (let first = 0; first < classes; first += GROUP)
      this.#write(`src/${folderOf(first)}/types.ts`, areaTypes(first));
    for (let index = 0; index < classes; index++) this.#write(`src/${pathOf(index)}.reactor.ts`, classSource(index));
  }

  /** As it was before picot first ran: no facade, and nothing kept. */
  forget(): void {
    rmSync(join(this.folder, "node_modules/.cache"), { recursive: true, force: true });
    for (let index = 0; index < this.classes; index++)
      rmSync(join(this.folder, `src/${pathOf(index)}.facade.ts`), { force: true });
  }

  /** Adds a method to one class, of another name each time. */
  edit(): void {
    const index = Math.floor(this.classes / 2) + 1;
    this.#write(`src/${pathOf(index)}.reactor.ts`, editedSource(index, this.#edits++));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #write(file: string, text: string): void {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  #install(name: string, from: string): void {
    const link = join(this.folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(from, link);
  }
}

/** Where a package that this one depends on is installed. */
export function packageFolder(name: string): string {
  return dirname(fileURLToPath(import.meta.resolve(`${name}/package.json`)));
}
