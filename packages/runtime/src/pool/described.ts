/** How a job is named: by an export of a module, or by a generated function that stands for one. */
import { ArgumentError } from "../errors.ts";
import { perThread } from "../per-thread.ts";
import { referenceUrl } from "../module-url.ts";
import { type Export, NO_STREAM, type Work } from "./job.ts";
import type { JobOptions } from "./options.ts";

// `never` parameters: any function is one of these.
export type AnyFunction = (...args: never[]) => unknown;

/** A generated function of a `.deferred` module, with its arguments; or a module's URL and the name of its export, with theirs. */
export type JobCall =
  | readonly [job: AnyFunction, ...args: unknown[]]
  | readonly [module: string | URL, name: string, ...args: unknown[]];

/** A job before it is sent. */
export interface Described {
  readonly label: string;
  readonly work: Work;
  readonly args: readonly unknown[];
  readonly transfer: boolean;
}

/** What a generated function does for the one call that it is, in place of running its job. */
interface Mode {
  /** Runs it so. */
  readonly options?: JobOptions;
  /** Only says what it would run. */
  readonly describe?: (job: Described) => void;
}

const slot = perThread("jobMode", () => ({ mode: undefined as Mode | undefined }));

/** For the generated function that asks: taken, so that what it calls has none. */
export function takeMode(): Mode | undefined {
  const { mode } = slot;
  slot.mode = undefined;
  return mode;
}

/** Runs a generated function in this mode. Throws where it turns out to be another one. */
export function inMode<R>(mode: Mode, what: string, run: () => R): R {
  slot.mode = mode;
  try {
    const result = run();
    if (slot.mode !== undefined)
      throw new ArgumentError(`${what}: this is no function of a generated .deferred module.`);
    return result;
  } finally {
    slot.mode = undefined;
  }
}

/** What a call would run. */
export function describe(call: JobCall, what: string): Described {
  const [first, second, ...others] = call;
  if (typeof first !== "function") {
    const { url, name } = exportOf(first, second, what);
    return { label: name, work: { do: "call", url, name, stream: NO_STREAM }, args: others, transfer: false };
  }
  let found: Described | undefined;
  const args = call.slice(1) as never[]; // its own parameters, by the caller's types
  const nothing = inMode({ describe: (job) => (found = job) }, what, () => first(...args));
  // The mode was taken, so it was described, or refused by a promise.
  if (nothing instanceof Promise) nothing.catch(() => {});
  if (found === undefined || found.work.do === "method")
    throw new ArgumentError(
      `${what}: a generated function, and no method of an object: that lives in a thread of its own.`,
    );
  return found;
}

/** The export that a job names; of a method there is none. */
export function describedExport(call: JobCall, what: string): Export & { readonly args: readonly unknown[] } {
  const { work, args } = describe(call, what);
  if (work.do !== "call" || work.stream !== NO_STREAM)
    throw new ArgumentError(`${what}: a plain exported function, and no method or generator.`);
  return { url: work.url, name: work.name, args };
}

export function exportOf(module: unknown, name: unknown, what: string): Export {
  if (typeof name !== "string" || !(typeof module === "string" || module instanceof URL))
    throw new ArgumentError(`${what}: name the job by its module's URL and its name, or by a generated function.`);
  return { url: referenceUrl(module, name), name };
}
