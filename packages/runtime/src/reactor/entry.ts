/** What the workers of an embedded reactor are started with, and what the reactor tells its supervisor. */
import type { MessagePort, WorkerOptions } from "node:worker_threads";
import type { ServiceName } from "./options.ts";

/** workerData of the reactor. */
export interface ReactorEntry {
  /** Of the reactor; "": the default one. */
  readonly name: string;
  readonly generation: number;
  readonly reactor: SharedArrayBuffer;
  /** Block and lane of the thread that starts the reactor. */
  readonly owner: SharedArrayBuffer;
  readonly lane: MessagePort;
  /** Node's number of that thread. */
  readonly thread: number;
  /** To the supervisor. Node closes it with the thread. */
  readonly line: MessagePort;
  /** Modules of the reactor layer loaded before the first call is served. */
  readonly modules: readonly string[];
  /** Started after that, also before the first call is served. */
  readonly services: readonly ServiceName[];
  /** Whether it answers when the supervisor asks whether its loop turns. */
  readonly echoes: boolean;
  /** Whether a rejection that nobody handles is logged only. */
  readonly logsRejections: boolean;
}

/** workerData of the supervisor. */
export interface SupervisorEntry {
  readonly name: string;
  readonly generation: number;
  /** From the reactor. */
  readonly line: MessagePort;
  /** Whether others must be told that the owner is still there. */
  readonly beats: boolean;
  /** Milliseconds for which the reactor's loop may stand still; 0: for ever. */
  readonly stallLimit: number;
}

/** On the line: the block of a thread that the reactor serves from now on; or without one, the number is free again. */
export type ServedNote = readonly [number: number, block?: SharedArrayBuffer];

/** On the line, both ways: does your loop turn? It does. */
export const ECHO = "echo";

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

/**
 * For the supervisor, which runs nothing of the program: without what this process preloads, which may be slow to load, or fail.
 * Under Plug'n'Play it is by a preload that modules are found at all.
 */
export function bareExecution(): Pick<WorkerOptions, "execArgv" | "env"> {
  if (process.versions["pnp"] !== undefined) return { execArgv: workerExecArgv() };
  return { execArgv: [], env: { ...process.env, NODE_OPTIONS: "" } };
}
