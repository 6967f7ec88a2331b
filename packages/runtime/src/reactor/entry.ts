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

/**
 * Options of this process that a worker may not have, or must not: it would wait for a debugger while its caller waits for
 * it. The rest (loaders, conditions) is inherited, since the reactor layer may need it.
 */
export function workerExecArgv(): string[] {
  return process.execArgv.filter((each) => !/^--(inspect|debug)/.test(each));
}
