/** Ways in which the thread that serves calls comes to its end. */

export const WAYS = [
  "process.exit(0)",
  "process.exit(7)",
  "a throw",
  "a rejection",
  "process.reallyExit()",
  "out of memory",
  "terminate()",
  "a loop, and stop()",
] as const;
export type Way = (typeof WAYS)[number];

/** Those that take effect only once the step's own turn is over: it may still answer. The others end all there and then. */
export const LATER: readonly Way[] = ["a throw", "a rejection"];

/** Words by which the threads of a run know of each other. */
export const Word = {
  /** Callers that are about to call. */
  Ready: 0,
  /** They may. */
  Go: 1,
  /** The next one at the step dies. */
  Armed: 2,
  /** It dies, or waits for somebody to end it. */
  Dying: 3,
} as const;

export interface Shared {
  readonly words: Int32Array;
  /** When it died, in nanoseconds of the process's clock; of peers, for each caller the worker that it has. */
  readonly died: BigInt64Array;
}

/** Callers of each run. */
export const CALLERS = 3;
export const SHARED_BYTES: number = 16 + 8 * CALLERS;

export function shared(memory: SharedArrayBuffer): Shared {
  return { words: new Int32Array(memory, 0, 4), died: new BigInt64Array(memory, 16, CALLERS) };
}

/** In the thread that is to end. What ends later, or from outside, goes on for a moment. */
export function die(way: Way, { words, died }: Shared, of = 0): void {
  Atomics.store(died, of, process.hrtime.bigint());
  Atomics.store(words, Word.Dying, 1);
  Atomics.notify(words, Word.Dying);
  switch (way) {
    case "process.exit(0)":
      return process.exit(0);
    case "process.exit(7)":
      return process.exit(7);
    case "a throw":
      return queueMicrotask(() => {
        throw new RangeError("a throw");
      });
    case "a rejection":
      return void Promise.reject(new RangeError("a rejection"));
    case "process.reallyExit()":
      return (process as unknown as { reallyExit(code: number): never }).reallyExit(4); // not in Node's types
    case "out of memory":
      return exhaust();
    case "terminate()":
    case "a loop, and stop()":
      for (;;);
  }
}

function exhaust(): never {
  const hoard: unknown[] = [];
  for (;;) hoard.push(Array.from({ length: 1_000 }, (_, i) => ({ i })));
}
