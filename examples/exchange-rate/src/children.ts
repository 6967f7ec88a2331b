import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A server that runs in a process of its own. */
export interface Server {
  readonly url: string;
  /** Rejects when the server ends: nobody asked it to. */
  readonly lost: Promise<never>;
}

/** The processes of the demo: it starts them here, and leaves none behind. */
export class Children {
  readonly #running = new Set<ChildProcess>();

  /** Runs a module to its end. Resolves with the lines that it printed, each shown by `show` as it comes. */
  async run(module: string, args: readonly string[], show: (line: string) => void): Promise<string[]> {
    const child = this.#spawn(module, args);
    const lines: string[] = [];
    createInterface({ input: child.stdout! }).on("line", (line) => {
      lines.push(line);
      show(line);
    });
    await ended(module, child);
    return lines;
  }

  /** Starts a server. Resolves with its address, which is the first line that it prints. */
  async serve(module: string, args: readonly string[] = []): Promise<Server> {
    const child = this.#spawn(module, args);
    const lost = ended(module, child).then(() => {
      throw new Error(`${module} ended by itself`);
    });
    // Whether or not somebody looks at it later.
    lost.catch(() => {});
    const line = once(createInterface({ input: child.stdout! }), "line") as Promise<[string]>;
    const [url] = await Promise.race([line, lost]);
    return { url, lost };
  }

  /** Ends all of them, and resolves when they are gone. */
  async end(): Promise<void> {
    const gone = [...this.#running].map((child) => once(child, "exit"));
    for (const child of this.#running) child.kill("SIGTERM");
    // One that does not end by itself is ended by the system.
    const timer = setTimeout(() => {
      for (const child of this.#running) child.kill("SIGKILL");
    }, 2_000);
    await Promise.all(gone);
    clearTimeout(timer);
  }

  #spawn(module: string, args: readonly string[]): ChildProcess {
    const file = fileURLToPath(new URL(module, import.meta.url));
    const child = spawn(process.execPath, [file, ...args], {
      // Standard input stays open for as long as we live: see parent.ts.
      stdio: ["pipe", "pipe", "inherit"],
      // Ctrl-C in a terminal goes to the demo alone: it ends the others, and can tell that from a failure of theirs.
      detached: true,
      windowsHide: true,
    });
    this.#running.add(child);
    child.once("exit", () => this.#running.delete(child));
    return child;
  }
}

/** Resolves when the process ended well. `close` and not `exit`: then all that it printed was read. */
async function ended(module: string, child: ChildProcess): Promise<void> {
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  if (code !== 0) throw new Error(`${module} ended with ${signal ?? `code ${code}`}`);
}
