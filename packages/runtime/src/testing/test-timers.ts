/** Timers of Node that go by a test's clock: those of the global object, of node:timers and of node:timers/promises. */
import type { TestClock } from "./test-clock.ts";

type Body = (...args: unknown[]) => unknown;

/** As much of Node's Timeout as programs use. */
class TestTimer {
  readonly #clock: TestClock;
  readonly #ms: number;
  readonly #repeats: boolean;
  readonly #run: () => unknown;
  #cancel: (() => void) | undefined;

  constructor(clock: TestClock, run: () => unknown, ms: number, repeats: boolean) {
    this.#clock = clock;
    this.#run = run;
    this.#ms = ms;
    this.#repeats = repeats;
    this.refresh();
  }

  refresh(): this {
    this.close();
    this.#cancel = this.#clock.callLater(this.#ms, () => {
      this.#cancel = undefined;
      if (this.#repeats) this.refresh();
      this.#run();
    });
    return this;
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** As Node takes a delay: what is none is 1 ms. */
function delayOf(ms: unknown): number {
  const delay = Number(ms);
  return delay >= 1 && delay < 2 ** 31 ? delay : 1;
}

interface WaitOptions {
  readonly signal?: AbortSignal;
}

/** Node's own functions, by name, as they are on the objects that have them. */
type Functions = Record<string, unknown>;

function timersOf(clock: TestClock): { plain: Functions; promises: Functions } {
  const setTimeout = (run: Body, ms?: unknown, ...args: unknown[]): TestTimer =>
    new TestTimer(clock, () => run(...args), delayOf(ms), false);
  const setInterval = (run: Body, ms?: unknown, ...args: unknown[]): TestTimer =>
    new TestTimer(clock, () => run(...args), delayOf(ms), true);
  const setImmediate = (run: Body, ...args: unknown[]): TestTimer => new TestTimer(clock, () => run(...args), 0, false);
  const clear = (timer: unknown): void => {
    if (timer instanceof TestTimer) timer.close();
  };
  /** After so many milliseconds, unless a signal fires first. */
  const after = (ms: number, value: unknown, { signal }: WaitOptions = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const giveUp = (): void => {
        timer.close();
        reject(aborted(signal));
      };
      if (signal?.aborted === true) return reject(aborted(signal));
      const timer = new TestTimer(
        clock,
        () => {
          signal?.removeEventListener("abort", giveUp);
          resolve(value);
        },
        ms,
        false,
      );
      signal?.addEventListener("abort", giveUp, { once: true });
    });
  const later = (ms?: unknown, value?: unknown, options?: WaitOptions): Promise<unknown> =>
    after(delayOf(ms), value, options);
  const soon = (value?: unknown, options?: WaitOptions): Promise<unknown> => after(0, value, options);
  async function* turns(ms?: unknown, value?: unknown, options?: WaitOptions): AsyncGenerator<unknown> {
    for (;;) yield await later(ms, value, options);
  }
  const { promisify } = process.getBuiltinModule("node:util");
  Object.defineProperty(setTimeout, promisify.custom, { value: later });
  Object.defineProperty(setImmediate, promisify.custom, { value: soon });
  return {
    plain: {
      setTimeout,
      setInterval,
      setImmediate,
      clearTimeout: clear,
      clearInterval: clear,
      clearImmediate: clear,
    },
    promises: {
      setTimeout: later,
      setInterval: turns,
      setImmediate: soon,
      scheduler: { wait: (ms: unknown, options?: WaitOptions) => later(ms, undefined, options), yield: () => soon() },
    },
  };
}

/** As Node's own promises reject. */
function aborted(signal: AbortSignal | undefined): Error {
  const error = new Error("The operation was aborted", { cause: signal?.reason });
  return Object.assign(error, { name: "AbortError", code: "ABORT_ERR" });
}

/** Puts timers of the test's in the place of Node's, also in modules that have imported them by name. Returns what undoes that. */
export function replaceTimers(clock: TestClock): () => void {
  const { plain, promises } = timersOf(clock);
  const { syncBuiltinESMExports } = process.getBuiltinModule("node:module");
  const places: [place: Functions, its: Functions][] = [
    [globalThis as unknown as Functions, plain],
    [process.getBuiltinModule("node:timers") as unknown as Functions, plain],
    [process.getBuiltinModule("node:timers/promises") as unknown as Functions, promises],
  ];
  const before = places.map(([place, its]) => Object.keys(its).map((name) => [name, place[name]] as const));
  for (const [place, its] of places) Object.assign(place, its);
  syncBuiltinESMExports();
  return () => {
    for (const [i, [place]] of places.entries()) for (const [name, value] of before[i] ?? []) place[name] = value;
    syncBuiltinESMExports();
  };
}
