/** Green twins: the objects that stand in green code for those of a class tagged `@green`, in the same thread. */
import { ArgumentError } from "../errors.ts";
import { perThread } from "../per-thread.ts";

export type Class = abstract new (...args: never) => object;

interface Bound {
  readonly twin: Class;
  readonly original: () => Class;
}

/** Of this thread: two copies of the package share it, so that one object has one twin. */
const known = perThread("twins", () => ({
  /** Not asked yet: the module of the original may be loading still, where modules import in a cycle. */
  pending: [] as Bound[],
  byTwin: new WeakMap<object, () => Class>(),
  byOriginal: new WeakMap<object, Class>(),
  twinOf: new WeakMap<object, object>(),
  originalOf: new WeakMap<object, object>(),
}));

/** Ties a generated class to the one that it stands for. */
export function bindTwin(twin: Class, original: () => Class): void {
  known.byTwin.set(twin, original);
  known.pending.push({ twin, original });
}

/** The original class of a generated one, or of the nearest generated class that it extends. */
export function originalClass(twin: unknown): Class | undefined {
  for (let each = twin; typeof each === "function"; each = Object.getPrototypeOf(each)) {
    const original = known.byTwin.get(each);
    if (original !== undefined) return original();
  }
  return undefined;
}

/** Makes two objects each other's twin. */
export function link(twin: object, original: object): void {
  known.twinOf.set(original, twin);
  known.originalOf.set(twin, original);
}

/**
 * What stands for a value in green code: for an object its twin, always the same one, of the most derived class that has one, or of
 * this class. Null, undefined and what is no object stay as they are.
 */
export function asTwin(value: unknown, twin: Class): unknown {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return value;
  const before = known.twinOf.get(value);
  if (before !== undefined) return before;
  const made = Object.create((twinClass(value) ?? twin).prototype) as object; // of no type that TypeScript could know
  link(made, value);
  return made;
}

function twinClass(original: object): Class | undefined {
  known.pending = known.pending.filter(({ twin, original: of }) => {
    try {
      known.byOriginal.set(of(), twin);
      return false;
    } catch {
      // Its module is not evaluated yet, so nothing can be an object of it.
      return true;
    }
  });
  for (let each: unknown = original; each !== null; each = Object.getPrototypeOf(each)) {
    const holder = Object.getOwnPropertyDescriptor(each, "constructor")?.value as unknown; // typed any
    const twin = typeof holder === "function" ? known.byOriginal.get(holder) : undefined;
    if (twin !== undefined) return twin;
  }
  return undefined;
}

/** A twin's original; any other value as it is. */
export function asOriginal(value: unknown): unknown {
  return typeof value === "object" && value !== null ? (known.originalOf.get(value) ?? value) : value;
}

/** What a member of a generated class is called on: the original of an object, or of a class for its statics. */
export function target(receiver: unknown, member: string | symbol): Record<PropertyKey, unknown> {
  const found = typeof receiver === "function" ? originalClass(receiver) : asOriginal(receiver);
  if (found === receiver || found === undefined) {
    const name = String(member);
    throw new ArgumentError(
      `${name}: called on something that is no green twin; a method needs its object, so bind it: twin.${name}.bind(twin).`,
    );
  }
  return found as Record<PropertyKey, unknown>; // whose members are those of the generated class
}
