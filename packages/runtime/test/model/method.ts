/** What a system is told to do. */

export interface Options {
  readonly spin?: boolean;
  /** The caller is a thread that the reactor has yet to accept. */
  readonly late?: boolean;
  /** Milliseconds that pass with each look at the clock. */
  readonly tick?: number;
  /** How often the reactor's sleep outside its loop may end early. */
  readonly reactorEarly?: number;
}

/**
 * What a call does in the reactor. "at length": as "at once", with an answer that takes half a ring. "asks": its answer is what a
 * function of the caller's gives. "emits": as "at once", and an event comes later, or before the answer.
 */
export type Method = "at once" | "at length" | "later" | "never" | "obeys" | "asks" | "emits" | "emits at once";

/** The value of a call. */
export function answerOf(number: number, method: Method): string {
  return `${number}`.padEnd(method === "at length" ? 90 : 1, "-");
}
