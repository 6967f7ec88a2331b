/**
 * What the generator knows about a reactor layer: plain, readonly data that names no tool.
 * `read` makes it, `check` judges it, `emit` prints it.
 */

import type { ReactorEvents } from "./events-model.ts";

/** A place in the user's source: `file` is relative to the project folder, with `/`; `line` and `column` count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The line of source at that place, for the code frame of a problem. */
  readonly text: string;
}

/** A module as the reactor layer names it: by a path (relative to the project folder), or by a specifier to keep as it is. */
export type ModuleTarget =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "package"; readonly specifier: string };

/**
 * Where a name in a type comes from. `exported` is the module's name for it, `"default"`, or `"*"` for the whole module;
 * `reexport` is the name under which the reactor module itself exports it, if it does.
 */
export type NameOrigin =
  | {
      readonly kind: "module";
      readonly module: ModuleTarget;
      readonly exported: string;
      readonly reexport: string | null;
    }
  | { readonly kind: "facade"; readonly target: MarkedClass }
  /** A type that the facade declares once more, by its key among those of the module. */
  | { readonly kind: "declared"; readonly key: string };

/** A name that must be imported, or that is a facade of the same file; `local` is what the author called it. */
export interface TypeName {
  readonly kind: "name";
  readonly local: string;
  readonly origin: NameOrigin;
}

/** The specifier inside an `import("…")` type. */
export interface TypeModule {
  readonly kind: "specifier";
  readonly module: ModuleTarget;
}

/** A type of the language that picot writes where the author wrote another. */
export interface TypeGlobal {
  readonly kind: "global";
  readonly name: string;
}

export type TypePiece = string | TypeName | TypeModule | TypeGlobal;

/** A name in a signature that a facade cannot say. */
export interface TypeFault {
  readonly kind: "unexported" | "unresolved" | "unnameable";
  readonly name: string;
  readonly place: Place;
  /** Of one that is not exported: its declaration's first words, `interface Row`, and where it is. */
  readonly declared?: { readonly words: string; readonly place: Place };
}

/** The text of a type, cut where a name needs an import. */
export interface TypeText {
  readonly pieces: readonly TypePiece[];
  readonly faults: readonly TypeFault[];
}

/**
 * A class tagged `@reactor`: the module that declares it, where that module's facade goes, and its names in both. In a model of
 * green twins: a class tagged `@green`, and where its module's twins go.
 */
export interface MarkedClass {
  readonly file: string;
  readonly facade: string;
  readonly name: string;
  /** What its module exports it as: its own name if it can be had. */
  readonly exported: string;
}

/** How a value gets across, or why it cannot. `path` leads from the value to the part that stops it, `""` for the whole. */
export type Crossing =
  | { readonly kind: "copy" }
  | { readonly kind: "handle"; readonly target: MarkedClass }
  | PartsCrossing
  /** Of a result only: what it iterates over stays in the reactor. */
  | { readonly kind: "iterator"; readonly item: Crossing }
  /** Of the last parameter only: nothing crosses, and the call's own AbortSignal comes in its place. */
  | { readonly kind: "signal" }
  /** A function of the caller's. `result` is null where it returns nothing. */
  | { readonly kind: "callback"; readonly params: readonly Crossing[]; readonly result: Crossing | null }
  | { readonly kind: "refused"; readonly reason: CrossingRefusal; readonly path: string; readonly name: string };

/** Copied, with marked objects at these places. Of a value that may be several things: it has those of what it is. */
export interface PartsCrossing {
  readonly kind: "parts";
  /** It may be a marked object itself, or something else. */
  readonly self?: Crossing;
  /** Of an object, by name. */
  readonly fields?: readonly (readonly [name: string, crossing: Crossing])[];
  /** All its other fields. */
  readonly rest?: Crossing;
  /** Of a tuple. */
  readonly places?: readonly Crossing[];
  /** Of an array, a set, or what follows in a tuple. */
  readonly items?: Crossing;
  /** Of a map. */
  readonly keys?: Crossing;
  readonly values?: Crossing;
}

/** Whether a value is a marked object, or has some in it. */
export function isLive(crossing: Crossing): boolean {
  return crossing.kind === "handle" || crossing.kind === "parts";
}

/** The marked classes whose objects a value is, or has, or is called with, or gives. */
export function targetsOf(crossing: Crossing): readonly MarkedClass[] {
  if (crossing.kind === "handle") return [crossing.target];
  if (crossing.kind === "parts") {
    const { self, fields = [], rest, places = [], items, keys, values } = crossing;
    const all = [self, ...fields.map(([, each]) => each), rest, ...places, items, keys, values];
    return all.flatMap((each) => (each === undefined ? [] : targetsOf(each)));
  }
  if (crossing.kind === "iterator") return targetsOf(crossing.item);
  if (crossing.kind !== "callback") return [];
  return [...crossing.params, ...(crossing.result === null ? [] : [crossing.result])].flatMap(targetsOf);
}

export type CrossingRefusal =
  | "function"
  | "promise"
  | "iterable"
  | "symbol"
  | "signal"
  | "nested"
  | "recursive"
  | "mixed";

export interface Parameter {
  /** The author's name, or a made one where the author destructured. */
  readonly name: string;
  readonly place: Place;
  readonly type: TypeText;
  readonly crossing: Crossing;
  /** Has a `?` or a default. */
  readonly optional: boolean;
  readonly rest: boolean;
  /** Has neither a type nor a default to take it from. */
  readonly untyped: boolean;
}

/** One way to call a member; several where it is overloaded. */
export interface Signature {
  readonly place: Place;
  readonly doc: Doc | null;
  readonly typeParameters: TypeText | null;
  readonly parameters: readonly Parameter[];
  /** What the facade returns: already without its promise. */
  readonly result: TypeText;
  readonly crossing: Crossing;
  /** Of a green twin: whether there is a promise to wait for. */
  readonly promise?: boolean;
}

/** The author's words, without picot's tags. */
export interface Doc {
  readonly lines: readonly string[];
  /** Written over several lines, even where one would hold it. */
  readonly block: boolean;
}

/** A `@timeout` tag. `ms` is null where the text is no timeout. */
export interface TimeoutTag {
  readonly text: string;
  readonly place: Place;
  readonly timeout: Timeout | null;
}

/** Milliseconds, or the explicit absence of a limit. */
export type Timeout = number | "forever";

/** An error class named by `@throws {X}`. A `local` one is declared in a module of the reactor layer. */
export interface ThrownClass {
  readonly name: string;
  readonly place: Place;
  readonly origin: TypeName | "local";
}

/** What tags say about a declaration. */
export interface Tags {
  readonly timeouts: readonly TimeoutTag[];
  readonly throws: readonly ThrownClass[];
  /** Of `@reactorOnly`, of `@threadOnly`, its mirror in a blocking module, or of `@byHand`. */
  readonly reactorOnly: Place | null;
  /** Left out since applications have one that is written by hand. */
  readonly byHand: boolean;
  /** The text after `@copy`, `""` for none: all values are plain data, whatever their types say. */
  readonly copy: { readonly text: string; readonly place: Place } | null;
  /** The text after `@prefetch`. */
  readonly prefetch: { readonly text: string; readonly place: Place } | null;
  /** The text after `@callback`: who runs functions that are passed as arguments. */
  readonly callback: { readonly text: string; readonly place: Place } | null;
  /** The text after `@transfer`, `""` for none. */
  readonly transfer: { readonly text: string; readonly place: Place } | null;
  /** The text after `@reactor`, `""` for none. */
  readonly reactor: { readonly name: string; readonly place: Place } | null;
  /** The text after `@blocking`, `""` for none. */
  readonly blocking: { readonly text: string; readonly place: Place } | null;
}

/** The name of the reactor that a declaration belongs to; "": the default one. */
export const reactorOf = ({ reactor }: Tags): string => reactor?.name ?? "";

/** A getter and a setter are members of their own: an accessor has either or both, and so has a field. */
export type MemberKind =
  | "method"
  | "getter"
  | "setter"
  | "promise-field"
  | "function-field"
  | "computed"
  /** Of a twin only: a facade's method may give an iterator whatever it is declared as. */
  | "generator"
  | "optional-method";

export interface ReactorMember {
  readonly name: string;
  readonly place: Place;
  readonly kind: MemberKind;
  readonly static: boolean;
  readonly access: "public" | "protected" | "private";
  readonly tags: Tags;
  /** Only the object has it, and not its class: a field, or an abstract member. */
  readonly late: boolean;
  /** Empty for what no facade has. A getter has one without parameters, a setter one with its value. */
  readonly signatures: readonly Signature[];
  /** A marked base class has a public member of this name. */
  readonly overrides: boolean;
}

/** The members that the facade has. */
export const isShown = ({ access, tags }: ReactorMember): boolean => access === "public" && tags.reactorOnly === null;

/** The constructor as the facade shows it. `refused` stands for a private one. */
export interface ReactorConstructor {
  readonly kind: "own" | "inherited" | "refused";
  readonly access: ReactorMember["access"];
  readonly place: Place;
  readonly tags: Tags | null;
  readonly signatures: readonly Signature[];
}

export type BaseClass =
  | {
      readonly kind: "marked";
      readonly target: MarkedClass;
      readonly name: TypeName;
      /** `string, T` of `extends Base<string, T>`. */
      readonly typeArguments: TypeText | null;
      /** Public members of unmarked classes on the way to it. */
      readonly between: readonly string[];
      /** An unmarked class on the way has a constructor of its own. */
      readonly constructorBetween: boolean;
    }
  | {
      readonly kind: "unmarked";
      readonly name: string;
      readonly place: Place;
      readonly members: readonly string[];
      /** It has events. "node": it is Node's own EventEmitter; "missing": it is called so, and is not to be found. */
      readonly emitter: "node" | "other" | "missing" | null;
      /** Its constructor takes arguments. */
      readonly takesArguments: boolean;
    };

export interface ReactorClass {
  readonly name: string;
  readonly place: Place;
  /** The names that its module exports it under, its own first; none if it does not, or only as a type. */
  readonly exports: readonly string[];
  readonly abstract: boolean;
  /** `T extends Row, K = string` of a generic class. */
  readonly typeParameters: TypeText | null;
  /** `T`, `K`. */
  readonly typeParameterNames: readonly string[];
  /** An interface or namespace of the same name adds members to it. */
  readonly merged: boolean;
  readonly doc: Doc | null;
  readonly tags: Tags;
  readonly base: BaseClass | null;
  readonly construct: ReactorConstructor;
  /** Without those of its events. */
  readonly members: readonly ReactorMember[];
  /** Null where it has none, or those of a marked class above. */
  readonly events: ReactorEvents | null;
}

export interface ReactorFunction {
  readonly name: string;
  readonly place: Place;
  /** As of a class. */
  readonly exports: readonly string[];
  readonly generator: boolean;
  readonly tags: Tags;
  readonly signatures: readonly Signature[];
}

/** An enum that a module of the reactor layer exports. */
export interface ReactorEnum {
  readonly name: string;
  readonly place: Place;
  readonly doc: Doc | null;
  /** Null where a facade cannot have the same enum: a const one, or one with values that are known at run time only. */
  readonly members:
    | readonly { readonly name: string; readonly value: string | number; readonly doc: Doc | null }[]
    | null;
}

/** Something tagged `@reactor`, `@green` or `@blocking` that is neither a class nor a function declared at the top of its module. */
export interface StrayTag {
  readonly tag: Layer;
  readonly what: "class-expression" | "function-expression" | "nested" | "other";
  readonly name: string;
  readonly place: Place;
}

export interface ModuleImport {
  readonly specifier: string;
  readonly place: Place;
  /** The imported file, relative to the project folder; null for packages. */
  readonly path: string | null;
}

export interface SyntaxFault {
  readonly place: Place;
  readonly message: string;
}

/**
 * On which side of the border a module's marked code runs. "reactor": in the reactor; facades of it block in other threads.
 * "blocking": in threads of the reactor's pool; twins of it give promises in the reactor. "green": in the reactor as well, where
 * green twins of it stand in for it in green tasks; a module may be that and "reactor", and then has a model of each.
 */
export type Layer = "reactor" | "blocking" | "green";

/** What a generated file holds, by its name. */
export function layerOfOutput(path: string): Layer {
  const [, kind] = /\.(deferred|green)\.[mc]?tsx?$/.exec(path) ?? [];
  return kind === "green" ? "green" : kind === "deferred" ? "blocking" : "reactor";
}

/**
 * An interface or type of the reactor layer that names marked classes. A facade has it once more, since these are its facades
 * there.
 */
export interface DeclaredType {
  /** Names it among all types. */
  readonly key: string;
  readonly name: string;
  /** In the module itself; of one from elsewhere, where the module first needs it. */
  readonly place: Place;
  /** The reactor module exports it under this name, if it does. */
  readonly exported: string | null;
  readonly doc: Doc | null;
  /** An interface may be declared several times. `text`: all behind its name. */
  readonly declarations: readonly { readonly keyword: "interface" | "type"; readonly text: TypeText }[];
}

/** One source file with marked classes or functions. */
export interface ReactorModule {
  readonly layer: Layer;
  /** Marked with the other layer's tag as well, which one module cannot be. */
  readonly mixed: Place | null;
  /** Relative to the project folder, with `/`. */
  readonly file: string;
  /** Where its facade goes, or its twin, in the same terms. */
  readonly facade: string;
  readonly place: Place;
  readonly format: "module" | "commonjs";
  /** Its project's import specifiers name `.ts` files as such. */
  readonly tsExtensions: boolean;
  readonly syntax: readonly SyntaxFault[];
  readonly imports: readonly ModuleImport[];
  readonly strays: readonly StrayTag[];
  readonly classes: readonly ReactorClass[];
  readonly functions: readonly ReactorFunction[];
  readonly enums: readonly ReactorEnum[];
  readonly types: readonly DeclaredType[];
}

export type { CrossingReport, MemberReport, SignatureReport, Thinness } from "./member-report.ts";
