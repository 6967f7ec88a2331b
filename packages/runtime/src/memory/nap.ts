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

interface Script {
  runInThisContext(options: { readonly breakOnSigint: boolean }): unknown;
}

const state = perThread("nap", () => ({
  // Signals come to the main thread only. Bun and Deno have no such scripts.
  interrupts: isMainThread && !("bun" in process.versions) && !("deno" in process.versions),
  /** Milliseconds slept since the last time that this thread was woken. */
  slept: 0,
  /** The last wait was a long one. The next may be too, and a signal in its first milliseconds would be lost. */
  eager: false,
  script: undefined as Script | undefined,
  /** What the script does: it finds it by way of the shelf, and is the same for all sleeps. */
  sleep: (): How => "timed-out",
}));
const possible = state.interrupts;

/** Whether Ctrl-C ends this thread's sleeps from now on. */
export function allowInterrupts(yes: boolean): void {
  state.interrupts = possible && yes;
}

/** Sleeps while the word holds `value`, `ms` at the most. Throws Interrupted. */
export function nap(words: Int32Array, at: number, value: number, ms: number): How {
  // As everywhere: whoever has something for us changes the word before it notifies.
  if (!state.interrupts) return Atomics.wait(words, at, value, ms);
  const begun = performance.now();
  const deaf = state.eager ? 0 : Math.min(ms, Math.max(0, ARM_AFTER - state.slept));
  let how: How = "timed-out";
  if (deaf > 0) how = Atomics.wait(words, at, value, deaf);
  if (how === "timed-out" && ms > deaf) how = napArmed(words, at, value, ms - deaf);
  state.slept += performance.now() - begun;
  if (how !== "timed-out") {
    state.eager = state.slept >= ARM_AFTER;
    state.slept = 0;
  }
  return how;
}

function napArmed(words: Int32Array, at: number, value: number, ms: number): How {
  // Nothing but the bare wait: what ends the script runs no finally in it.
  state.sleep = () => Atomics.wait(words, at, value, ms);
  const script = (state.script ??= newScript());
  try {
    return script.runInThisContext({ breakOnSigint: true }) as How; // what sleep() returns
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_INTERRUPTED") throw error; // Node throws errors with codes
    state.slept = 0;
    state.eager = true;
    throw new Interrupted();
  }
}

function newScript(): Script {
  const { Script } = process.getBuiltinModule("node:vm");
  return new Script(`globalThis[Symbol.for("picot.v1")].things.get("nap").sleep()`, { filename: "picot:nap" });
}
