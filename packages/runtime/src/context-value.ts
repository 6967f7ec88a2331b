/** Values that travel with calls and jobs: what AsyncLocalStorage is within one thread, from one thread to another. */
import { AsyncLocalStorage } from "node:async_hooks";
import { ArgumentError } from "./errors.ts";
import { perThread } from "./per-thread.ts";

/** By name. */
export type ContextValues = ReadonlyMap<string, unknown>;

/** What belongs to the code that runs. */
export interface Surroundings {
  readonly values: Map<string, unknown>;
  /** In a thread of a pool: the job. */
  readonly job: object | undefined;
}

const NONE: ContextValues = new Map();

const here = perThread("contextValues", () => ({
  /** A value was named in this thread, or came to it: until then nothing is looked for. */
  inUse: false,
  /** Made when it is first asked for: this file is bundled with what every thread loads. */
  storage: undefined as AsyncLocalStorage<Surroundings> | undefined,
  /** Of the program's own, by the names under which their values travel. */
  own: new Map<string, AsyncLocalStorage<unknown>>(),
  /** A thread of a pool has one job at a time, and needs no AsyncLocalStorage to know it: that slows down every promise. */
  present: undefined as Surroundings | undefined,
}));

export function surroundings(): Surroundings | undefined {
  return here.storage?.getStore() ?? here.present;
}

/** In a thread of a pool: what its job has around it; undefined once it has ended. */
export function surround(by: Surroundings | undefined): void {
  here.present = by;
  if (by !== undefined && by.values.size > 0) here.inUse = true;
}

/** The values that are set where this is called, to send along. Undefined: none. With each call, so that what is not in use costs next to nothing. */
export function valuesToSend(): ContextValues | undefined {
  return here.inUse ? collected() : undefined;
}

function collected(): ContextValues | undefined {
  const values = surroundings()?.values ?? NONE;
  if (here.own.size === 0) return values.size === 0 ? undefined : values;
  const all = new Map(values);
  for (const [name, storage] of here.own) {
    const value = storage.getStore();
    if (value === undefined) all.delete(name);
    else all.set(name, value);
  }
  return all.size === 0 ? undefined : all;
}

/** Runs code with values that came with a call. */
export function withValues<T>(values: ContextValues, run: () => T): T {
  here.inUse = true;
  return enter(new Map(values), () => withOwn(values, run));
}

/** Puts values that came along into those AsyncLocalStorages of the program that bear their names. */
export function withOwn<T>(values: ContextValues, run: () => T): T {
  let all = run;
  for (const [name, storage] of here.own) {
    const inner = all;
    if (values.has(name)) all = () => storage.run(values.get(name), inner);
  }
  return all();
}

function enter<T>(values: Map<string, unknown>, run: () => T): T {
  return (here.storage ??= new AsyncLocalStorage()).run({ values, job: surroundings()?.job }, run);
}

/** Runs a function with all that AsyncLocalStorages have where `captured()` was called. */
export type Captured = <A extends unknown[], R>(run: (...args: A) => R, ...args: A) => R;

/** For a function that runs later, in another wait or turn. Undefined where no value is in use: then it costs nothing. */
export function captured(): Captured | undefined {
  return here.inUse ? AsyncLocalStorage.snapshot() : undefined;
}

/** A value that is set for a stretch of code, and for the calls and jobs that it makes. */
export interface ContextValue<T> {
  /** Runs `run`, with this value for it and for all that it begins. Any thread. */
  with<R>(value: T, run: () => R): R;
  /** The value, or, where none is set, undefined or what `otherwise` makes. Any thread. */
  get(): T;
}

/**
 * A value that is seen by all that the code does that sets it, in whichever thread: by methods of the reactor that it calls,
 * by functions that these call back, by jobs that the reactor defers to its pools. A trace id, a user's name. It is found by its
 * name, so the same line stands in a module that both sides import, and it is copied with each call and job: what these change
 * in it, whoever called does not see. A thread pays for it once a value is named there: about a microsecond a call. Any thread.
 *
 * Given an AsyncLocalStorage of the program's own, it is the value of that one that travels, and it arrives in the one that
 * bears the same name there.
 *
 * @param otherwise makes a value where none is set; within one call or job it is asked once
 * @throws ArgumentError for a name that is none; later, from a facade's call, for a value that cannot cross: then nothing was sent
 * @example
 * export const trace = contextValue("trace", () => crypto.randomUUID());
 * // in the application, or in the reactor
 * trace.with(request.id, () => rates.latest("EURUSD"));
 * // in the method, or in the job
 * log(trace.get(), "downloading");
 */
export function contextValue<T>(name: string, otherwise: () => T): ContextValue<T>;
export function contextValue<T>(name: string, storage?: AsyncLocalStorage<T>): ContextValue<T | undefined>;
export function contextValue<T>(name: string, given?: AsyncLocalStorage<T> | (() => T)): ContextValue<T | undefined> {
  // Whoever writes JavaScript may give anything.
  if (typeof name !== "string" || name === "") throw new ArgumentError("contextValue: its name is a text, not empty.");
  here.inUse = true;
  if (given instanceof AsyncLocalStorage) return ofStorage(name, given);
  return {
    with: (value, run) => enter(new Map([...(surroundings()?.values ?? NONE), [name, value]]), run),
    get() {
      const values = surroundings()?.values;
      if (values?.has(name) === true) return values.get(name) as T; // each name is used with one type, by its maker's word
      const made = given?.();
      if (given !== undefined) values?.set(name, made);
      return made;
    },
  };
}

function ofStorage<T>(name: string, storage: AsyncLocalStorage<T>): ContextValue<T | undefined> {
  here.own.set(name, storage as AsyncLocalStorage<unknown>); // as above
  return {
    with: (value, run) => storage.run(value as T, run), // undefined is no value to it either
    get: () => storage.getStore(),
  };
}
