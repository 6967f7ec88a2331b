/** How something ended, as data that fits into JSON. */

export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly code?: unknown;
  readonly reason?: unknown;
  readonly exitCode?: unknown;
  readonly mayHaveRun?: unknown;
  readonly cause?: Failure;
}

export interface Outcome<T = unknown> {
  readonly value?: T;
  readonly error?: Failure;
  readonly ms: number;
}

/** Runs it, and tells what it returned or threw, and how long that took. */
export function outcomeOf<T>(run: () => T): Outcome<T> {
  const start = performance.now();
  try {
    const value = run();
    return { value, ms: performance.now() - start };
  } catch (error) {
    return { error: failure(error), ms: performance.now() - start };
  }
}

/** As outcomeOf, for what may return a promise. */
export async function outcome<T>(run: () => T | Promise<T>): Promise<Outcome<T>> {
  const start = performance.now();
  try {
    const value = await run();
    return { value, ms: performance.now() - start };
  } catch (error) {
    return { error: failure(error), ms: performance.now() - start };
  }
}

export function failure(error: unknown): Failure {
  if (!(error instanceof Error)) return { name: typeof error, message: String(error) };
  const { code, reason, exitCode, mayHaveRun } = error as Partial<Failure>; // where it has them
  const cause = error.cause === undefined ? undefined : failure(error.cause);
  return { name: error.name, message: error.message, code, reason, exitCode, mayHaveRun, ...(cause && { cause }) };
}
