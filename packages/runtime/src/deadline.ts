/** Durations to deadlines. The only file that compares times. */
import { ArgumentError, TimeoutRangeError } from "./errors.ts";
import { perThread } from "./per-thread.ts";

const systemTime = (): number => performance.now();
const time = perThread("time", () => ({ now: systemTime }));

/** Has deadlines of this thread go by another time, that of a test; undefined: the system's. */
export function goBy(now: (() => number) | undefined): void {
  time.now = now ?? systemTime;
}

/**
 * The explicit absence of a timeout. It must be written: neither undefined nor 0 nor Infinity means "for ever" (MAAS's word).
 *
 * @example result.wait(FOREVER)
 */
export const FOREVER: unique symbol = Symbol.for("picot.FOREVER");

/** Milliseconds, 0 and fractions included, or FOREVER. */
export type Timeout = number | typeof FOREVER;

/** Refuses what is no timeout. `what` names the place in the text. */
export function checkTimeout(timeout: unknown, what: string): asserts timeout is Timeout {
  if (timeout === FOREVER || (typeof timeout === "number" && timeout >= 0 && timeout < Infinity)) return;
  throw new TimeoutRangeError(
    `${what}: a timeout is a number of milliseconds, 0 or more, or FOREVER; got ${show(timeout)}.`,
  );
}

/** Of any value at all: String() throws on some objects, a template on symbols too. */
function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

/** Refuses a `wait()` with no timeout at all: a missing argument is another mistake than a bad one. */
export function refuseMissingTimeout(what: string): never {
  throw new ArgumentError(`${what}: say how long to wait, in milliseconds, or write FOREVER.`);
}

/** A moment, computed once from a timeout, so that waiting again does not wait anew. */
export class Deadline {
  readonly timeout: Timeout;
  /** Undefined: not begun. */
  #at: number | undefined;

  private constructor(timeout: Timeout, at: number | undefined) {
    this.timeout = timeout;
    this.#at = at;
  }

  static after(timeout: Timeout): Deadline {
    return Deadline.ofWait(timeout).beginNow();
  }

  /**
   * The time begins when somebody first asks how much is left: of a call, once it has been sent and there is no answer yet. To
   * look at the clock is a good part of what a call costs, and most that are made in advance never have to.
   */
  static ofWait(timeout: Timeout): Deadline {
    return new Deadline(timeout, timeout === FOREVER ? Infinity : undefined);
  }

  /** Has the time begin now, unless it has: something else is to be waited for first. */
  beginNow(): this {
    this.#at ??= time.now() + this.milliseconds;
    return this;
  }

  /** Milliseconds left, 0 when it has passed, Infinity when it never will. */
  remaining(): number {
    if (this.#at === Infinity) return Infinity;
    const now = time.now();
    this.#at ??= now + this.milliseconds;
    return Math.max(0, this.#at - now);
  }

  passed(): boolean {
    return this.remaining() === 0;
  }

  /** The limit in milliseconds, for a text. */
  get milliseconds(): number {
    return this.timeout === FOREVER ? Infinity : this.timeout;
  }
}
