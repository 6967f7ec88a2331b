/** What a caller got, and when. */

export interface Outcome {
  readonly caller: number;
  readonly value?: unknown;
  /** The code of its error, or the error's name. */
  readonly error?: string;
  /** Nanoseconds of the process's clock. */
  readonly at: bigint;
}

export function outcomeOf(caller: number, run: () => unknown): Outcome {
  try {
    return { caller, value: run(), at: process.hrtime.bigint() };
  } catch (error) {
    const { code, name, message } = error as Error & { code?: unknown }; // a library may throw anything; that would show
    return { caller, error: typeof code === "string" ? code : `${name}: ${message}`, at: process.hrtime.bigint() };
  }
}

/** Of one run: what its program prints, as JSON. */
export interface Report {
  /** Milliseconds from the death until each caller had what it got; null if it had it before. */
  readonly callers: readonly {
    readonly caller: number;
    readonly late: number | null;
    readonly got: string;
    readonly right: boolean;
  }[];
  readonly hangs: number;
  /** Whether anything died: a step that the calls did not come by ends nobody. */
  readonly met: boolean;
}

/** Milliseconds after which one that has got nothing hangs. */
export const PATIENCE = 8_000;
