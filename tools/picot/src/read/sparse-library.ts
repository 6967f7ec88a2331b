/** Types that are copied, whatever is in them. */
const copied = `Date RegExp ArrayBuffer Map<K, V> ReadonlyMap<K, V> Set<T> ReadonlySet<T>`;
const views = `DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array`;

/**
 * A member that tells a type from all others. It is a method, as most that the real one has are: to pick such a type to pieces
 * gives functions, here as there.
 */
const own = (name: string): string => `"#${name}"(): void;`;

/**
 * Of the language's own library, what a sparse program has: the types that are copied, those that say something about others,
 * and what the checker cannot do without. Whatever else is named is in doubt there.
 */
export const sparseLibrary = `
interface Object { ${own("object")} }
interface Function { ${own("function")} }
interface CallableFunction extends Function {}
interface NewableFunction extends Function {}
interface IArguments { ${own("arguments")} }
interface Symbol { ${own("symbol")} }
interface Boolean { ${own("boolean")} }
interface Number { ${own("number")} }
interface String { readonly length: number; readonly [index: number]: string; ${own("string")} }
interface Array<T> { length: number; [index: number]: T; ${own("array")} }
interface ReadonlyArray<T> { readonly length: number; readonly [index: number]: T; ${own("array")} }
${copied.replace(/(\w+)(<.*?>)?(?: |$)/g, (_, name: string, given = "") => `interface ${name}${given} { ${own(name)} }\n`)}
${views.replace(/(\w+) ?/g, (_, name: string) => `interface ${name}<B extends ArrayBuffer = ArrayBuffer> { ${own(name)} }\n`)}

interface Error { name: string; message: string; stack?: string; }
interface ErrorConstructor { new (message?: string, options?: { cause?: unknown }): Error; readonly prototype: Error; }
declare var Error: ErrorConstructor;
interface RangeError extends Error {}
declare var RangeError: ErrorConstructor;
interface TypeError extends Error {}
declare var TypeError: ErrorConstructor;

interface PromiseLike<T> {
  then<A = T, B = never>(
    onfulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onrejected?: ((reason: any) => B | PromiseLike<B>) | null,
  ): PromiseLike<A | B>;
}
interface Promise<T> {
  then<A = T, B = never>(
    onfulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onrejected?: ((reason: any) => B | PromiseLike<B>) | null,
  ): Promise<A | B>;
}
type Awaited<T> = T extends null | undefined ? T
  : T extends object & { then(onfulfilled: infer F, ...args: infer _): any }
    ? F extends (value: infer V, ...args: infer _) => any ? Awaited<V> : never
    : T;

type Partial<T> = { [P in keyof T]?: T[P] };
type Required<T> = { [P in keyof T]-?: T[P] };
type Readonly<T> = { readonly [P in keyof T]: T[P] };
type Pick<T, K extends keyof T> = { [P in K]: T[P] };
type Record<K extends keyof any, T> = { [P in K]: T };
type Exclude<T, U> = T extends U ? never : T;
type Omit<T, K extends keyof any> = Pick<T, Exclude<keyof T, K>>;
type NonNullable<T> = T & {};
`;
