/** What one process measured, in the unit of its row. */
export interface Sample {
  readonly value: number;
  /** The 99th percentile, where single calls were timed. */
  readonly p99?: number;
}

/** Why a process has no sample. */
export interface Failure {
  readonly failed: string;
}

/** How much a process measures. */
export interface Counts {
  /** Calls before those that are timed. */
  readonly warmup: number;
  /** Calls that are timed. */
  readonly calls: number;
  /** Milliseconds after which no further call is timed: whoever is slow has fewer of them. */
  readonly budget: number;
  /** Milliseconds that a row waits which measures waiting. */
  readonly wait: number;
}
