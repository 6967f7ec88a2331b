import { ts } from "../../compiler.cjs";
import type { Crossing, CrossingRefusal, MarkedClass } from "../model.ts";
import type { Context } from "./context.ts";
import { doubt } from "./sparse.ts";

/** Classes of the language and of Node that the runtime copies as themselves; those with type arguments are looked into. */
const copyable = new Set(
  `ArrayBuffer ArrayBufferLike BigInt64Array BigUint64Array Blob Boolean Buffer DataView Date Float16Array Float32Array Float64Array
  Int16Array Int32Array Int8Array Map Number ReadonlyMap ReadonlySet RegExp Set SharedArrayBuffer String Uint16Array
  Uint32Array Uint8Array Uint8ClampedArray`.split(/\s+/),
);
const depthLimit = 16;

interface Found {
  readonly reason: CrossingRefusal;
  readonly path: string;
  readonly name: string;
}

/** How values of a type get across, as far as the type tells; `any`, `unknown` and type parameters are left to the runtime. */
export function crossingOf(context: Context, type: ts.Type): Crossing {
  const parts = (type.isUnion() ? type.types : [type]).filter((part) => (part.flags & nullish) === 0);
  const targets = parts.map((part) => markedClassOf(context, part));
  const [first] = targets;
  if (first !== undefined && targets.every((target) => target !== undefined)) {
    const other = targets.find((target) => target !== first);
    if (other === undefined) return { kind: "handle", target: first };
    return { kind: "refused", reason: "mixed", path: "", name: `${first.name} and ${other.name}` };
  }
  // The same thread on both sides.
  if (context.its === "green") return { kind: "copy" };
  const found = find(context, type, "", new Set(), 0);
  return found === null ? { kind: "copy" } : { kind: "refused", ...found };
}

const nullish = ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Void;
const symbolLike = ts.TypeFlags.ESSymbol | ts.TypeFlags.UniqueESSymbol;

/** The marked class whose instances a type stands for; `this` and `T extends X` stand for their class. */
export function markedClassOf(context: Context, type: ts.Type): MarkedClass | undefined {
  if ((type.flags & ts.TypeFlags.TypeParameter) !== 0) {
    const constraint = context.checker.getBaseConstraintOfType(type);
    return constraint === undefined || constraint === type ? undefined : markedClassOf(context, constraint);
  }
  const marked = type.symbol === undefined ? undefined : context.marked.get(type.symbol);
  // The class itself, as a value, has the same symbol as its instances. Looking for signatures takes the checker long, so it comes last.
  return marked === undefined || type.getConstructSignatures().length > 0 ? undefined : marked;
}

function find(context: Context, type: ts.Type, path: string, seen: Set<ts.Type>, depth: number): Found | null {
  // What could not be found is `any` to the checker.
  if ((type.flags & ts.TypeFlags.Any) !== 0) doubt(context);
  if ((type.flags & symbolLike) !== 0) return { reason: "symbol", path, name: "symbol" };
  if (seen.has(type) || depth > depthLimit) return null;
  seen.add(type);
  const next = (part: ts.Type, at: string): Found | null => find(context, part, at, seen, depth + 1);
  if (type.isUnion()) {
    // `PropertyKey` and `keyof T` may be symbols, but seldom are: that is left to the runtime.
    const others = type.types.filter((part) => (part.flags & symbolLike) === 0);
    return firstOf(others.length === 0 ? type.types : others, (part) => next(part, path));
  }
  if ((type.flags & ts.TypeFlags.Instantiable) !== 0) {
    const marked = markedClassOf(context, type);
    if (marked !== undefined) return { reason: "nested", path, name: marked.name };
    const constraint = context.checker.getBaseConstraintOfType(type);
    return constraint === undefined || constraint === type ? null : next(constraint, path);
  }
  if (type.isIntersection()) {
    // A branded string or number: the brand is only a type.
    const primitive = type.types.some((part) => (part.flags & (ts.TypeFlags.Object | ts.TypeFlags.Instantiable)) === 0);
    if (primitive) return null;
  } else if ((type.flags & ts.TypeFlags.Object) === 0) return null;
  return findInObject(context, type, path, next);
}

function findInObject(
  context: Context,
  type: ts.Type,
  path: string,
  next: (part: ts.Type, at: string) => Found | null,
): Found | null {
  const { checker } = context;
  const marked = markedClassOf(context, type);
  if (marked !== undefined) return { reason: "nested", path, name: marked.name };
  // Only Array, Map and the like, and generic classes have arguments; the cast is what TypeScript's own guards lack.
  const given = (): readonly ts.Type[] => checker.getTypeArguments(type as ts.TypeReference);
  if (type.symbol?.name === "AbortSignal" && isOfPlatform(context, type)) return { reason: "signal", path, name: "" };
  // The commonest types come first, and are not asked for their members: the checker would make all of them, each time anew.
  if (isList(context, type)) return firstOf(given(), (part) => next(part, `${path}[]`));
  const name = type.symbol?.name ?? "";
  if (copyable.has(name) && isOfPlatform(context, type) && !isClassItself(type)) {
    const isReference = (type.flags & ts.TypeFlags.Object) !== 0 && "target" in type;
    return isReference ? firstOf(given(), (part) => next(part, `${path}<>`)) : null;
  }
  const calls = type.getCallSignatures().length + type.getConstructSignatures().length;
  if (calls > 0) return { reason: "function", path, name: "" };
  const properties = checker.getPropertiesOfType(type);
  if (properties.some(({ name: own }) => own === "then")) return { reason: "promise", path, name };
  if (properties.some((property) => /^__@(asyncIterator|iterator)@/.test(property.name))) {
    return { reason: "iterable", path, name };
  }
  if (isError(type)) return null;
  for (const property of properties) {
    if (property.name.startsWith("__#")) continue;
    const its = checker.getTypeOfSymbol(property);
    if (isUnwritten(property) || isMissing(type, its)) doubt(context);
    const found = next(its, `${path}${step(property)}`);
    if (found !== null) return found;
  }
  return firstOf(checker.getIndexInfosOfType(type), (info) => next(info.type, `${path}[]`));
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

function firstOf<T>(items: readonly T[], look: (item: T) => Found | null): Found | null {
  for (const item of items) {
    const found = look(item);
    if (found !== null) return found;
  }
  return null;
}
