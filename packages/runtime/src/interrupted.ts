/** What Ctrl-C does to a thread that waits: the work may clean up, the program's own listeners run, and an error ends the wait. */
import { Deadline, FOREVER } from "./deadline.ts";
import { CancelledError, InterruptedError, isPicotError } from "./errors.ts";
import type { Caller, PendingCall } from "./eventual-result.ts";
import { Interrupted } from "./memory/nap.ts";
import { perThread } from "./per-thread.ts";
import { trim } from "./stack.ts";

/** What a shell says of a program that SIGINT ended. */
const STATUS = 130;

const state = perThread("interrupted", () => ({ listening: false }));

/** Ends a wait in which the handler of an event ran, and threw: the wait throws `error` then, which may be anything. */
export class HandlerFailure {
  readonly error: unknown;

  constructor(error: unknown) {
    this.error = error;
  }
}

/**
 * What a wait throws in the place of what ended it: an InterruptedError where it was Ctrl-C that ended a sleep, and what the
 * handler of an event threw; any other error is returned as it is. Application thread.
 */
export function orInterrupted(error: unknown, label: string, advice: string): unknown {
  if (error instanceof HandlerFailure) return error.error;
  return error instanceof Interrupted ? interrupted(label, true, advice) : error;
}

/** The error for a call that Ctrl-C ended, once its work has ended, or its time for that is up. `call`: undefined if it was not sent. */
export function interruptedCall(label: string, call: PendingCall | undefined, caller: Caller | undefined): Error {
  if (call === undefined || caller === undefined) return interrupted(label, false, "Nothing was sent.");
  const failure = cleanUp(call, caller);
  // That it was cancelled goes without saying.
  const options = failure === undefined || failure instanceof CancelledError ? undefined : { cause: failure };
  return interrupted(label, true, "Its work was asked to stop.", options);
}

/** Cancels it and waits for its end, which comes within the grace of cancelled calls. Returns the error that it ended with. */
function cleanUp(call: PendingCall, caller: Caller): Error | undefined {
  try {
    caller.cancel(call);
    caller.await(call, Deadline.after(FOREVER));
  } catch (error) {
    if (error instanceof HandlerFailure) return error.error instanceof Error ? error.error : undefined;
    // Once more, by somebody who does not want to wait for it; or the reactor has ended.
    return isPicotError(error) ? error : undefined;
  }
  return call.settled?.kind === "threw" ? call.settled.error : undefined;
}

function interrupted(label: string, mayHaveRun: boolean, advice: string, options?: ErrorOptions): InterruptedError {
  tellListeners();
  endWithStatus();
  return trim(new InterruptedError(label, mayHaveRun, advice, options));
}

/** The signal has reached nobody else: the program's listeners run now, since its event loop may turn late or never. */
function tellListeners(): void {
  try {
    process.emit("SIGINT", "SIGINT");
  } catch (error) {
    // As from the event loop: it is the program's, and not of whoever made the call.
    process.nextTick(() => {
      throw error;
    });
  }
}

/** Where nobody catches it, the process ends as Node ends it at Ctrl-C, and not as after a mistake. */
function endWithStatus(): void {
  if (state.listening) return;
  state.listening = true;
  process.on("uncaughtExceptionMonitor", (error: unknown) => {
    if (!(error instanceof InterruptedError) || process.listenerCount("uncaughtException") > 0) return;
    process.once("exit", () => {
      process.exitCode = STATUS;
    });
  });
}
