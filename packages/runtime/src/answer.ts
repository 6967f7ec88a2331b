/** The promise of what a function of the caller's answers. Reactor thread. */
import { logError } from "./log.ts";

export class Answer {
  /** One of the language's own: one of another class would take three more jobs to be awaited. */
  readonly promise: Promise<unknown>;
  #resolve!: (value: unknown) => void;
  #reject!: (error: Error) => void;

  constructor() {
    this.promise = new Promise<unknown>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  resolve(value: unknown): void {
    this.#resolve(value);
  }

  /** `label`: of a function that threw this, so that somebody must hear of it. */
  reject(reason: Error, label?: string): void {
    if (label === undefined) this.promise.catch(() => {});
    else watch(this.promise, label);
    this.#reject(reason);
  }
}

/** Those that have just failed, with what names their functions. */
const failing = new Map<Promise<unknown>, string>();

/** A function may be called for its effect alone, and its error must not end the reactor then: it is logged. */
function watch(promise: Promise<unknown>, label: string): void {
  if (failing.size === 0) {
    process.on("unhandledRejection", hear);
    // Node tells of rejections that nobody handles before that.
    setImmediate(() => {
      process.off("unhandledRejection", hear);
      failing.clear();
    });
  }
  failing.set(promise, label);
}

function hear(reason: unknown, promise: Promise<unknown>): void {
  // The program's own listener says what becomes of it.
  if (process.listenerCount("unhandledRejection") > 1) return;
  const label = failing.get(promise);
  if (label !== undefined) return logError(`${label} threw, and nobody awaited that`, reason);
  // What Node does where nobody listens.
  throw reason;
}
