import { getEnvironmentData, setEnvironmentData } from "node:worker_threads";

/** A blocking call, as application code makes it. */
export type Call<A extends readonly unknown[] = readonly unknown[], R = unknown> = (...args: A) => R;

/** The async function behind it, which runs in the other thread. */
export type Work<A extends readonly unknown[] = readonly unknown[], R = unknown> = (...args: A) => Promise<R>;

/** One row of the table: a call that picot and every peer make. */
export interface Row<A extends readonly unknown[] = readonly unknown[], R = unknown> {
  /** As `--row` names it. */
  readonly name: string;
  readonly title: string;
  /** What each call passes. */
  readonly args: A;
  /** Whether a result is the right one: asked after each call, outside the time that is measured. */
  readonly isRight: (result: R) => boolean;
  /** The method itself. In the peers' worker; loaded there only, as picot loads it in its reactor only. */
  readonly work: () => Promise<Work<A, R>>;
  /** The same method through its generated facade. Application thread, in picot's process only. */
  readonly facade: () => Promise<Call<A, R>>;
}

/** Checks a row against its own types, and forgets them: rows of all types stand in one list. */
export function row<A extends readonly unknown[], R>(typed: Row<A, R>): Row {
  // Sound as used: a row's functions get the arguments and the results of that row only.
  return typed as unknown as Row;
}

const KEY = "picot bench: row";

/** Tells the workers that this thread starts which row it is about: none of the peers has to pass it on. */
export function announceRow(name: string): void {
  setEnvironmentData(KEY, name);
}

/** In a worker: the name that announceRow() was given. */
export function announcedRow(): string {
  return String(getEnvironmentData(KEY));
}
