/** A call that runs in the reactor: its signal, and who else hears of its end. Reactor thread. */
import type { CurrentCall } from "./context.ts";
import type { ContextValues } from "./context-value.ts";
import type { Part } from "./wire.ts";

/** A call that is running, as its method sees it. The signal is made when it is first asked for: it costs 2 us. */
export class RunningCall implements CurrentCall {
  method = "";
  /** Node's number of the thread that made it; -1: not known. */
  readonly thread: number;
  abandoned = false;
  /** Others that asked for the outcome: a stash. */
  onSettled: ((threw: boolean, value: unknown, live: Part | undefined) => void) | undefined;
  /** A stop that waits for its end. */
  onEnded: (() => void) | undefined;
  /** What it works for, and has a signal of its own. */
  onCancelled: ((reason: Error) => void) | undefined;
  #controller: AbortController | undefined;
  #reason: Error | undefined;

  /** Those that came with it. */
  readonly values: ContextValues | undefined;

  constructor(thread = -1, values?: ContextValues) {
    this.thread = thread;
    this.values = values;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** Whether its code has ever asked for a signal: no other knows that it is to end. */
  get heeds(): boolean {
    return this.#controller !== undefined || this.onCancelled !== undefined;
  }

  get cancelled(): Error | undefined {
    return this.#reason;
  }

  cancel(reason: Error): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#controller?.abort(reason);
    this.onCancelled?.(reason);
  }
}
