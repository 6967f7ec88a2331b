import type { MarkedClass, ModuleTarget, ReactorModule, TypeName, TypeText } from "../model.ts";
import type { ImportedName } from "./imports.ts";
import type { Packages } from "../packages.ts";
import { quote } from "./literal.ts";
import { specifierOf } from "./specifier.ts";
import { declaredNames, spokenNames, typeNames } from "./vocabulary.ts";

/**
 * The names of one generated file. Emitters ask for what they need and get the name that it has there; which imports that
 * takes is known at the end. What the author named keeps its name: picot's own names step aside.
 */
export class Names {
  readonly #module: ReactorModule;
  readonly #packages: Packages;
  readonly #imports = new Map<string, ImportedName>();
  readonly #used = new Set<string>();
  /** Of the files that it names, how it does. */
  readonly #specifiers = new Map<string, string>();
  readonly #enums = new Set<string>();
  /** Types that the facade has once more, by their keys. */
  readonly #types = new Map<string, string>();
  readonly #runtime = new Map<string, string>();
  /** What an import must not be called. */
  readonly #declared: Set<string>;
  /** What picot's own names must not be called. */
  readonly #spoken: Set<string>;

  constructor(module: ReactorModule, packages: Packages) {
    this.#module = module;
    this.#packages = packages;
    this.#declared = declaredNames(module);
    this.#spoken = spokenNames(module);
    for (const { key, name } of module.types) {
      const local = free(name, this.#declared);
      this.#declared.add(local);
      this.#spoken.add(local);
      this.#types.set(key, local);
    }
    // Before anything is printed, so that a name that picot makes up never takes one that the author uses further down.
    for (const name of typeNames(module)) if (this.#enumOf(name.origin) === null) this.#import(name);
  }

  /** A function or constant of the runtime. */
  runtime(name: string, imported: string = name): string {
    const known = this.#runtime.get(imported);
    if (known !== undefined) return known;
    const local = this.own(name);
    this.#runtime.set(imported, local);
    return local;
  }

  /** A type of the runtime. */
  runtimeType(name: string): string {
    return this.runtime(name, `type ${name}`);
  }

  /** A free name for something that picot declares. */
  own(wanted: string): string {
    const local = free(wanted, this.#spoken);
    this.#spoken.add(local);
    return local;
  }

  text({ pieces }: TypeText): string {
    return pieces.map((piece) => this.#piece(piece)).join("");
  }

  /** What the facade calls a type that it has once more. */
  declared(key: string): string {
    return this.#types.get(key) ?? "unknown";
  }

  /** A name in a type, or a base class. */
  type(name: TypeName): string {
    if (name.origin.kind === "declared") return this.declared(name.origin.key);
    if (name.origin.kind === "facade" && name.origin.target.file === this.#module.file) return name.origin.target.name;
    const own = this.#enumOf(name.origin);
    if (own !== null) return own;
    const key = this.#import(name);
    this.#used.add(key);
    return this.#imports.get(key)?.local ?? name.local;
  }

  /** Whether the types of the facade name this enum of its source: then the facade has one as well. */
  hasEnum(name: string): boolean {
    return this.#enums.has(name);
  }

  /** A class that is needed at run time. */
  value(name: TypeName): string {
    const key = this.#import(name);
    const known = this.#imports.get(key);
    if (known !== undefined) this.#imports.set(key, { ...known, value: true });
    return this.type(name);
  }

  /** The facade of a marked class. */
  facade(target: MarkedClass): string {
    return this.type({ kind: "name", local: target.name, origin: { kind: "facade", target } });
  }

  /** The imports that the names asked for so far take. */
  imports(): readonly ImportedName[] {
    return [...this.#imports].filter(([key]) => this.#used.has(key)).map(([, name]) => name);
  }

  runtimeImports(): ReadonlyMap<string, string> {
    return this.#runtime;
  }

  #piece(piece: TypeText["pieces"][number]): string {
    if (typeof piece === "string") return piece;
    if (piece.kind === "name") return this.type(piece);
    if (piece.kind === "specifier") return quote(this.#specifier(piece.module));
    // The module may have something else of that name.
    return this.#declared.has(piece.name) ? `globalThis.${piece.name}` : piece.name;
  }

  #specifier(module: ModuleTarget): string {
    const { facade, tsExtensions } = this.#module;
    if (module.kind === "package") return specifierOf(module, facade, tsExtensions, this.#packages);
    const known = this.#specifiers.get(module.path) ?? specifierOf(module, facade, tsExtensions, this.#packages);
    this.#specifiers.set(module.path, known);
    return known;
  }

  #enumOf(origin: TypeName["origin"]): string | null {
    if (origin.kind !== "module" || origin.module.kind !== "file" || origin.module.path !== this.#module.file)
      return null;
    const found = this.#module.enums.find(({ name, members }) => name === origin.exported && members !== null);
    if (found !== undefined) this.#enums.add(found.name);
    return found?.name ?? null;
  }

  /** What another package keeps for itself may be had from the reactor module, where that passes it on. */
  #sourceOf(origin: Imported): { readonly module: ModuleTarget; readonly exported: string } {
    if (origin.kind === "facade") {
      return { module: { kind: "file", path: origin.target.facade }, exported: origin.target.exported };
    }
    const { file, facade } = this.#module;
    const { module, reexport } = origin;
    const isKept = module.kind === "file" && this.#packages.specifierOf(module.path, facade) === null;
    const isPassedOn = isKept && reexport !== null && this.#packages.specifierOf(file, facade) !== null;
    return isPassedOn ? { module: { kind: "file", path: file }, exported: reexport } : origin;
  }

  /** Notes an import, not yet its use; gives its key. */
  #import({ local, origin }: TypeName): string {
    if (origin.kind === "declared") throw new TypeError("what the facade has itself is not imported");
    const isFacade = origin.kind === "facade";
    const { module, exported } = this.#sourceOf(origin);
    const specifier = this.#specifier(module);
    const reexport = isFacade ? null : origin.reexport;
    const key = `${specifier}\0${exported}`;
    const known = this.#imports.get(key);
    if (known === undefined) {
      const chosen = free(local, this.#declared);
      this.#declared.add(chosen);
      this.#spoken.add(chosen);
      this.#imports.set(key, { specifier, exported, local: chosen, value: isFacade, reexport });
    } else if (reexport !== null && known.reexport === null) {
      this.#imports.set(key, { ...known, reexport });
    }
    return key;
  }
}

type Imported = Exclude<TypeName["origin"], { readonly kind: "declared" }>;

function free(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  while (taken.has(name)) name += "_";
  return name;
}
