/** Calls that go on, and say when they are ready: trio's and anyio's start(). */
import { Deadline, type Timeout, checkTimeout, refuseMissingTimeout } from "./deadline.ts";
import { ArgumentError, NeverReadyError, TimeoutError } from "./errors.ts";
import { type EventualResult, behind, takeSettled } from "./eventual-result.ts";
import { orInterrupted } from "./interrupted.ts";
import { refuseInReactor } from "./role.ts";
import { trim } from "./stack.ts";

/** A call that is ready, and goes on. */
export interface Started<T, R> {
  /** What it said when it was ready. */
  readonly value: T;
  /** The call itself. */
  readonly result: EventualResult<R>;
}

/**
 * Begins a call that goes on, and blocks until it says that it is ready: `begin` gets a function to pass to the method, which the
 * method calls with what its starter is to know. A call that fails before that throws its error here; afterwards its result does.
 * Past the timeout the call is cancelled. Application thread; after the function of the same name in trio and anyio.
 *
 * @param timeout milliseconds from now until it is ready, or FOREVER; required
 * @throws NeverReadyError when the call has ended without a word
 * @throws TimeoutError, InterruptedError (both cancel it), TimeoutRangeError, WrongThreadError; ArgumentError for what is no EventualResult
 * @example
 * const { value: port, result } = start((ready: (port: number) => void) => eventual(server).serve(ready), 5_000);
 * fetchAll(port);
 * result.cancel();
 */
export function start<T, R>(begin: (ready: (value: T) => void) => EventualResult<R>, timeout: Timeout): Started<T, R> {
  if (arguments.length < 2) refuseMissingTimeout("start");
  checkTimeout(timeout, "start");
  const deadline = Deadline.after(timeout);
  const said: T[] = [];
  const result = begin((value) => {
    said.push(value);
  });
  const { call, caller } = behind(result) ?? refuseOther();
  const label = `start (${call.label})`;
  refuseInReactor(label, caller.reactor);
  const isReady = (): boolean => said.length > 0;
  try {
    caller.await(call, deadline, isReady);
  } catch (error) {
    result.cancel();
    throw orInterrupted(error, label, "It was cancelled.");
  }
  if (isReady()) return { value: said[0]!, result }; // just tested
  if (call.settled === undefined) {
    result.cancel();
    throw trim(
      new TimeoutError(label, deadline.milliseconds, true, "It was not ready, and was cancelled.", call.stalled),
    );
  }
  takeSettled(call);
  throw trim(new NeverReadyError(`${label}: it has ended without saying that it is ready.`));
}

function refuseOther(): never {
  throw new ArgumentError(
    "start: the first argument must return what eventual(facade).method(…) gives, an EventualResult.",
  );
}
