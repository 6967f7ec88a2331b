import { readFileSync } from "node:fs";
import { sep } from "node:path";
import type { Options } from "../options.ts";
import type { Scan } from "../read/scan.ts";
import { type FileKind, fileKind } from "./file-kind.ts";
import { LayerProject, type Parse } from "./project.ts";
import type { Finding } from "./rule.ts";
import { layerRules } from "./rules.ts";
import { type Tsconfig, loadTsconfig } from "./tsconfig.ts";

/** What the rules find in one file. */
export interface Judged {
  /** Relative to the project folder. */
  readonly name: string;
  readonly text: string;
  readonly findings: readonly Finding[];
  /** Other files that the rules looked into, named in the same way. */
  readonly followed: readonly string[];
}

const specifiers = /\b(?:from|import|require)\s*\(?\s*(["'`])([^"'`\n]+)\1/g;

/** The sources of a project, as far as the layer rules look at them. */
export class Sources {
  readonly kinds: ReadonlyMap<string, FileKind>;
  readonly #project: LayerProject;
  readonly #tsconfig: Tsconfig | null;
  readonly #folder: string;
  #parse: Parse = () => null;

  /** `known`: the kinds of files that did not change since they were told. */
  constructor(options: Options, { hashes }: Scan, tsconfig: Tsconfig | null, known: ReadonlyMap<string, FileKind>) {
    this.#folder = options.folder.split(sep).join("/");
    this.#tsconfig = tsconfig;
    const names = [...hashes.keys()].filter((name) => !name.endsWith(".json"));
    this.kinds = new Map(names.map((name) => [name, known.get(name) ?? fileKind(this.#read(name))]));
    const start = `${this.#folder}/`;
    const readKind = (path: string): FileKind | null =>
      path.startsWith(start) ? (this.kinds.get(path.slice(start.length)) ?? null) : null;
    this.#project = new LayerProject(options, tsconfig, (path, text) => this.#parse(path, text), readKind);
  }

  /** Parses only what names something that a rule is about, and is of this project. */
  async judge(name: string): Promise<Judged> {
    const path = `${this.#folder}/${name}`;
    const nothing = { name, text: "", findings: [], followed: [] };
    if (this.#tsconfig !== null && !this.#tsconfig.has(path)) return nothing;
    const text = this.#read(name);
    if (!this.#concerns(name, path, text)) return nothing;
    // A run without such files has no use for a parser.
    const { parse } = await import("./parse.ts");
    this.#parse = parse;
    const program = parse(path, text);
    if (program === null) return nothing;
    const file = { path, text, program };
    this.#project.followed.clear();
    const findings = Object.values(layerRules).flatMap((rule) => rule(file, this.#project));
    const followed = [...this.#project.followed].map((each) => this.#project.inProject(each));
    return { name, text, findings, followed };
  }

  /** Some rule may find something in it: an application that imports its facades, as most files do, need not be parsed. */
  #concerns(name: string, path: string, text: string): boolean {
    const kind = this.kinds.get(name);
    if (kind === undefined || kind.generatedFrom !== null) return false;
    const { layer, isOnLoop, isWrapper } = this.#project.roleFor(path, kind);
    if (kind.blocking || (layer === "reactor" && kind.suspect)) return true;
    const callsMatter = isOnLoop || isWrapper;
    return [...text.matchAll(specifiers)].some(([, , specifier = ""]) => {
      if (specifier.startsWith("@picot/runtime")) return callsMatter || layer === "application";
      if (this.#project.leadsToFacade(specifier, path)) return callsMatter || layer === "reactor";
      if (layer === "none" && !isWrapper) return false;
      const target = this.#project.resolve(specifier, path);
      if (target === null) return layer === "application" && this.#project.leadsToTwin(specifier, path);
      const other = this.#project.kindOf(target);
      // Functions of the project's own are followed one step.
      if (layer === "reactor") return other.suspect || other.blocking;
      return this.#project.layerOf(target) === "reactor" || this.#project.leadsToTwin(specifier, path);
    });
  }

  #read(name: string): string {
    // TypeScript takes no notice of the mark either.
    return readFileSync(`${this.#folder}/${name}`, "utf8").replace(/^\ufeff/, "");
  }
}

/** The sources of a run; null where the tsconfig cannot be read, which the generator tells. */
export function openSources(options: Options, scan: Scan, known: ReadonlyMap<string, FileKind>): Sources | null {
  const tsconfig = options.tsconfig === null ? null : loadTsconfig(options.tsconfig);
  return tsconfig === null && options.tsconfig !== null ? null : new Sources(options, scan, tsconfig, known);
}

/** The tsconfig files that say which sources there are, and where their imports lead. */
export function tsconfigFiles({ tsconfig }: Options): readonly string[] {
  return tsconfig === null ? [] : (loadTsconfig(tsconfig)?.files ?? [tsconfig]);
}
