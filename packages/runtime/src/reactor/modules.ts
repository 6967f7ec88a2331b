/**
 * Registered plans, and what their members are in this thread. A module is loaded when a call first needs it. Members are
 * resolved once, on the class's own members: a name that is merely reachable there (`constructor`, `__defineGetter__`) is none.
 */
import { NoSuchMemberError, ReactorStartError, textOf } from "../errors.ts";
import { perThread } from "../per-thread.ts";
import { MemberKind, type Part, type Registration, type ResultKind, SYMBOL_MARK, type WireMember } from "../wire.ts";

type Method = (this: unknown, ...args: unknown[]) => unknown;
type Exports = Readonly<Record<PropertyKey, unknown>>;

/** Modules that this thread has loaded for picot, by URL. */
const loaded = perThread("modules", () => new Map<string, Exports>());

export type Class = (new (...args: unknown[]) => object) & { readonly prototype: object };

/** A registered plan whose module is there. */
export interface Resolved {
  /** Absent for a plan of functions. */
  readonly class: Class | undefined;
  readonly members: readonly ResolvedMember[];
}

export interface ResolvedMember {
  readonly kind: MemberKind;
  /** Its name, or the symbol that this stands for. */
  readonly name: string | symbol;
  readonly label: string;
  readonly result: ResultKind;
  readonly live: Part | undefined;
  readonly transfer: boolean;
  /** The position of the parameter that gets the call's own signal, or NO_SIGNAL. */
  readonly signal: number;
  /** Of a function or static method; a method is looked up on its object, which may override it. */
  readonly run: Method | undefined;
}

/** One registration, loaded at its first use. */
export class Loadable {
  readonly registration: Registration;
  resolved: Resolved | undefined;
  #loading: Promise<Resolved> | undefined;

  constructor(registration: Registration) {
    this.registration = registration;
  }

  load(): Promise<Resolved> {
    return (this.#loading ??= loadModule(this.registration.url).then((exports) => {
      this.resolved = resolve(this.registration, exports);
      return this.resolved;
    }));
  }
}

/** Imports a module of the reactor layer. A failure is told with its original text, and with what to do where that is known. */
export async function loadModule(url: string): Promise<Exports> {
  const known = loaded.get(url);
  if (known !== undefined) return known;
  try {
    const exports = (await import(url)) as Exports; // a namespace object
    loaded.set(url, exports);
    return exports;
  } catch (error) {
    const stripping = (error as { code?: unknown } | null)?.code === "ERR_UNKNOWN_FILE_EXTENSION"; // any value may be thrown
    const advice = stripping
      ? ` Node ${process.versions.node} does not run TypeScript by itself: build first, and import the built facade.`
      : "";
    throw new ReactorStartError(`The reactor layer's module ${url} could not be loaded: ${textOf(error)}${advice}`, {
      cause: error,
    });
  }
}

/**
 * A module of this thread at once: one that is there, or that Node can load without turning the event loop. Undefined where it
 * has to be imported: one that awaits at its top, is just being loaded, or fails, which import() tells best.
 */
export function moduleAtOnce(url: string): Exports | undefined {
  const known = loaded.get(url);
  if (known !== undefined || !url.startsWith("file:")) return known;
  try {
    const { createRequire } = process.getBuiltinModule("node:module");
    // The same namespace as import() gives; of a CommonJS module, what it exports.
    const exports = createRequire(url)(process.getBuiltinModule("node:url").fileURLToPath(url)) as Exports;
    loaded.set(url, exports);
    return exports;
  } catch {
    return undefined;
  }
}

/** A function that a module exports. Own exports only: a name that is merely reachable on an object is none. */
export function functionOf(exports: Exports, url: string, name: string): Method {
  const found = exportOf(exports, name);
  if (typeof found === "function") return found as Method; // just tested
  throw new NoSuchMemberError(`${url} exports no function ${name}.`);
}

function resolve({ url, name, exported, members }: Registration, exports: Readonly<Record<string, unknown>>): Resolved {
  const found = name === "" ? undefined : exportOf(exports, exported);
  if (name !== "" && typeof found !== "function") throw noSuchMember(`${url} exports no class ${exported}`);
  const made = found as Class | undefined; // a function; that it is a class shows in its members
  return { class: made, members: members.map((each) => resolveMember(each, name, made, exports, url)) };
}

function resolveMember(
  member: WireMember,
  name: string,
  of: Class | undefined,
  exports: Exports,
  url: string,
): ResolvedMember {
  const [kind, written, result, transfer, late, signal, live] = member;
  const each = keyOf(written);
  const shown = typeof each === "symbol" ? `[${each.description}]` : name === "" ? each : `.${each}`;
  const label = kind === MemberKind.Construct ? `new ${name}` : `${name}${shown}`;
  const base = { kind, name: each, label, result, transfer, signal, live };
  if (kind === MemberKind.Construct) return { ...base, run: undefined };
  const isStatic = kind === MemberKind.Static || kind === MemberKind.StaticGet || kind === MemberKind.StaticSet;
  const holder = kind === MemberKind.Function ? exports : isStatic ? of : of?.prototype;
  const none = holder === undefined || each === "constructor" || each === "__proto__";
  const own = none ? undefined : describe(kind, holder, each);
  if (!fits(kind, own) && (!late || none)) throw noSuchMember(`${url} has no ${label} of its own`);
  // Of a method it is a function, or absent and late.
  return { ...base, run: own?.value as Method | undefined };
}

/** Of all symbols the wire may name these. */
const symbols: ReadonlyMap<string, symbol> = new Map([
  [`${SYMBOL_MARK}asyncIterator`, Symbol.asyncIterator],
  [`${SYMBOL_MARK}asyncDispose`, Symbol.asyncDispose],
]);

function keyOf(name: string): string | symbol {
  return symbols.get(name) ?? name;
}

/** Whether a property of the class is what the facade takes it for. */
function fits(kind: MemberKind, own: PropertyDescriptor | undefined): boolean {
  switch (kind) {
    case MemberKind.Get:
      return own?.get !== undefined;
    case MemberKind.Set:
      return own?.set !== undefined;
    // A static field is the class's own.
    case MemberKind.StaticGet:
      return own !== undefined;
    case MemberKind.StaticSet:
      return own?.set !== undefined || own?.writable === true;
    default:
      return typeof own?.value === "function";
  }
}

/** Of a class, as it is: no accessor runs. */
function describe(kind: MemberKind, holder: object, name: PropertyKey): PropertyDescriptor | undefined {
  if (kind === MemberKind.Function) return { value: exportOf(holder as Exports, name) }; // the module's exports
  return Object.getOwnPropertyDescriptor(holder, name);
}

/**
 * What a module exports. Own properties only: a name that is merely reachable on an object is none. It may be an accessor, as
 * compilers and test runners that load modules themselves make them.
 */
function exportOf(exports: Exports, name: PropertyKey): unknown {
  return Object.hasOwn(exports, name) ? exports[name] : undefined;
}

export function noSuchMember(what: string): NoSuchMemberError {
  return new NoSuchMemberError(
    `${what}. The facade and the reactor layer differ: run \`picot generate\` and build again.`,
  );
}
