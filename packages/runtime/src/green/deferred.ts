/** From a green task to promises, and to the async functions that give them. */
import { CancelledError } from "../errors.ts";
import { type CurrentCall, contextOrOutside, runInContext } from "../context.ts";
import { addFrames } from "./frames.ts";
import { type Green, Wait, type Waiter } from "./wait.ts";

/**
 * Waits for a promise, through promises of promises too, and gives its value, or throws what it rejects with: an Error's stack
 * then shows the task's frames as well. A value that is no promise is given at once. geventreactor's word, same meaning. In a
 * green task; a cancelled task stops waiting, and what the promise stands for goes on.
 *
 * @example const response = yield* waitForDeferred(fetch(url));
 */
export function waitForDeferred<T>(promise: T): Green<Awaited<T>> {
  return waiting(promise, undefined) as Green<Awaited<T>>; // what the promise gives
}

/**
 * Calls an async function, at once, and waits for its result at the `yield*`. Where the task is cancelled there, the function's
 * `currentCall().signal` fires; it fires as well when the call that the task itself works for is cancelled. geventreactor's
 * word, same meaning. In a green task.
 *
 * @example const page = yield* blockingCallFromGreenlet(download, "https://example.org");
 */
export function blockingCallFromGreenlet<A extends readonly unknown[], T>(
  run: (...args: A) => T,
  ...args: A
): Green<Awaited<T>> {
  return waitingCall(run.name, () => run(...args)) as Green<Awaited<T>>; // what the promise gives
}

/** Calls now; whoever runs the generator waits. */
export function waitingCall(method: string, run: (call: CurrentCall) => unknown): Green<unknown> {
  const call = new GreenCall(method, contextOrOutside());
  return waiting(runInContext(call, run), call);
}

function* waiting(value: unknown, call: GreenCall | undefined): Green<unknown> {
  if (!isThenable(value)) return value;
  try {
    return yield new PromiseWait(value, call);
  } catch (error) {
    // Resumed here by the task's runner: every green function on the way is on the stack.
    addFrames(error);
    throw error;
  }
}

class PromiseWait extends Wait {
  readonly #promise: PromiseLike<unknown>;
  readonly #call: GreenCall | undefined;

  constructor(promise: PromiseLike<unknown>, call: GreenCall | undefined) {
    super();
    this.#promise = promise;
    this.#call = call;
  }

  begin(waiter: Waiter): void {
    // What is like a promise, and may give another one, is followed to its end by a promise.
    Promise.resolve(this.#promise).then(
      (value) => waiter.goOn(this, value),
      (error: unknown) => waiter.fail(this, error),
    );
  }

  end(): void {
    this.#call?.cancel();
  }
}

/** A call that a green task makes, as the method sees it. The signal is made when it is first asked for. */
class GreenCall implements CurrentCall {
  readonly method: string;
  readonly #outer: CurrentCall;
  #controller: AbortController | undefined;
  #signal: AbortSignal | undefined;
  #reason: CancelledError | undefined;

  constructor(method: string, outer: CurrentCall) {
    this.method = method;
    this.#outer = outer;
  }

  get signal(): AbortSignal {
    if (this.#signal === undefined) {
      this.#controller = new AbortController();
      if (this.#reason !== undefined) this.#controller.abort(this.#reason);
      this.#signal = AbortSignal.any([this.#controller.signal, this.#outer.signal]);
    }
    return this.#signal;
  }

  cancel(): void {
    this.#reason = new CancelledError(`${this.method || "The call"} was cancelled with its green task.`);
    this.#controller?.abort(this.#reason);
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  return typeof (value as { then?: unknown }).then === "function"; // any object may be asked for it
}
