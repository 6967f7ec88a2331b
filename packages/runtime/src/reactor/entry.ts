/** What the workers of an embedded reactor are started with. */
import type { MessagePort, ResourceLimits } from "node:worker_threads";

export interface ReactorOptions {
  /** Name of the reactor's thread, as debuggers show it. */
  readonly threadName: string;
  /** Modules of the reactor layer loaded before the first call is served. */
  readonly modules: readonly string[];
  readonly resourceLimits: ResourceLimits;
}

/** workerData of the supervisor, and of the reactor that it starts. */
export interface ReactorEntry {
  readonly generation: number;
  readonly reactor: SharedArrayBuffer;
  /** Block and lane of the thread that starts the reactor. */
  readonly owner: SharedArrayBuffer;
  readonly lane: MessagePort;
  readonly options: ReactorOptions;
}

/** The owner's number in the reactor. */
export const OWNER = 0;

/** A worker with one of these waits for a debugger while its caller waits for it, or refuses to start. */
const UNFIT = /^--(inspect|debug|input-type)/;
/** By these, modules are found and loaded. The value may be the next word. */
const LOADING = /^(-r|--require|--import|--(experimental-)?loader|-C|--conditions)(=|$)/;
const LOADING_SWITCH =
  /^--(no-)?(enable-source-maps|preserve-symlinks|experimental-(default-type|detect-module|import-meta-resolve|require-module|strip-types|transform-types|vm-modules|wasm-modules))(=|$)/;

/**
 * Options of Node for the workers. Undefined, where that is possible: they inherit those of this process. To name them is
 * second best, since a worker refuses by name what holds for the whole process anyway, V8's options and a title for example.
 */
export function workerExecArgv(): string[] | undefined {
  const given = process.execArgv;
  if (!given.some((each) => UNFIT.test(each))) return undefined;
  return given.filter((each, i) => {
    const before = given[i - 1] ?? "";
    return LOADING.test(each) || LOADING_SWITCH.test(each) || (LOADING.test(before) && !before.includes("="));
  });
}
