/** Blocking calls where an event loop should turn: told once for each method, to threads that have asked for it. */
import { perThread } from "./per-thread.ts";

/** What hears of a method that blocks the loop, by its name: `ExchangeRate.latestValue`. */
export type BlockedLoopHook = (method: string) => void;

const here = perThread("blocked-loop", () => ({
  /** Of registrations whose loop has turned since. */
  hooks: new Map<object, { readonly hook: BlockedLoopHook; readonly told: Set<string> }>(),
}));

/**
 * Tells when a call of a facade, or a wait for one, blocks this thread although its event loop turns: a server's timers,
 * sockets and other requests stand still meanwhile. The hook is called once for each method, before the call is sent; where it
 * throws, the call throws that, each time, and nothing is sent. What runs before the loop has turned once, as the first run of a
 * script does, blocks nobody and is not told. Any thread; it concerns the thread that calls it.
 *
 * Off unless called, since a program that does one thing after the other loses nothing by blocking. After the `debug` mode of
 * Python's asyncio, which tells of callbacks that block its loop.
 *
 * @param hook default: a process warning, `PicotBlockedLoopWarning`
 * @returns what ends it
 * @example
 * onBlockedLoop();   // in a server that should defer its blocking code to threads
 */
export function onBlockedLoop(hook: BlockedLoopHook = warn): () => void {
  const key = {};
  // An immediate runs in the loop's first turn. It is no reason for a turn.
  const first = setImmediate(() => here.hooks.set(key, { hook, told: new Set() }));
  first.unref();
  return () => {
    clearImmediate(first);
    here.hooks.delete(key);
  };
}

/** This thread is about to block for this method. */
export function noteBlocking(method: string): void {
  if (here.hooks.size === 0) return;
  for (const { hook, told } of here.hooks.values()) {
    if (told.has(method)) continue;
    // Before it is called: a hook may call a facade.
    told.add(method);
    try {
      hook(method);
    } catch (error) {
      // A refusal holds for each call.
      told.delete(method);
      throw error;
    }
  }
}

function warn(method: string): void {
  process.emitWarning(
    `${method} blocks a thread whose event loop turns: nothing else is served there meanwhile.`,
    "PicotBlockedLoopWarning",
    "PICOT_BLOCKED_LOOP",
    noteBlocking,
  );
}
