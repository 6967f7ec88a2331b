/** One call from an application thread, from the refusal at its head to the error at its end. */
import { noteBlocking } from "./blocked-loop.ts";
import type { Connection } from "./call.ts";
import { Deadline, FOREVER } from "./deadline.ts";
import { CancelledError, DeadlockError, TimeoutError, isPicotError } from "./errors.ts";
import { EventualResult, type PendingCall, takeSettled } from "./eventual-result.ts";
import type { Timeout } from "./deadline.ts";
import { HandlerFailure, interruptedCall } from "./interrupted.ts";
import { Interrupted } from "./memory/nap.ts";
import { type Connecting, connect } from "./reactor/connect.ts";
import { supervise } from "./reactor/owner.ts";
import { NoRoom } from "./requests.ts";
import { refuseInReactor } from "./role.ts";
import { trim } from "./stack.ts";
import type { Outgoing } from "./outgoing.ts";

/** What to send, once it is known over which connection. */
export type Compose = (connection: Connection, deadline: Deadline) => Outgoing;

const BLOCKS: Connecting = { blocks: true };

/**
 * Sends a call to this reactor and blocks for its end. Past the timeout the work is asked to stop, and its answer is dropped.
 * `isSent`: called in between.
 */
export function block(
  reactor: string,
  label: string,
  timeout: Timeout,
  compose: Compose,
  isSent?: (call: PendingCall, connection: Connection) => void,
): unknown {
  refuseInReactor(label, reactor);
  noteBlocking(label);
  const deadline = Deadline.ofWait(timeout);
  let connection: Connection | undefined;
  let call: PendingCall | undefined;
  let ended: boolean;
  try {
    connection = connect(reactor, label, deadline, BLOCKS);
    call = connection.send(compose(connection, deadline), deadline);
    if (isSent !== undefined) isSent(call, connection);
    ended = connection.await(call, deadline);
    if (!ended) connection.abandon(call);
  } catch (error) {
    if (error instanceof Interrupted) throw interruptedCall(label, call, connection);
    // Thrown by this very wait, and not what the call ended with.
    const isOwn = error instanceof DeadlockError || error instanceof CancelledError || error instanceof HandlerFailure;
    if (isOwn && call?.settled === undefined) abandon(connection, call);
    // As it is: the user's.
    if (error instanceof HandlerFailure) throw error.error;
    throw polish(error, label, deadline);
  } finally {
    supervise();
  }
  // How it ended is the call's own, and as it is: an error may even be one that this thread itself threw in a callback.
  if (ended) return takeSettled(call);
  throw trim(new TimeoutError(label, deadline.milliseconds, true, "Its work was asked to stop.", call.stalled));
}

function abandon(connection: Connection | undefined, call: PendingCall | undefined): void {
  if (call !== undefined) connection?.abandon(call);
}

/** Sends a call and returns the handle to it. The timeout limits the sending, and the wait for functions among its arguments. */
export function begin(reactor: string, label: string, timeout: Timeout, compose: Compose): EventualResult<unknown> {
  refuseInReactor(label, reactor);
  const deadline = Deadline.ofWait(timeout);
  try {
    const connection = connect(reactor, label, deadline);
    const call = connection.send(compose(connection, deadline), deadline, deadline.milliseconds);
    return new EventualResult(call, connection);
  } catch (error) {
    throw polish(error, label, deadline);
  }
}

/** Sends a call that nobody waits for. Blocks only while the reactor has no room for it. */
export function post(reactor: string, label: string, compose: Compose): void {
  const deadline = Deadline.after(FOREVER);
  try {
    const connection = connect(reactor, label, deadline);
    connection.post(compose(connection, deadline), deadline);
  } catch (error) {
    throw polish(error, label, deadline);
  }
}

/** An error of the hand-off begins its stack at the user's line; one that crossed has its stack already. */
function polish(error: unknown, label: string, deadline: Deadline): unknown {
  if (error instanceof Interrupted) return interruptedCall(label, undefined, undefined);
  if (error instanceof NoRoom)
    return trim(
      new TimeoutError(label, deadline.milliseconds, false, "The reactor takes no requests; this one was not sent."),
    );
  return isPicotError(error) && !error.stack?.includes("    --- ") ? trim(error) : error;
}
