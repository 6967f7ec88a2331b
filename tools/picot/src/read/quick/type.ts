import { ts } from "../../../compiler.cjs";
import { Doubt } from "../sparse.ts";
import type { QuickSymbol } from "./symbol.ts";
import { Unknown } from "./unknown.ts";

/** What a type has besides its name; found out when somebody asks. */
export interface Members {
  readonly properties: readonly QuickSymbol[];
  /** The types behind index signatures. */
  readonly indexes: readonly QuickType[];
  readonly calls: readonly QuickSignature[];
  readonly bases: readonly QuickType[];
}

export const noMembers: Members = { properties: [], indexes: [], calls: [], bases: [] };

/** A type as far as written types say it. It answers what `ts.Type` would, or throws Doubt. */
export abstract class QuickType extends Unknown {
  abstract readonly flags: ts.TypeFlags;
  readonly objectFlags: ts.ObjectFlags = 0;
  readonly symbol: QuickSymbol | undefined;

  constructor(symbol?: QuickSymbol) {
    super();
    this.symbol = symbol;
  }

  abstract members(): Members;

  isUnion(): boolean {
    return false;
  }

  isIntersection(): boolean {
    return false;
  }

  isClassOrInterface(): boolean {
    return false;
  }

  isUnionOrIntersection(): boolean {
    return this.isUnion() || this.isIntersection();
  }

  getCallSignatures(): readonly QuickSignature[] {
    return this.members().calls;
  }

  /** No type that is written here has one: those that do are in doubt. */
  getConstructSignatures(): readonly never[] {
    return [];
  }

  getProperties(): readonly QuickSymbol[] {
    return this.members().properties;
  }

  getProperty(name: string): QuickSymbol | undefined {
    return this.members().properties.find((each) => each.name === name);
  }

  getBaseTypes(): readonly QuickType[] {
    return this.members().bases;
  }
}

/** What has nothing in it to look at: strings, numbers, null, what is left to the runtime. */
export class Primitive extends QuickType {
  readonly flags: ts.TypeFlags;

  constructor(flags: ts.TypeFlags, symbol?: QuickSymbol) {
    super(symbol);
    this.flags = flags;
  }

  members(): Members {
    return noMembers;
  }
}

const { TypeFlags } = ts;

export const nothing = {
  undefined: new Primitive(TypeFlags.Undefined),
  null: new Primitive(TypeFlags.Null),
  void: new Primitive(TypeFlags.Void),
  never: new Primitive(TypeFlags.Never),
} as const;
export const unknown = new Primitive(TypeFlags.Unknown);
export const text = new Primitive(TypeFlags.String);
export const number = new Primitive(TypeFlags.Number);
export const boolean = new Primitive(TypeFlags.Boolean);
export const bigint = new Primitive(TypeFlags.BigInt);
export const symbol = new Primitive(TypeFlags.ESSymbol);
/** `object` */
export const anyObject = new Primitive(TypeFlags.NonPrimitive);
/** What a promise of an open type parameter gives: `Awaited<T>`. */
export const awaitedParameter = new Primitive(TypeFlags.Conditional);

/** A type parameter; `constraint` is null where it may be anything. */
export class ParameterType extends QuickType {
  readonly flags = TypeFlags.TypeParameter;
  readonly #constraint: () => QuickType | null;

  constructor(symbol: QuickSymbol, constraint: () => QuickType | null) {
    super(symbol);
    this.#constraint = constraint;
  }

  constraint(): QuickType | null {
    return this.#constraint();
  }

  /** All that is known of it is what it extends. */
  members(): Members {
    return this.#constraint()?.members() ?? noMembers;
  }
}

export class UnionType extends QuickType {
  readonly flags = TypeFlags.Union;
  readonly types: readonly QuickType[];

  constructor(types: readonly QuickType[]) {
    super();
    this.types = types;
  }

  override isUnion(): boolean {
    return true;
  }

  members(): Members {
    throw new Doubt();
  }
}

/** The union of some types, as flat as the compiler has it. */
export function unionOf(parts: readonly QuickType[]): QuickType {
  const flat = new Set(parts.flatMap((part) => (part instanceof UnionType ? part.types : [part])));
  if (flat.has(unknown)) return unknown;
  flat.delete(nothing.never);
  const [first = nothing.never, ...others] = flat;
  return others.length === 0 ? first : new UnionType([...flat]);
}

/** Of objects, with all that each of them has, or of one that is no object and its brand. */
export class IntersectionType extends QuickType {
  readonly flags = TypeFlags.Intersection;
  readonly types: readonly QuickType[];

  constructor(types: readonly QuickType[]) {
    super();
    this.types = types;
    // A union would be distributed over the others, and a type parameter depends on what it stands for.
    if (types.some((part) => !(part instanceof ObjectType || part instanceof Primitive))) throw new Doubt();
  }

  override isIntersection(): boolean {
    return true;
  }

  members(): Members {
    const all = this.types.map((part) => part.members());
    return {
      properties: all.flatMap(({ properties }) => properties),
      indexes: all.flatMap(({ indexes }) => indexes),
      calls: all.flatMap(({ calls }) => calls),
      bases: [],
    };
  }
}

/** An interface, a class, an object or a function, in written form or of the language. */
export class ObjectType extends QuickType {
  readonly flags = TypeFlags.Object;
  override readonly objectFlags: ts.ObjectFlags;
  readonly #find: () => Members;
  #members: Members | undefined;

  constructor(symbol: QuickSymbol, find: () => Members, objectFlags: ts.ObjectFlags = 0) {
    super(symbol);
    this.#find = find;
    this.objectFlags = objectFlags;
  }

  override isClassOrInterface(): boolean {
    return ((this.symbol?.flags ?? 0) & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)) !== 0;
  }

  members(): Members {
    return (this.#members ??= this.#find());
  }
}

/** One with type arguments that are looked into, as those of an array or a map. They are found when somebody asks. */
export class ReferenceType extends ObjectType {
  readonly list: "array" | "tuple" | null;
  /** Of a tuple. */
  readonly elementFlags: readonly ts.ElementFlags[];
  readonly #given: () => readonly QuickType[];
  #arguments: readonly QuickType[] | undefined;

  constructor(
    symbol: QuickSymbol,
    list: ReferenceType["list"],
    given: () => readonly QuickType[],
    find: () => Members = () => noMembers,
    elementFlags: readonly ts.ElementFlags[] = [],
  ) {
    super(symbol, find);
    this.list = list;
    this.elementFlags = elementFlags;
    this.#given = given;
  }

  /** Whoever looks for type arguments first asks whether there is one. */
  get target(): this {
    return this;
  }

  arguments(): readonly QuickType[] {
    return (this.#arguments ??= this.#given());
  }
}

export class QuickSignature extends Unknown {
  readonly #parameters: readonly QuickSymbol[];
  readonly #result: () => QuickType;

  constructor(parameters: readonly QuickSymbol[], result: () => QuickType) {
    super();
    this.#parameters = parameters;
    this.#result = result;
  }

  getParameters(): readonly QuickSymbol[] {
    return this.#parameters;
  }

  getReturnType(): QuickType {
    return this.#result();
  }
}
