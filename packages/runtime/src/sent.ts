/** A call that was sent, as its connection holds it, and how it ends. */
import type { Captured } from "./context-value.ts";
import type { Deadline } from "./deadline.ts";
import { CancelledError } from "./errors.ts";
import { type PendingCall, type Settled, markUnseen } from "./eventual-result.ts";
import type { Receive } from "./handles.ts";
import type { Outgoing } from "./outgoing.ts";

/** Milliseconds for which a cancelled call may still end in its own way. */
export const CANCEL_GRACE = 2000;

export interface Sent extends PendingCall {
  id: number;
  readonly receive: Receive | undefined;
  /** Where functions are among the arguments: how these cross, and what they are. */
  given: Pick<Outgoing, "params" | "args"> | undefined;
  /** What was around the code that gave them; undefined where nothing has to be put there again. */
  readonly around: Captured | undefined;
  /** Once it is settled: the last of what was to run in the thread when the answer came. */
  after: number;
  /** Set by cancel(): when a call that ignores its signal ends with CancelledError. */
  grace: Deadline | undefined;
}

/** Calls of this thread that have ended: their order. */
let endings = 0;

export const isSettled = (call: Sent): boolean => call.settled !== undefined;

export function end(call: Sent, settled: Settled): void {
  call.settled = settled;
  endings += 1;
  call.ended = endings;
  // Of a call that was cancelled nobody wants to hear.
  if (settled.kind === "threw" && call.grace === undefined) markUnseen(call);
}

/** It had ended in some way before the request to stop reached it. */
export function cancelledLate(label: string, settled: Settled): Settled {
  const options = settled.kind === "threw" ? { cause: settled.error } : undefined;
  const error = new CancelledError(`${label}: cancelled, at the moment when its work ended.`, options);
  return { kind: "threw", error };
}
