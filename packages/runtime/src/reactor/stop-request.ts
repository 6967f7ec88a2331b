/** How a reactor is asked to stop. */

/** Milliseconds, where nobody says how many. */
export const STOP_WITHIN = 2000;

export interface StopRequest {
  /** Milliseconds for the calls that are running, and what is to be put away after them. */
  readonly within: number;
  /**
   * What becomes of the calls that are running. "now": their callers are told at once, and they are cancelled. "finish",
   * "cancel": it stops once they have ended, by themselves or cancelled. "exit": as "now", since the process ends, and only
   * those are waited for that heed their signal: no other has anything to put away.
   */
  readonly calls: "now" | "finish" | "cancel" | "exit";
}

/** As it crosses. */
export function stopRequest([within, calls]: readonly unknown[]): StopRequest {
  return {
    within: Number(within),
    calls: calls === "finish" || calls === "cancel" || calls === "exit" ? calls : "now",
  };
}
