/** What the reactor layer wants done when its reactor stops. */
import { logError } from "../log.ts";
import { perThread } from "../per-thread.ts";

type Hook = () => unknown;

// Objects of their own: a function may be given twice.
const hooks = perThread("hooks", () => new Set<{ readonly run: Hook }>());

/**
 * Has something done when the reactor stops: by stop(), or since the process ends, where the main thread has called picot. For
 * what outlives a single call: connections, files, a pool. Hooks run after the running calls have been cancelled, one after
 * the other, the last one first; each is awaited, all within the time of the stop, which is 2 seconds at the process's end. An
 * error is logged, and the next one runs. Reactor thread; in any other, a unit test say, it is never run. In the topology of
 * noSetup() hooks run at stop() only, since nothing can be awaited once the main thread ends.
 *
 * @returns a function that takes the hook back
 * @example
 * const pool = new Pool();
 * onStop(() => pool.end());
 */
export function onStop(hook: () => unknown): () => void {
  const entry = { run: hook };
  hooks.add(entry);
  return () => void hooks.delete(entry);
}

export function hasHooks(): boolean {
  return hooks.size > 0;
}

/** Runs each once, the last one first. */
export async function runHooks(): Promise<void> {
  // Looked for anew each time: a hook may add another, or take one back.
  for (let last = [...hooks].at(-1); last !== undefined; last = [...hooks].at(-1)) {
    hooks.delete(last);
    try {
      await last.run();
    } catch (error) {
      logError("a hook of onStop() failed", error);
    }
  }
}
