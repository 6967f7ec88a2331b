import { readFileSync, statSync } from "node:fs";
import { posix, relative, sep } from "node:path";
import picomatch from "picomatch";
import type { LayersConfig } from "../config.ts";
import type { Options } from "../options.ts";
import { facadePath } from "../read/paths.ts";
import type { Node } from "./ast.ts";
import { type FacadeExports, facadeExports } from "./facade-exports.ts";
import { type FileKind, fileKind, plainFile } from "./file-kind.ts";
import { Modules } from "./modules.ts";
import type { SourceFile } from "./rule.ts";
import type { Tsconfig } from "./tsconfig.ts";

/** Which side of the border a file is on; `"none"` is held to no rule, as tests are. */
export type Layer = "application" | "reactor" | "facade" | "none";

export interface Role {
  readonly layer: Layer;
  /** It may import values of the reactor layer: its thread is the reactor. */
  readonly hosts: boolean;
  readonly handsOff: boolean;
  readonly isOnLoop: boolean;
  readonly isWrapper: boolean;
  /** Some of it is tagged `@blocking`, and runs in threads of the pool. */
  readonly isBlocking: boolean;
}

/** A module's facade. */
export interface FacadeFile {
  readonly path: string;
  /** Null where it was not generated yet. */
  readonly exports: FacadeExports | null;
}

export type LayerOptions = Pick<Options, "folder" | "rootDir" | "outDir" | "layers">;

/** A parser: null for a text that it cannot read. */
export type Parse = (path: string, text: string) => Node | null;

/** Files that stand for another one's text: those of a run that has read them already. */
export type ReadKind = (path: string) => FileKind | null;

const tests = ["**/*.{test,spec}.*", "**/{test,tests,__tests__}/**"];

/** What the layer rules ask of a project. Paths are absolute, with `/`; any thread. */
export class LayerProject {
  readonly #options: LayerOptions;
  readonly #modules: Modules;
  readonly #readKind: ReadKind;
  readonly #matchers = new Map<keyof LayersConfig, (path: string) => boolean>();
  readonly #roles = new WeakMap<Node, Role>();
  readonly #kinds = new Map<string, { readonly stamp: string; readonly kind: FileKind }>();
  readonly #parse: Parse;
  readonly #parsed = new Map<string, { readonly stamp: string; readonly file: SourceFile | null }>();
  /** Files whose text was asked for, besides those that rules were given: what was found may depend on them. */
  readonly followed = new Set<string>();

  constructor(options: LayerOptions, tsconfig: Tsconfig | null, parse: Parse, readKind: ReadKind = () => null) {
    this.#options = options;
    this.#modules = new Modules(options.folder, tsconfig);
    this.#parse = parse;
    this.#readKind = readKind;
  }

  /** By its text as it is given, which in an editor may not be saved yet. */
  roleOf({ path, text, program }: SourceFile): Role {
    const known = this.#roles.get(program);
    if (known !== undefined) return known;
    const role = this.roleFor(path, fileKind(text));
    this.#roles.set(program, role);
    return role;
  }

  roleFor(path: string, kind: FileKind): Role {
    const isWrapper = kind.generatedFrom === null && (hasFacadeName(path) || this.#is("wrappers", path));
    return {
      layer: this.#layerOf(path, kind),
      hosts: kind.hosts,
      handsOff: isWrapper || this.#is("handoff", path),
      isOnLoop: this.#is("loop", path),
      isWrapper,
      isBlocking: kind.blocking && kind.generatedFrom === null,
    };
  }

  layerOf(path: string): Layer {
    return this.#layerOf(path, this.kindOf(path));
  }

  #layerOf(path: string, kind: FileKind): Layer {
    // A declaration loads nothing.
    if (/\.d\.[mc]?ts$/.test(path)) return "none";
    // Green twins are code of the reactor layer.
    if (kind.generatedFrom !== null) return hasFacadeName(path) ? "facade" : hasGreenName(path) ? "reactor" : "none";
    if (hasFacadeName(path)) return "facade";
    if (kind.tagged || kind.green) return "reactor";
    // What is tagged @blocking may lie among the files of the reactor layer, and runs elsewhere.
    if (this.#is("reactor", path)) return kind.blocking ? "none" : "reactor";
    return this.#is("application", path) ? "application" : "none";
  }

  /** The file that a specifier leads to; null where it is none of these sources. */
  resolve(specifier: string, from: string): string | null {
    return this.#modules.resolve(specifier, from);
  }

  /** The specifier names a facade, whether or not it is there yet. */
  leadsToFacade(specifier: string, from: string): boolean {
    if (/\.facade(?:\.[mc]?[jt]sx?)?$/.test(specifier)) return true;
    const target = this.resolve(specifier, from);
    if (target !== null) return this.layerOf(target) === "facade";
    // A library may ship one, as `library/blocking`.
    return /^[^./]/.test(specifier) && hasFacadeName(this.#modules.installed(specifier, from) ?? "");
  }

  /** The specifier names a twin of what is tagged @blocking, whether or not it is there yet. */
  leadsToTwin(specifier: string, from: string): boolean {
    const target = this.resolve(specifier, from);
    if (target === null) return /^\..*\.deferred(?:\.[mc]?[jt]s)?$/.test(specifier);
    return hasTwinName(target) && this.kindOf(target).generatedFrom !== null;
  }

  /** The tagged file that a generated one was made from; null for any other. */
  sourceOf(path: string): string | null {
    const from = this.kindOf(path).generatedFrom;
    return from === null ? null : posix.join(posix.dirname(path), from);
  }

  /** Where the twin of a file that is tagged @blocking is, or will be. */
  twinOf(path: string): string {
    return facadePath(path, { rootDir: "", outDir: null }, "blocking");
  }

  /** Where the facade of a tagged file is, or will be; null for a file that has none. */
  facadeOf(path: string): FacadeFile | null {
    if (!this.kindOf(path).tagged || !/\.[mc]?tsx?$/.test(path)) return null;
    const facade = this.facadePathOf(path);
    const text = this.kindOf(facade).generatedFrom === null ? null : readFileSync(facade, "utf8");
    return { path: facade, exports: text === null ? null : facadeExports(text) };
  }

  facadePathOf(path: string): string {
    const { folder } = this.#options;
    return posix.join(folder.split(sep).join("/"), facadePath(this.inProject(path), this.#options));
  }

  /** Relative to the project folder. */
  inProject(path: string): string {
    return relative(this.#options.folder, path).split(sep).join("/");
  }

  /** Another file of the project, as the parser gives it; null where there is none, or it does not parse. */
  parsed(path: string): SourceFile | null {
    this.followed.add(path);
    const stamp = stampOf(path);
    if (stamp === null) return null;
    const known = this.#parsed.get(path);
    if (known?.stamp === stamp) return known.file;
    const text = readFileSync(path, "utf8").replace(/^\ufeff/, "");
    const program = this.#parse(path, text);
    const file = program === null ? null : { path, text, program };
    this.#parsed.set(path, { stamp, file });
    return file;
  }

  kindOf(path: string): FileKind {
    const given = this.#readKind(path);
    if (given !== null) return given;
    const stamp = stampOf(path);
    if (stamp === null) return plainFile;
    const known = this.#kinds.get(path);
    if (known?.stamp === stamp) return known.kind;
    const kind = fileKind(readFileSync(path, "utf8"));
    this.#kinds.set(path, { stamp, kind });
    return kind;
  }

  #is(list: keyof LayersConfig, path: string): boolean {
    let matcher = this.#matchers.get(list);
    if (matcher === undefined) {
      const patterns = this.#options.layers[list];
      matcher = list === "application" && patterns === undefined ? not(matcherOf(tests)) : matcherOf(patterns ?? []);
      this.#matchers.set(list, matcher);
    }
    return matcher(this.inProject(path));
  }
}

/** Null where there is no such file. An editor asks again and again, and files change in between. */
function stampOf(path: string): string | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() === true ? `${stat.mtimeMs} ${stat.size}` : null;
}

const hasTwinName = (path: string): boolean => /\.deferred\.[mc]?[jt]sx?$/.test(path);
const hasGreenName = (path: string): boolean => /\.green\.[mc]?[jt]sx?$/.test(path);
const hasFacadeName = (path: string): boolean => /\.facade\.[mc]?[jt]sx?$/.test(path);

/** One of the patterns fits, and none of those that begin with `!`. */
function matcherOf(patterns: readonly string[]): (path: string) => boolean {
  const wanted = patterns.filter((each) => !each.startsWith("!")).map(clean);
  const unwanted = patterns.filter((each) => each.startsWith("!")).map((each) => clean(each.slice(1)));
  if (wanted.length === 0) return () => false;
  const fits = picomatch(wanted, { dot: true });
  const excludes = unwanted.length === 0 ? () => false : picomatch(unwanted, { dot: true });
  return (path) => fits(path) && !excludes(path);
}

const clean = (pattern: string): string => pattern.replace(/^\.\//, "");

function not(matches: (path: string) => boolean): (path: string) => boolean {
  return (path) => !matches(path);
}
