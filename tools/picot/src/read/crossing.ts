import { ts } from "../../compiler.cjs";
import { type Crossing, type MarkedClass, isLive, targetsOf } from "../model.ts";
import type { Context } from "./context.ts";
import { isOutOfReach } from "./declared.ts";
import { type Next, builtInCrossing, copied, either, listCrossing, mixed, refused } from "./parts.ts";
import { doubt } from "./sparse.ts";

/** Classes of the language and of Node that the runtime copies as themselves; those with type arguments are looked into. */
const copyable = new Set(
  `ArrayBuffer ArrayBufferLike BigInt64Array BigUint64Array Blob Boolean Buffer DataView Date Float16Array Float32Array Float64Array
  Int16Array Int32Array Int8Array Map Number ReadonlyMap ReadonlySet RegExp Set SharedArrayBuffer String Uint16Array
  Uint32Array Uint8Array Uint8ClampedArray`.split(/\s+/),
);
const depthLimit = 16;

/** How values of a type get across, as far as the type tells; `any`, `unknown` and type parameters are left to the runtime. */
export function crossingOf(context: Context, type: ts.Type): Crossing {
  const parts = (type.isUnion() ? type.types : [type]).filter((part) => (part.flags & nullish) === 0);
  const targets = parts.map((part) => markedClassOf(context, part));
  const [first] = targets;
  if (first !== undefined && targets.every((target) => target !== undefined)) {
    const other = targets.find((target) => target !== first);
    if (other === undefined) return { kind: "handle", target: first };
    return mixed([first, other], "");
  }
  // The same thread on both sides.
  if (context.its === "green") return copied;
  const look = new Look(context);
  const crossing = look.at(type, "", 0);
  if (crossing.kind === "copy") look.remember();
  // Of what is in it the small library may say less.
  if (isLive(crossing)) doubt(context);
  return crossing;
}

const nullish = ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Void;
const symbolLike = ts.TypeFlags.ESSymbol | ts.TypeFlags.UniqueESSymbol;

/** The marked class whose instances a type stands for; `this` and `T extends X` stand for their class. */
export function markedClassOf(context: Context, type: ts.Type): MarkedClass | undefined {
  if ((type.flags & ts.TypeFlags.TypeParameter) !== 0) {
    const constraint = context.checker.getBaseConstraintOfType(type);
    return constraint === undefined || constraint === type ? undefined : markedClassOf(context, constraint);
  }
  // A branded object is one of its class.
  if (type.isIntersection())
    return type.types.map((part) => markedClassOf(context, part)).find((each) => each !== undefined);
  const marked = type.symbol === undefined ? undefined : context.marked.get(type.symbol);
  // The class itself, as a value, has the same symbol as its instances. Looking for signatures takes the checker long, so it comes last.
  return marked === undefined || type.getConstructSignatures().length > 0 ? undefined : marked;
}

/** Types that were looked into, with all that is in them, and are copied: the same few are in most signatures. */
const plain = new WeakMap<Context["marked"], Set<ts.Type>>();

/** One look at a type and all that it leads to. */
class Look {
  readonly #context: Context;
  readonly #known = new Map<ts.Type, Crossing>();
  /** On the way from the first type to the one that is being looked at. */
  readonly #open = new Set<ts.Type>();
  /** Those that lead back to themselves. */
  readonly #recursive = new Set<ts.Type>();
  readonly #plain: Set<ts.Type>;
  /** Something was too deep to be looked into. */
  #isCut = false;

  constructor(context: Context) {
    this.#context = context;
    this.#plain = plain.get(context.marked) ?? new Set();
    plain.set(context.marked, this.#plain);
  }

  /** Of a type that is copied: so is all that is in it, wherever else it is. */
  remember(): void {
    if (!this.#isCut) for (const type of this.#known.keys()) this.#plain.add(type);
  }

  at(type: ts.Type, path: string, depth: number): Crossing {
    // What could not be found is `any` to the checker.
    if ((type.flags & ts.TypeFlags.Any) !== 0) doubt(this.#context);
    if ((type.flags & symbolLike) !== 0) return refused("symbol", path, "symbol");
    if (isPrimitive(type) || this.#plain.has(type)) return copied;
    const known = this.#known.get(type);
    if (known !== undefined) return known;
    if (depth > depthLimit) {
      this.#isCut = true;
      return copied;
    }
    if (this.#open.has(type)) {
      this.#recursive.add(type);
      return copied;
    }
    this.#open.add(type);
    const next: Next = (part, step) => this.at(part, `${path}${step}`, depth + 1);
    const found = type.isUnion() ? this.#union(type, path, next) : this.#single(type, path, next);
    this.#open.delete(type);
    const isEndless = isLive(found) && this.#recursive.has(type);
    const crossing = isEndless ? refused("recursive", path, targetsOf(found)[0]?.name ?? "") : found;
    this.#known.set(type, crossing);
    return crossing;
  }

  #union(type: ts.UnionType, path: string, next: Next): Crossing {
    // `PropertyKey` and `keyof T` may be symbols, but seldom are: that is left to the runtime.
    const others = type.types.filter((part) => (part.flags & symbolLike) === 0);
    const objects = (others.length === 0 ? type.types : others).filter((part) => !isPrimitive(part));
    const found = objects.map((part) => next(part, ""));
    const bad = found.find(({ kind }) => kind === "refused");
    if (bad !== undefined) return bad;
    let all: Crossing | null = null;
    // What is copied may be anything, and so comes last.
    for (const each of [...found.filter(isLive), ...found.filter((one) => !isLive(one))])
      all = all === null ? each : either(all, each, path);
    const isAlone = others.every((part) => !isPrimitive(part) || (part.flags & nullish) !== 0);
    return all?.kind === "handle" && !isAlone
      ? this.#nested(either(all, copied, path), all.target, path)
      : (all ?? copied);
  }

  #single(type: ts.Type, path: string, next: Next): Crossing {
    const { checker } = this.#context;
    const marked = markedClassOf(this.#context, type);
    if (marked !== undefined) return this.#nested({ kind: "handle", target: marked }, marked, path);
    if ((type.flags & ts.TypeFlags.Instantiable) !== 0) {
      const constraint = checker.getBaseConstraintOfType(type);
      return constraint === undefined || constraint === type ? copied : next(constraint, "");
    }
    if (type.isIntersection()) {
      // A branded string or number: the brand is only a type.
      const isBranded = type.types.some(
        (part) => (part.flags & (ts.TypeFlags.Object | ts.TypeFlags.Instantiable)) === 0,
      );
      if (isBranded) return copied;
    } else if ((type.flags & ts.TypeFlags.Object) === 0) return copied;
    return this.#object(type, path, next);
  }

  /** A blocking module has no reactor that could keep what is in a value. */
  #nested(crossing: Crossing, { name }: MarkedClass, path: string): Crossing {
    return this.#context.its === "reactor" ? crossing : refused("nested", path, name);
  }

  #object(type: ts.Type, path: string, next: Next): Crossing {
    const context = this.#context;
    const { checker } = context;
    if (type.symbol?.name === "AbortSignal" && isOfPlatform(context, type)) return refused("signal", path, "");
    // The commonest types come first, and are not asked for their members: the checker would make all of them, each time anew.
    if (isList(context, type)) return listCrossing(context, type as ts.TypeReference, path, next); // arrays and tuples are references
    const name = type.symbol?.name ?? "";
    if (copyable.has(name) && isOfPlatform(context, type) && !isClassItself(type)) {
      const isReference = (type.flags & ts.TypeFlags.Object) !== 0 && "target" in type;
      // Only Map and the like have arguments; the cast is what TypeScript's own guards lack.
      return isReference ? builtInCrossing(name, checker.getTypeArguments(type as ts.TypeReference), next) : copied;
    }
    const calls = type.getCallSignatures().length + type.getConstructSignatures().length;
    if (calls > 0) return refused("function", path, "");
    const properties = checker.getPropertiesOfType(type);
    if (properties.some(({ name: own }) => own === "then")) return refused("promise", path, name);
    if (properties.some((property) => /^__@(asyncIterator|iterator)@/.test(property.name)))
      return refused("iterable", path, name);
    if (isError(type)) return copied;
    const fields: [string, Crossing][] = [];
    for (const property of properties) {
      if (property.name.startsWith("__#")) continue;
      const its = checker.getTypeOfSymbol(property);
      if (isUnwritten(property) || isMissing(type, its)) doubt(context);
      const crossing = next(its, step(property));
      if (crossing.kind === "refused") return crossing;
      if (isLive(crossing)) fields.push([nameIn(property), crossing]);
    }
    let rest: Crossing | undefined;
    for (const info of checker.getIndexInfosOfType(type)) {
      const crossing = next(info.type, "[]");
      if (crossing.kind === "refused") return crossing;
      if (isLive(crossing)) rest = crossing;
    }
    const [first] = [...fields.map(([, each]) => each), ...(rest === undefined ? [] : [rest])].flatMap(targetsOf);
    if (first === undefined) return copied;
    // Of a class whose objects are not copied.
    if (((type.symbol?.flags ?? 0) & ts.SymbolFlags.Class) !== 0) return refused("nested", path, first.name);
    if (isOutOfReach(context, type)) return refused("nested", path, first.name);
    return { kind: "parts", ...(fields.length > 0 && { fields }), ...(rest !== undefined && { rest }) };
  }
}

/** `undefined` and all that is no object. */
function isPrimitive(type: ts.Type): boolean {
  const open = ts.TypeFlags.Object | ts.TypeFlags.UnionOrIntersection | ts.TypeFlags.Instantiable;
  return (type.flags & (open | ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive | symbolLike)) === 0;
}

/** An array or a tuple: neither can be called, awaited, or iterated over in the reactor. */
export function isList({ checker }: Context, type: ts.Type): boolean {
  return checker.isArrayType(type) || checker.isTupleType(type);
}

/** `typeof Blob`, and not a Blob. */
function isClassItself(type: ts.Type): boolean {
  return (type.symbol.flags & ts.SymbolFlags.Class) !== 0 && type.getConstructSignatures().length > 0;
}

/** A field whose type comes of what it is set to. */
function isUnwritten({ valueDeclaration: node }: ts.Symbol): boolean {
  return node !== undefined && (ts.isPropertyDeclaration(node) || ts.isParameter(node)) && node.type === undefined;
}

/** `Pick` takes what is not there for `unknown`. */
function isMissing(holder: ts.Type, its: ts.Type): boolean {
  const isMapped = "objectFlags" in holder && ((holder as ts.ObjectType).objectFlags & ts.ObjectFlags.Mapped) !== 0;
  return isMapped && (its.flags & ts.TypeFlags.Unknown) !== 0;
}

/** As the object has it. */
function nameIn({ name }: ts.Symbol): string {
  return ts.unescapeLeadingUnderscores(name as ts.__String); // names of properties are escaped
}

function step(property: ts.Symbol): string {
  const name = property.name.replace(/^__@(\w+)@\d+$/, "[Symbol.$1]");
  return name.startsWith("[") ? name : `.${name}`;
}

export function isOfPlatform(context: Context, type: ts.Type): boolean {
  return (type.symbol?.declarations ?? []).some((node) => {
    const file = node.getSourceFile();
    return context.program.isSourceFileDefaultLibrary(file) || /\/node_modules\/@types\/node\//.test(file.fileName);
  });
}

function isError(type: ts.Type): boolean {
  const has = new Set(type.getProperties().map(({ name }) => name));
  const looks = has.has("name") && has.has("message") && has.has("stack");
  return looks && (type.symbol?.name.endsWith("Error") === true || (type.getBaseTypes() ?? []).some(isError));
}
