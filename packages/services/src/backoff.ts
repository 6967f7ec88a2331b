/** How long to wait, in milliseconds, after so many failures in a row, from 1 on. */
export type BackoffPolicy = (failures: number) => number;

/** Options of `backoffPolicy()`. */
export interface BackoffOptions {
  /** Milliseconds after the first failure. Default: 1,000. */
  readonly initial?: number;
  /** Milliseconds that it never gets over, before the jitter is added. Default: 60,000. */
  readonly max?: number;
  /** By how much it grows with each failure. Default: 1.5. */
  readonly factor?: number;
  /** Milliseconds to add, another number each time: many clients of one server must not all come back at once. Default: 0 to 1,000, at random. */
  readonly jitter?: () => number;
}

/**
 * Waits that grow with each failure: Twisted's `backoffPolicy`, in milliseconds. Pure; any thread.
 *
 * @example new ClientService(endpoint, { backoff: backoffPolicy({ initial: 100, max: 5_000 }) });
 */
export function backoffPolicy({
  initial = 1_000,
  max = 60_000,
  factor = 1.5,
  jitter = () => Math.random() * 1_000,
}: BackoffOptions = {}): BackoffPolicy {
  // A power of a large number is Infinity, and then the limit holds.
  return (failures) => Math.min(initial * factor ** (failures - 1), max) + jitter();
}
