/**
 * The one family of errors that the hand-off itself throws. Errors of the reactor layer are not in it: they come out as
 * themselves. Tell the two apart by `isPicotError(e)` and `e.code`, never by the name.
 */
import type { DeathReason } from "./wire.ts";

// A registered symbol: two copies of this package in one process must know each other's errors.
const BRAND: unique symbol = Symbol.for("picot.error");
/** On the prototype of each class here: its name. */
const CLASS: unique symbol = Symbol.for("picot.class");

/** Base of picot's errors. `code` is stable and greppable; the text says what happened, where, and what to do. */
export abstract class PicotError extends Error {
  abstract readonly code: `ERR_PICOT_${string}`;
}

/**
 * Tells whether an error is the hand-off's own, of this or another copy of the package. Any thread.
 *
 * @example
 * try { rates.latestValue() } catch (e) { if (isPicotError(e) && e.code === "ERR_PICOT_TIMEOUT") retryLater(); }
 */
export function isPicotError(
  error: unknown,
): error is PicotError | ArgumentError | TimeoutRangeError | PromiseResultError {
  return typeof error === "object" && error !== null && BRAND in error;
}

/** No answer in time. The work was asked to stop if a facade method timed out, and goes on if `wait` did. */
export class TimeoutError extends PicotError {
  readonly code = "ERR_PICOT_TIMEOUT";
  readonly method: string;
  /** Milliseconds. */
  readonly timeout: number;
  /** At most once: false only when the call had certainly not begun. */
  readonly mayHaveRun: boolean;
  /**
   * Whether the reactor's event loop stood still: it did not turn once in the second half of the wait, or in the last second of
   * a long one. Code of the reactor layer computes, blocks or stands at a breakpoint; `setup({ onStall })` can end that. False
   * too where that is not known: with a timeout of 0, or while the reactor starts.
   */
  readonly stalled: boolean;
  constructor(method: string, timeout: number, mayHaveRun: boolean, advice: string, stalled = false) {
    super(
      `${method}: no answer in ${timeout} ms. ${advice}${stalled ? " The reactor's event loop does not turn: some code in it blocks." : ""}`,
    );
    this.method = method;
    this.timeout = timeout;
    this.mayHaveRun = mayHaveRun;
    this.stalled = stalled;
  }
}

/** The call was cancelled, and its work did not end in any other way. */
export class CancelledError extends PicotError {
  readonly code = "ERR_PICOT_CANCELLED";
}

/**
 * Ctrl-C, while the main thread waited. The work was asked to stop, and `cause` is the error that it ended with, if it is
 * another one; it goes on if `wait` was interrupted. The program's own SIGINT listeners have run.
 */
export class InterruptedError extends PicotError {
  readonly code = "ERR_PICOT_INTERRUPTED";
  readonly method: string;
  /** At most once: false only when the call had certainly not begun. */
  readonly mayHaveRun: boolean;
  constructor(method: string, mayHaveRun: boolean, advice: string, options?: ErrorOptions) {
    super(`${method}: interrupted by Ctrl-C. ${advice}`, options);
    this.method = method;
    this.mayHaveRun = mayHaveRun;
  }
}

/** The reactor was stopped: by `stop()`, or since the thread that hosted it ended. */
export class ReactorStoppedError extends PicotError {
  readonly code = "ERR_PICOT_REACTOR_STOPPED";
}

/**
 * The reactor thread ended without being asked to. `cause` is what was thrown and ended it, where there was that. Without
 * `setup({ restart })` a dead reactor stays dead until setup() is called.
 */
export class ReactorDiedError extends PicotError {
  readonly code = "ERR_PICOT_REACTOR_DIED";
  /**
   * `exit`: its code called process.exit(). `uncaught`: nobody caught an error. `out-of-memory`: of its resourceLimits.
   * `terminated`: its thread was ended from outside. `stalled`: by `setup({ onStall: "terminate" })`. `owner-ended`: with the
   * worker that had started it; then the next call starts another one.
   */
  readonly reason: DeathReason;
  /** As process.exit() was given it; null where there was none. */
  readonly exitCode: number | null;
  /** At most once: false only when the call had certainly not begun. */
  readonly mayHaveRun: boolean;
  constructor(
    message: string,
    about: { reason: DeathReason; exitCode: number | null; mayHaveRun: boolean },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.reason = about.reason;
    this.exitCode = about.exitCode;
    this.mayHaveRun = about.mayHaveRun;
  }
}

/**
 * The reactor, or a module of the reactor layer, could not be started, or not within `startTimeout`. `cause` is the original
 * error. Of a module that a call met first: the reactor lives on.
 */
export class ReactorStartError extends PicotError {
  readonly code = "ERR_PICOT_REACTOR_START";
}

/** Called in a thread where it would block the reactor itself, or outside the one thread where it makes sense. */
export class WrongThreadError extends PicotError {
  readonly code = "ERR_PICOT_WRONG_THREAD";
}

/** One thread of a ring of reactors that wait for each other. A reactor's name is "" for the default one. */
export interface DeadlockLink {
  readonly reactor: string;
  readonly thread: number;
  /** The method that it called. */
  readonly method: string;
  /** Whose method that is. */
  readonly waitsFor: string;
  /** File, line and column of the call. */
  readonly at: string;
}

/**
 * The call can never end: its reactor waits for another one, and so on, up to the thread that made the call. One of them gets
 * this error, and the others go on. The work was asked to stop.
 */
export class DeadlockError extends PicotError {
  readonly code = "ERR_PICOT_DEADLOCK";
  /** From the thread that made the call. */
  readonly ring: readonly DeadlockLink[];
  constructor(message: string, ring: readonly DeadlockLink[]) {
    super(message);
    this.ring = ring;
  }
}

/** `setup()` and `noSetup()` contradict each other. */
export class SetupError extends PicotError {
  readonly code = "ERR_PICOT_SETUP";
}

/** `retrieveResult(id)`: no such stashed result, or it was retrieved already. */
export class UnknownResultError extends PicotError {
  readonly code = "ERR_PICOT_UNKNOWN_RESULT";
}

/** `X.provided(name)`: the reactor provides no instance of X under that name. */
export class NotProvidedError extends PicotError {
  readonly code = "ERR_PICOT_NOT_PROVIDED";
}

/** The facade names a member that its reactor-layer module does not have. */
export class NoSuchMemberError extends PicotError {
  readonly code = "ERR_PICOT_NO_SUCH_MEMBER";
}

/** The result of a method cannot cross threads. */
export class ResultError extends PicotError {
  readonly code = "ERR_PICOT_RESULT";
}

/**
 * In the reactor: a function that came as an argument was called, and its thread does not wait for that call any longer: it has
 * ended, or its caller's time was up, or the thread is gone. The function did not run, unless it was running at that moment.
 */
export class CallerGoneError extends PicotError {
  readonly code = "ERR_PICOT_CALLER_GONE";
}

/**
 * In the reactor: a function that came as an argument was called, and its thread did not wait for anything within the call's
 * timeout, so that the function could not run; or it did not end in that time.
 */
export class CallbackTimeoutError extends PicotError {
  readonly code = "ERR_PICOT_CALLBACK_TIMEOUT";
}

/** Functions that were called back and call facades, in which functions are called back, and so on: more than 256 levels deep. */
export class NestingError extends PicotError {
  readonly code = "ERR_PICOT_NESTING";
}

/**
 * `pump()`: so many events did not reach their handlers, since 10,000 (or 64 MB) of them waited for this thread already, which
 * neither called nor pumped.
 */
export class EventsLostError extends PicotError {
  readonly code = "ERR_PICOT_EVENTS_LOST";
  readonly count: number;
  constructor(message: string, count: number) {
    super(message);
    this.count = count;
  }
}

/** `start()`: the call ended, and had not said that it is ready. */
export class NeverReadyError extends PicotError {
  readonly code = "ERR_PICOT_NEVER_READY";
}

/** A value is nested deeper than MAX_DEPTH levels. */
export class DepthError extends PicotError {
  readonly code = "ERR_PICOT_DEPTH";
}

/** A message over the limit that `setup({ maxMessageBytes })` sets. Of arguments: nothing was sent. */
export class MessageTooBigError extends PicotError {
  readonly code = "ERR_PICOT_MESSAGE_TOO_BIG";
}

/** A result was dropped: the calling thread leaves more of them unread than one message may take. */
export class UnreadResultsError extends PicotError {
  readonly code = "ERR_PICOT_UNREAD_RESULTS";
}

/** The facade's object lived in a reactor that has ended: stopped, or dead and restarted. Make a new one. Nothing was sent. */
export class StaleHandleError extends PicotError {
  readonly code = "ERR_PICOT_STALE_HANDLE";
}

/**
 * A thread of a pool ended while it ran this job, or with the object that the job is of: it called process.exit(), nobody caught an
 * error, memory ran out. `cause` is what is known of it. Other jobs go on, and the pool starts another thread.
 */
export class ThreadDiedError extends PicotError {
  readonly code = "ERR_PICOT_THREAD_DIED";
}

/** As many jobs wait for a thread of the pool as may. Nothing was sent. */
export class PoolFullError extends PicotError {
  readonly code = "ERR_PICOT_POOL_FULL";
}

/** The thread pool was closed, by its owner or with its reactor, before the job began. */
export class PoolClosedError extends PicotError {
  readonly code = "ERR_PICOT_POOL_CLOSED";
}

/** Something that is no Error was thrown in the reactor; `value` is what was thrown. */
export class NonErrorThrownError extends PicotError {
  readonly code = "ERR_PICOT_NON_ERROR_THROWN";
  readonly value: unknown;
  constructor(message: string, value: unknown) {
    super(message);
    this.value = value;
  }
}

/** A record or message that no picot of this version wrote. */
export class CorruptChannelError extends PicotError {
  readonly code = "ERR_PICOT_CORRUPT_CHANNEL";
}

/** Two versions of the runtime that do not understand each other met in one process. */
export class VersionError extends PicotError {
  readonly code = "ERR_PICOT_VERSION";
}

/** What a test reactor cannot do in its one thread; the text says what, and what to do. */
export class TestReactorError extends PicotError {
  readonly code = "ERR_PICOT_TEST_REACTOR";
}

/** An argument that cannot cross threads, or is of the wrong kind. Nothing was sent. */
export class ArgumentError extends TypeError {
  readonly code = "ERR_PICOT_ARGUMENT";
}

/** A timeout that is no duration. Nothing was sent. */
export class TimeoutRangeError extends RangeError {
  readonly code = "ERR_PICOT_TIMEOUT_RANGE";
}

/** A function marked `synchronous` returned a promise, which its callers could not wait for. */
export class PromiseResultError extends TypeError {
  readonly code = "ERR_PICOT_PROMISE_RESULT";
}

/** An error of the reactor layer whose class is neither built in nor registered; it keeps name, message, fields and cause. */
export class RemoteError extends Error {}

/** What was thrown, as a text. String() itself throws on some objects, and a death that cannot be told would be lost. */
export function textOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? thrown.message : String(thrown);
  } catch {
    return "something that has no text";
  }
}

/** Sets an own field that is not enumerable, as the language itself makes them on errors. */
export function hide(error: object, key: string, value: unknown): void {
  Object.defineProperty(error, key, { value, writable: true, enumerable: false, configurable: true });
}

/** Every class of the family, for rebuilding one that crosses. */
export const picotErrors: readonly (abstract new (...args: never) => Error)[] = [
  TimeoutError,
  CancelledError,
  InterruptedError,
  ReactorStoppedError,
  ReactorDiedError,
  ReactorStartError,
  WrongThreadError,
  DeadlockError,
  SetupError,
  UnknownResultError,
  NotProvidedError,
  NoSuchMemberError,
  ResultError,
  CallerGoneError,
  CallbackTimeoutError,
  NestingError,
  EventsLostError,
  NeverReadyError,
  DepthError,
  MessageTooBigError,
  UnreadResultsError,
  StaleHandleError,
  ThreadDiedError,
  PoolFullError,
  PoolClosedError,
  NonErrorThrownError,
  CorruptChannelError,
  VersionError,
  TestReactorError,
  ArgumentError,
  TimeoutRangeError,
  PromiseResultError,
];

for (const one of [PicotError, ...picotErrors]) Object.defineProperty(one.prototype, BRAND, { value: true });
for (const one of [PicotError, ...picotErrors, RemoteError]) {
  // On the prototype and not enumerable, so that it is no field of any error; the name as well, as built-in errors have it.
  Object.defineProperty(one.prototype, CLASS, { value: one.name });
  Object.defineProperty(one.prototype, "name", { value: one.name, writable: true, configurable: true });
  Object.defineProperty(one, Symbol.hasInstance, { value: isInstance });
}

/**
 * `instanceof` across copies of the package in one thread: the reactor's thread runs one file that has all it needs in it,
 * and the code that it loads imports the package. A class that extends one of these, and has no copy, is asked for as usual.
 */
function isInstance(this: { readonly prototype: object }, value: unknown): boolean {
  if (Function.prototype[Symbol.hasInstance].call(this, value)) return true;
  const name = classOf(this.prototype);
  if (name === undefined || typeof value !== "object") return false;
  for (let each: unknown = value; each !== null; each = Object.getPrototypeOf(each))
    if (classOf(each) === name) return true;
  return false;
}

function classOf(prototype: unknown): unknown {
  return Object.getOwnPropertyDescriptor(prototype, CLASS)?.value;
}
