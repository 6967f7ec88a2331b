/**
 * A sleep that Ctrl-C ends. A thread that sleeps on shared memory hears of no signal, also where somebody listens; Node ends a
 * script that was started with breakOnSigint, though, and a script may sleep. To start one costs 30 to 100 us, so only a sleep
 * that has lasted for a while goes on in one.
 */
import { isMainThread } from "node:worker_threads";
import { perThread } from "../per-thread.ts";

/** Milliseconds slept in vain after which Ctrl-C is listened for. */
const ARM_AFTER = 20;

/** SIGINT came while this thread slept. What it waited for is as it was. Never seen by users, who get an InterruptedError. */
export class Interrupted extends Error {}

type How = "ok" | "not-equal" | "timed-out";

/** A global of the thread: where the script, which is the same for all sleeps, finds what it is to do. */
const SLEEP: unique symbol = Symbol.for("picot.v1.sleep");

interface Armed {
  readonly script: { runInThisContext(options: { readonly breakOnSigint: boolean }): unknown };
  readonly global: { [SLEEP]?: () => How };
}

// Signals come to the main thread only. Bun and Deno have no such scripts.
const possible = isMainThread && !("bun" in process.versions) && !("deno" in process.versions);

const state = perThread("nap", () => ({
  interrupts: possible,
  /** Milliseconds of long sleeps since the last time that this thread was woken. */
  slept: 0,
  /** The last wait was a long one. The next may be too, and a signal in its first milliseconds would be lost. */
  eager: false,
  armed: undefined as Armed | undefined,
}));

/** Whether Ctrl-C ends this thread's sleeps from now on. */
export function allowInterrupts(yes: boolean): void {
  state.interrupts = possible && yes;
}

/** Sleeps while the word holds `value`, `ms` at the most. Throws Interrupted. */
export function nap(words: Int32Array, at: number, value: number, ms: number): How {
  // As everywhere: whoever has something for us changes the word before it notifies. A limit that is short ends it soon enough.
  if (!state.interrupts || ms <= ARM_AFTER) return Atomics.wait(words, at, value, ms);
  if (!state.eager) {
    const how = Atomics.wait(words, at, value, ARM_AFTER);
    // So far, without a look at the clock: calls come this way by the million.
    if (how !== "timed-out") return how;
    state.slept += ARM_AFTER;
    ms -= ARM_AFTER;
  }
  const begun = performance.now();
  const how = napArmed(words, at, value, ms);
  state.slept += performance.now() - begun;
  state.eager = state.slept >= ARM_AFTER;
  if (how !== "timed-out") state.slept = 0;
  return how;
}

/** As nap(), however short, for one of many sleeps in a row. `slept`: milliseconds of those before. */
export function napOn(words: Int32Array, at: number, value: number, ms: number, slept: number): How {
  if (!state.interrupts || slept < ARM_AFTER) return Atomics.wait(words, at, value, ms);
  return napArmed(words, at, value, ms);
}

function napArmed(words: Int32Array, at: number, value: number, ms: number): How {
  const { script, global } = (state.armed ??= newArmed());
  // Nothing but the bare wait: what ends the script runs no finally in it.
  global[SLEEP] = () => Atomics.wait(words, at, value, ms);
  try {
    return script.runInThisContext({ breakOnSigint: true }) as How; // what sleep() returns
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_INTERRUPTED") throw error; // Node throws errors with codes
    state.slept = 0;
    state.eager = true;
    throw new Interrupted();
  }
}

function newArmed(): Armed {
  const { Script } = process.getBuiltinModule("node:vm");
  return {
    script: new Script(`globalThis[Symbol.for("picot.v1.sleep")]()`, { filename: "picot:nap" }),
    // Not ours where this code itself runs in a context of its own, as test runners have it.
    global: new Script("globalThis").runInThisContext() as Armed["global"], // an object like any other
  };
}
