import { ts } from "../../../compiler.cjs";
import { Doubt } from "../sparse.ts";
import { QuickSymbol } from "./symbol.ts";
import { type Members, ObjectType, type QuickType, ReferenceType, noMembers, text } from "./type.ts";
import { Unknown } from "./unknown.ts";

class QuickLibrary extends Unknown {
  readonly fileName = "/picot:quick.d.ts";
  readonly isDeclarationFile = true;
}

/** The file in which all that is here is declared. */
export const library = new QuickLibrary() as unknown as ts.SourceFile; // as far as readers look at it

class QuickDeclaration extends Unknown {
  readonly kind = ts.SyntaxKind.PropertySignature;

  getSourceFile(): ts.SourceFile {
    return library;
  }
}

const declaration = new QuickDeclaration() as unknown as ts.Declaration; // which file it is in is all that is asked

/** Types that are copied, whatever is in them, with the most type arguments that they take. */
const copied: Readonly<Record<string, number>> = {
  Date: 0,
  RegExp: 0,
  ArrayBuffer: 0,
  Map: 2,
  ReadonlyMap: 2,
  Set: 1,
  ReadonlySet: 1,
  DataView: 1,
  Int8Array: 1,
  Uint8Array: 1,
  Uint8ClampedArray: 1,
  Int16Array: 1,
  Uint16Array: 1,
  Int32Array: 1,
  Uint32Array: 1,
  Float32Array: 1,
  Float64Array: 1,
};
const errors = new Set(["Error", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError"]);
/** They have a form of what they are given. */
const forms = new Set(["Partial", "Required", "Readonly", "Pick", "Omit"]);
const others = new Set(["Array", "ReadonlyArray", "Promise", "PromiseLike", "Record", "NonNullable", "Exclude"]);

const symbols = new Map<string, QuickSymbol>();

/** A global of the language. Throws Doubt for one that the whole has to tell of. */
export function globalNamed(name: string): QuickSymbol {
  const found = globalOrNull(name);
  if (found === null) throw new Doubt();
  return found;
}

/** Null for one that the whole has to tell of. */
export function globalOrNull(name: string): QuickSymbol | null {
  const known = symbols.get(name);
  if (known !== undefined) return known;
  if (!Object.hasOwn(copied, name) && !errors.has(name) && !forms.has(name) && !others.has(name)) return null;
  const symbol = new QuickSymbol(name, ts.SymbolFlags.Interface, [declaration]);
  symbols.set(name, symbol);
  return symbol;
}

export type FormOf = "Partial" | "Required" | "Readonly" | "Pick" | "Omit" | "Record" | "NonNullable" | "Exclude";

/** A type of the language that is no form of another: those are made where they are written. */
export function platformType(symbol: QuickSymbol, given: readonly (() => QuickType)[]): QuickType | FormOf {
  const { name } = symbol;
  const each = (): readonly QuickType[] => given.map((one) => one());
  if (name === "Array" || name === "ReadonlyArray") {
    if (given.length !== 1) throw new Doubt();
    return new ReferenceType(symbol, "array", each);
  }
  if (name === "Promise" || name === "PromiseLike") {
    if (given.length !== 1) throw new Doubt();
    return new ReferenceType(symbol, null, each, () => promised);
  }
  if (errors.has(name)) return new ObjectType(symbol, () => errorMembers);
  const most = copied[name];
  if (most !== undefined) {
    const isView = most === 1 && name.endsWith("Array");
    if (given.length > most || (given.length < most && !isView && name !== "DataView")) throw new Doubt();
    return new ReferenceType(symbol, null, each);
  }
  return name as FormOf; // of all that globalNamed() has, they are left
}

const property = (name: string, type: QuickType): QuickSymbol =>
  new QuickSymbol(name, ts.SymbolFlags.Property, [declaration], { type: () => type });

const errorMembers: Members = {
  ...noMembers,
  properties: [property("name", text), property("message", text), property("stack", text)],
};

const promised: Members = {
  ...noMembers,
  properties: [
    new QuickSymbol("then", ts.SymbolFlags.Method, [declaration], {
      type: () => {
        throw new Doubt();
      },
    }),
  ],
};
