import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../postgres-process.js", import.meta.url));

/**
 * A PostgreSQL of this program's own, in memory, for machines that have none: PGlite in a process of its own. It ends with
 * this one.
 *
 * @reactor
 * @timeout 1m
 */
export class LocalPostgres {
  readonly #process: ChildProcess;
  /** Where it is: what pg, psql and others take. */
  readonly url: string;

  private constructor(child: ChildProcess, url: string) {
    this.#process = child;
    this.url = url;
  }

  /** Starts one, which takes some seconds. */
  static async start(signal?: AbortSignal): Promise<LocalPostgres> {
    const child = spawn(process.execPath, [PROGRAM], {
      stdio: ["pipe", "pipe", "inherit"],
      // Ctrl-C in a terminal goes to the program alone, whose transactions are to be rolled back before the server goes.
      detached: true,
      windowsHide: true,
      // Of the start only: who gives up waiting for it, wants none.
      signal,
    });
    const url = once(createInterface({ input: child.stdout }), "line") as Promise<[string]>;
    const ended = once(child, "exit").then(([code, signal]): never => {
      throw new Error(`the database process ended with ${signal ?? `code ${code}`} before it was up`);
    });
    return new LocalPostgres(child, (await Promise.race([url, ended]))[0]);
  }

  /** Ends it, and all that is in it. */
  async [Symbol.asyncDispose](): Promise<void> {
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== null || signalCode !== null) return;
    const ended = once(this.#process, "exit");
    this.#process.stdin?.end();
    await ended;
  }
}
