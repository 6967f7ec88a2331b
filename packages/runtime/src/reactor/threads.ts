/** The two threads behind an embedded reactor: the reactor itself, and its supervisor. Both are workers of the owner. */
import { MessageChannel, Worker } from "node:worker_threads";
import { textOf } from "../errors.ts";
import { isAskedToKill } from "../memory/care.ts";
import { writeObituary } from "../memory/obituary.ts";
import type { Tree } from "../tree.ts";
import type { DeathReason, Obituary } from "../wire.ts";
import { tellEnd } from "./end.ts";
import { type ReactorEntry, type SupervisorEntry, bareExecution, workerExecArgv } from "./entry.ts";
import type { SetupOptions } from "./options.ts";

export interface ReactorThread {
  /** Ends it, whatever it does. `because`: an error that whoever asks is to see as the reason. */
  terminate(because?: unknown): void;
  /** As terminate, of a start that has failed: tells so at once, since it may take a while, or nobody may see it. */
  giveUp(because: Error): void;
}

/** Throws what Node throws for options that it refuses. */
export function startReactor(
  tree: Tree,
  entry: ReactorEntry,
  { threadName, resourceLimits = {} }: SetupOptions,
): ReactorThread {
  const { generation } = entry;
  let reason: DeathReason = "exit";
  let error: Obituary["error"] = null;
  const blame = (thrown: unknown): void => {
    const { name, message, stack } =
      thrown instanceof Error ? thrown : { name: "Error", message: textOf(thrown), stack: "" };
    error = { name, message, stack: stack ?? "" };
    const code = (thrown as { code?: unknown } | null | undefined)?.code; // any value may be thrown
    reason = code === "ERR_WORKER_OUT_OF_MEMORY" ? "out-of-memory" : "uncaught";
  };
  const worker = new Worker(new URL("./worker.js", import.meta.url), {
    name: threadName ?? `picot-reactor-${entry.name === "" ? "" : `${entry.name}-`}${process.pid}-${generation}`,
    workerData: entry,
    transferList: [entry.lane, entry.line],
    execArgv: workerExecArgv(),
    resourceLimits,
  });
  // Node's own account, where this thread's loop turns: sometimes before the supervisor has told the end.
  worker.on("error", blame);
  worker.on("exit", (exitCode) => {
    if (reason === "exit" && isAskedToKill(tree.block, generation)) reason = "terminated";
    tellEnd(tree, generation, { reason, exitCode, error });
  });
  // An idle reactor keeps no process alive.
  worker.unref();
  let told = false;
  const terminate = (because?: unknown): void => {
    if (because !== undefined) blame(because);
    // Once: each time adds a listener, and an owner that waits looks often.
    if (!told) void worker.terminate();
    told = true;
  };
  return {
    terminate,
    giveUp(because) {
      terminate(because);
      const { name, message, stack = "" } = because;
      const words = { reason: "exit" as const, exitCode: 1, error: { name, message, stack } };
      writeObituary(tree.block, generation, { ...words, starting: true });
      tellEnd(tree, generation);
    },
  };
}

/**
 * In a host that is a worker: a thread of its own whose beat tells the others that the host is there. Without it they learn of
 * the host's termination at their own limits only.
 */
export function startBeat(name: string, generation: number): void {
  const { port1, port2 } = new MessageChannel();
  // Held by the host, and closed with it.
  port1.unref();
  const without = (): void => port1.close();
  startSupervisor(
    { name, generation, line: port2, beats: true, stallLimit: 0 },
    { terminate: without, giveUp: without },
  );
}

/** Also for a reactor that has ended already: the line tells. Where it cannot be had, the reactor ends too. */
export function startSupervisor(entry: SupervisorEntry, reactor: ReactorThread): void {
  try {
    const worker = new Worker(new URL("./supervisor.js", import.meta.url), {
      name: "picot-supervisor",
      workerData: entry,
      transferList: [entry.line],
      ...bareExecution(),
    });
    // A kill that another thread asked for.
    worker.on("message", () => reactor.terminate());
    worker.on("error", (error) => reactor.terminate(error));
    worker.unref();
  } catch (error) {
    const { message } = error as Error; // Node throws errors only
    reactor.giveUp(new Error(`its supervisor's thread could not be started: ${message}`, { cause: error }));
  }
}
