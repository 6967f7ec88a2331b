/** Values that travel with jobs: what AsyncLocalStorage is within one thread, from the reactor to the threads of its pools. */
import { AsyncLocalStorage } from "node:async_hooks";
import { perThread } from "../per-thread.ts";
import type { RunningJob } from "./current-job.ts";

/** What belongs to the code that runs. */
export interface Surroundings {
  /** By name. */
  readonly values: Map<string, unknown>;
  /** In a thread of a pool. */
  readonly job: RunningJob | undefined;
}

/** Made when it is first asked for: this file is bundled with what every thread loads. */
function storage(): AsyncLocalStorage<Surroundings> {
  return perThread("poolContext", () => new AsyncLocalStorage<Surroundings>());
}

/** A thread of a pool has one job at a time, and needs no AsyncLocalStorage to know it: that slows down every promise. */
const thread = perThread("poolJob", () => ({ present: undefined as Surroundings | undefined }));

export function surroundings(): Surroundings | undefined {
  return storage().getStore() ?? thread.present;
}

/** In a thread of a pool: what its job has around it; undefined once it has ended. */
export function surround(by: Surroundings | undefined): void {
  thread.present = by;
}

/** The values that are set where this is called, to send along. */
export function currentValues(): Readonly<Record<string, unknown>> {
  const values = surroundings()?.values;
  return values === undefined ? NONE : Object.fromEntries(values);
}

const NONE = Object.freeze({});

/** A value that is set for a stretch of code, and for the jobs that it defers. */
export interface ContextValue<T> {
  /** Runs `run`, with this value for it and for all that it begins. Any thread. */
  with<R>(value: T, run: () => R): R;
  /** The value, or, where none is set, undefined or what `otherwise` makes. Any thread. */
  get(): T;
}

/**
 * A value that is seen by jobs and by callbacks of the code that sets it: a trace id, a user's name. It is found by its name,
 * so the same line stands in a module that both sides import, and it is copied with the job: what a job changes in it, the
 * reactor does not see. Any thread.
 *
 * @param otherwise makes a value where none is set; within one job it is asked once
 * @example
 * export const trace = contextValue("trace", () => crypto.randomUUID());
 * // in the reactor
 * await trace.with(request.id, () => deferToThread(pages, "render", "/"));
 * // in the job
 * log(trace.get(), "rendering");
 */
export function contextValue<T>(name: string, otherwise: () => T): ContextValue<T>;
export function contextValue<T>(name: string): ContextValue<T | undefined>;
export function contextValue<T>(name: string, otherwise?: () => T): ContextValue<T | undefined> {
  return {
    with(value, run) {
      const around = surroundings();
      return storage().run({ values: new Map([...(around?.values ?? []), [name, value]]), job: around?.job }, run);
    },
    get() {
      const values = surroundings()?.values;
      if (values?.has(name) === true) return values.get(name) as T; // each name is used with one type, by its maker's word
      const made = otherwise?.();
      if (otherwise !== undefined) values?.set(name, made);
      return made;
    },
  };
}
