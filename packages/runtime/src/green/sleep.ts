/** Waiting for nothing but time. */
import { FOREVER, type Timeout, checkTimeout } from "../deadline.ts";
import { type Green, Wait, type Waiter } from "./wait.ts";

/** Node's timers take no more, and fire at once instead. */
const LONGEST = 2 ** 31 - 1;

/**
 * Waits this many milliseconds while other tasks run. 0 lets the event loop turn once, which a task that computes for long
 * should do now and then; FOREVER waits until the task is cancelled, and does not keep the process alive. A cancelled task's
 * timer is cleared. gevent's word. In a green task.
 *
 * @throws TimeoutRangeError for what is no duration
 * @example yield* sleep(250);
 */
export function sleep(ms: Timeout): Green<void> {
  checkTimeout(ms, "sleep");
  return new Sleep(ms);
}

/**
 * A generator made by hand that yields itself once: a task in a crowd of sleepers has no other object for its wait than this and its timer.
 */
class Sleep extends Wait implements Generator<Wait, void, unknown> {
  #left: Timeout;
  #begun = false;
  #waiter: Waiter | undefined;
  #timer: NodeJS.Timeout | NodeJS.Immediate | undefined;

  constructor(ms: Timeout) {
    super();
    this.#left = ms;
  }

  next(): IteratorResult<Wait, void> {
    if (this.#begun) return { done: true, value: undefined };
    this.#begun = true;
    return { done: false, value: this };
  }

  throw(error: unknown): never {
    this.#begun = true;
    throw error;
  }

  return(): IteratorResult<Wait, void> {
    this.#begun = true;
    return { done: true, value: undefined };
  }

  [Symbol.iterator](): this {
    return this;
  }

  [Symbol.dispose](): void {
    this.#begun = true;
  }

  begin(waiter: Waiter): void {
    this.#waiter = waiter;
    if (this.#left === 0) this.#timer = setImmediate(fire, this);
    else if (this.#left !== FOREVER) this.#timer = setTimeout(fire, Math.min(this.#left, LONGEST), this);
  }

  end(): void {
    clearTimeout(this.#timer as NodeJS.Timeout); // Node clears an immediate by its own function only, and no other
    clearImmediate(this.#timer as NodeJS.Immediate);
  }

  fired(): void {
    const left = this.#left === FOREVER ? 0 : Math.max(0, this.#left - LONGEST);
    this.#left = left;
    if (this.#waiter === undefined) return;
    if (left === 0) this.#waiter.goOn(this, undefined);
    else this.begin(this.#waiter);
  }
}

function fire(sleep: Sleep): void {
  sleep.fired();
}
