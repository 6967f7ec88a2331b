/** The handle to a running call: crochet's EventualResult. */
import { noteBlocking } from "./blocked-loop.ts";
import { Deadline, type Timeout, checkTimeout, refuseMissingTimeout } from "./deadline.ts";
import { CancelledError, TimeoutError } from "./errors.ts";
import { orInterrupted } from "./interrupted.ts";
import { refuseInReactor } from "./role.ts";
import { joinStacks, trim } from "./stack.ts";
import { type Unseen, notYetSeen, seen } from "./unseen.ts";

const GOES_ON = "It goes on: wait again, or cancel() it.";

/** How a call ended. A kind and not a truth value: `throw undefined` is a way to end too. */
export type Settled =
  | { readonly kind: "returned"; readonly value: unknown }
  | { readonly kind: "threw"; readonly error: Error };

/** A call that was sent. */
export interface PendingCall {
  readonly id: number;
  /** As texts name it. */
  readonly label: string;
  settled: Settled | undefined;
  /** Once it is settled: its place in the order in which calls of this thread ended. */
  ended: number;
  /** Its stack was joined with a caller's already. */
  joined: boolean;
  /** At the deadline of the last wait for it: the reactor's loop stood still. */
  stalled: boolean;
  /** It has an EventualResult in this thread, not stashed, so that its error may never be waited for. */
  eventual: boolean;
  /** Its error, as long as nobody has got it. */
  unseen: Unseen | undefined;
}

/** Whoever sent the call and hears of its end. */
export interface Caller {
  /** The name of the reactor that does the call. */
  readonly reactor: string;
  /** Blocks until the call is settled, or one of its functions has run and it is enough; or returns false at the deadline. */
  await(call: PendingCall, deadline: Deadline, isEnough?: () => boolean): boolean;
  /** Blocks until one of these calls, all its own, is settled, or returns false at the deadline. Throws where the reactor ended. */
  awaitAny(calls: readonly PendingCall[], deadline: Deadline): boolean;
  /** Takes what has arrived, without blocking. */
  poll(call: PendingCall): void;
  cancel(call: PendingCall): void;
  stash(call: PendingCall, result: EventualResult<unknown>): number;
}

/** For picot itself: the call behind an EventualResult, and who sent it; undefined for any other object. */
export let behind: (result: object) => { readonly call: PendingCall; readonly caller: Caller } | undefined;

/**
 * Handle to a call that runs in the reactor. Made by `eventual(facade).method(…)` and by `runInReactor`; belongs to the
 * application thread that made it; other threads get one of their own by `retrieveResult(id)`. After crochet's class of
 * the same name.
 *
 * An error that nobody gets, by wait(), gather() or originalFailure(), is logged once on this thread's standard error: when the
 * EventualResult has been collected as garbage, or when the thread ends. That of a call that was cancelled is not. A stashed one is
 * logged by the reactor, unless it is retrieved, when the thread that stashed it has ended.
 *
 * @example
 * const soon = eventual(rates).latestValue();   // does not block
 * doSomethingElse();
 * const rate = soon.wait(500);                  // blocks for half a second at the most
 */
export class EventualResult<T> {
  readonly #call: PendingCall;
  readonly #caller: Caller;

  static {
    behind = (result) => (#call in result ? { call: result.#call, caller: result.#caller } : undefined);
  }

  /** For picot itself. */
  constructor(call: PendingCall, caller: Caller) {
    this.#call = call;
    this.#caller = caller;
    call.eventual = true;
  }

  /**
   * Blocks until the call has ended, and returns its result or throws its error: the same each time. Application thread.
   *
   * @param timeout milliseconds, or FOREVER; required
   * @throws TimeoutError when the time is up: the call goes on, and a later wait may return its result
   * @throws InterruptedError at Ctrl-C, in the main thread: likewise
   * @throws CancelledError, ReactorStoppedError, ReactorDiedError, WrongThreadError, TimeoutRangeError
   */
  wait(timeout: Timeout): T {
    refuseInReactor(`EventualResult.wait (${this.#call.label})`, this.#caller.reactor);
    if (arguments.length === 0) refuseMissingTimeout(`EventualResult.wait (${this.#call.label})`);
    checkTimeout(timeout, `EventualResult.wait (${this.#call.label})`);
    // A result that is here already, as may be one that has been waited for, blocks nobody.
    if (this.#call.settled === undefined) noteBlocking(this.#call.label);
    const deadline = Deadline.ofWait(timeout);
    let ended: boolean;
    try {
      ended = this.#caller.await(this.#call, deadline);
    } catch (error) {
      throw orInterrupted(error, this.#call.label, GOES_ON);
    }
    if (!ended)
      throw trim(new TimeoutError(this.#call.label, deadline.milliseconds, true, GOES_ON, this.#call.stalled));
    return takeSettled(this.#call) as T; // the type of the member that was called
  }

  /**
   * Asks the work to stop: its `currentCall().signal` fires. The waiter gets what the work then settles with, or
   * CancelledError once 2 seconds have passed, and also where the work ended before the request reached it. No effect on a
   * call whose end this thread has heard of, or the second time. Application thread.
   */
  cancel(): void {
    this.#caller.cancel(this.#call);
  }

  /**
   * Keeps the result under a number that any thread may retrieve, once, by `retrieveResult(id)`. Numbers strictly increase.
   * The reactor keeps it as long as the thread that stashed it lives. Application thread; may block for a moment.
   *
   * @example const id = soon.stash(); response.redirect(`/wait/${id}`);
   */
  stash(): number {
    refuseInReactor(`EventualResult.stash (${this.#call.label})`, this.#caller.reactor);
    try {
      return this.#caller.stash(this.#call, this);
    } catch (error) {
      throw orInterrupted(error, "EventualResult.stash", "");
    }
  }

  /** What the call failed with, its reactor's stack included; null if it succeeded or has not ended. Never throws, never blocks. */
  originalFailure(): Error | null {
    this.#caller.poll(this.#call);
    markSeen(this.#call);
    return this.#call.settled?.kind === "threw" ? this.#call.settled.error : null;
  }
}

/** The result of a settled call, or its error, thrown. */
export function takeSettled(call: PendingCall): unknown {
  const settled = settledOf(call);
  if (settled.kind === "returned") return settled.value;
  throw settled.error;
}

/** How a settled call ended; its error has the caller's stack. */
export function settledOf(call: PendingCall): Settled {
  const settled: Settled = call.settled ?? {
    kind: "threw",
    error: new Error("unreachable: a call that is not settled was taken"),
  };
  markSeen(call);
  // Once only: an error that is waited for twice must not grow.
  if (settled.kind === "threw" && !call.joined) {
    call.joined = true;
    joinStacks(settled.error, call.label);
  }
  return settled;
}

/** Whoever asked has got the error of the call, if it has one: nobody else must be told. */
export function markSeen(call: PendingCall): void {
  if (call.unseen !== undefined) seen(call.unseen);
  call.unseen = undefined;
}

/** The call has failed, or its failure is this thread's again: it is to be told unless somebody asks for it. */
export function markUnseen(call: PendingCall): void {
  const { settled } = call;
  if (!call.eventual || settled?.kind !== "threw" || settled.error instanceof CancelledError) return;
  call.unseen ??= notYetSeen(call, call.label, settled.error);
}
