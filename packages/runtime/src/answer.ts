/** The promise of what a function of the caller's answers. Reactor thread. */
import { logError } from "./log.ts";

export interface Answering {
  readonly promise: Promise<unknown>;
  resolve(value: unknown): void;
  /** `thrown`: by the function itself, so that somebody must hear of it. */
  reject(error: Error, thrown: boolean): void;
}

/** Knows whether anybody waits for it. A function may be called for its effect alone, and its error must not end the reactor then. */
class Answer extends Promise<unknown> {
  awaited = false;

  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- it is a promise
  override then<A, B>(
    onValue?: ((value: unknown) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.awaited = true;
    return super.then(onValue, onError);
  }
}

/** `label` names the function in the log. */
export function newAnswer(label: string): Answering {
  let resolve!: (value: unknown) => void;
  let settle!: (error: Error) => void;
  const promise = new Answer((onValue, onError) => {
    resolve = onValue;
    settle = onError;
  });
  // Handled, as Node sees it: whoever awaits it has a promise of his own.
  Promise.prototype.then.call(promise, undefined, () => {});
  const reject = (error: Error, thrown: boolean): void => {
    settle(error);
    if (!thrown) return;
    // Soon and not now: the code that asked may just be about to await it.
    setImmediate(() => {
      if (!promise.awaited) logError(`${label} threw, and nobody awaited that`, error);
    });
  };
  return { promise, resolve, reject };
}
