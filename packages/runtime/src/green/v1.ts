/**
 * "@picot/runtime/green/v1": the only door that generated green twins use. What it exports stays as it is, so that twins generated
 * today run with every later runtime of this major version.
 */
import type { CurrentCall } from "../context.ts";
import { ArgumentError } from "../errors.ts";
import { hideFrames } from "../stack.ts";
import { waitingCall } from "./deferred.ts";
import { type Class, asOriginal, asTwin, bindTwin, link, originalClass, target } from "./twins.ts";
import type { Green } from "./wait.ts";

export type { Green } from "./wait.ts";

type AnyFunction = (...args: never[]) => unknown;

/**
 * Ties a generated class to the one that it stands for, in a static block of the class. `original` is asked for when it is first needed, since
 * modules may import in a cycle; `url` is the generated module's own `import.meta.url`. Any thread.
 */
export function bind(twin: Class | { readonly prototype: object }, original: () => unknown, url: string): void {
  hideFrames(url);
  bindTwin(twin as Class, original as () => Class); // a class with a private constructor is none to TypeScript
}

/** Arguments of a derived twin on their way through the constructor of its base. */
let inherited: readonly unknown[] | undefined;

/** For the super call of a twin that extends another: the base makes the object with these arguments instead of its own. */
export function inherit<C extends abstract new (...args: never) => unknown>(
  args: readonly unknown[],
): ConstructorParameters<C> {
  inherited = args;
  return [] as unknown as ConstructorParameters<C>; // the base's constructor passes what it gets to construct(), which drops it
}

/** In a twin's constructor: makes the original, of the most derived class that has a twin. */
export function construct(twin: object, original: unknown, args: readonly unknown[]): void {
  const own = (originalClass(twin.constructor) ?? original) as new (...args: unknown[]) => object; // generated code knows its class
  const actual = inherited ?? args;
  inherited = undefined;
  link(twin, new own(...actual.map(asOriginal)));
}

/** The body of a twin's constructor where the class keeps its own private. */
export function refuseConstruct(name: string): never {
  throw new ArgumentError(
    `new ${name}: the constructor is private in the class itself; use one of its static methods.`,
  );
}

/** The twin of an object, always the same one. For code that has the object from elsewhere. */
export function twinOf<T>(original: object, twin: unknown): T {
  return asTwin(original, twin as Class) as T; // the class that generated code names
}

/** A method that gives a promise: it is called at once, and `yield*` waits for it. `result`: the twin of what it gives. */
export function call<T>(
  receiver: unknown,
  name: string | symbol,
  args: readonly unknown[],
  result?: unknown,
): Green<T> {
  const on = target(receiver, name);
  return given(labelOf(receiver, name), (call) => apply(on, name, args, call), result);
}

/** A method that gives no promise. */
export function callSync<T>(receiver: unknown, name: string | symbol, args: readonly unknown[], result?: unknown): T {
  return converted(apply(target(receiver, name), name, args), result) as T; // what the generated method declares
}

/** An accessor or a field that holds a promise: it is read at once, and `yield*` waits for it. */
export function get<T>(receiver: unknown, name: string | symbol, result?: unknown): Green<T> {
  const on = target(receiver, name);
  return given(labelOf(receiver, name), () => on[name], result);
}

/** An accessor or a field that holds no promise. */
export function getSync<T>(receiver: unknown, name: string | symbol, result?: unknown): T {
  return converted(target(receiver, name)[name], result) as T; // what the generated accessor declares
}

/** Sets an accessor or a field. */
export function set(receiver: unknown, name: string | symbol, value: unknown): void {
  target(receiver, name)[name] = asOriginal(value);
}

/** A function that gives a promise. */
export function run<T>(original: AnyFunction, args: readonly unknown[], result?: unknown): Green<T> {
  return given(original.name, (call) => original(...(originals(args, call) as never[])), result); // as the generated function declares
}

/** A function that gives no promise. */
export function runSync<T>(original: AnyFunction, args: readonly unknown[], result?: unknown): T {
  return converted(original(...(args.map(asOriginal) as never[])), result) as T; // as the generated function declares
}

/** In the place of an argument: the call's own signal. */
const SIGNAL: unique symbol = Symbol("the call's own signal");

/** Arguments of a member whose parameter at this position gets the call's own AbortSignal, which callers do not see. */
export function signalAt(position: number, args: readonly unknown[]): readonly unknown[] {
  const all = Array.from({ length: Math.max(args.length, position) }, (_, i) => args[i]);
  all[position] = SIGNAL;
  return all;
}

function originals(args: readonly unknown[], call: CurrentCall | undefined): unknown[] {
  return args.map((each) => (each === SIGNAL ? call?.signal : asOriginal(each)));
}

function apply(
  on: Record<PropertyKey, unknown>,
  name: string | symbol,
  args: readonly unknown[],
  call?: CurrentCall,
): unknown {
  return (on[name] as AnyFunction).apply(on, originals(args, call) as never[]); // a method, as the generated class says
}

function given<T>(label: string, start: (call: CurrentCall) => unknown, result: unknown): Green<T> {
  const green = waitingCall(label, start);
  return (result === undefined ? green : convertedLater(green, result)) as Green<T>; // as the generated member declares
}

function* convertedLater(green: Green<unknown>, result: unknown): Green<unknown> {
  return converted(yield* green, result);
}

function converted(value: unknown, result: unknown): unknown {
  return result === undefined ? value : asTwin(value, result as Class); // generated code names a class
}

/** As texts name it: `Database.query`. */
function labelOf(receiver: unknown, name: string | symbol): string {
  const of = typeof receiver === "function" ? receiver : (receiver as object).constructor; // target() took it
  return `${of.name}.${String(name)}`;
}
