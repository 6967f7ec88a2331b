/** A green task: a generator that runs in steps, from wait to wait, in the event loop of its thread. */
import { AsyncResource } from "node:async_hooks";
import { ArgumentError, CancelledError } from "../errors.ts";
import { enterGreenTask } from "../role.ts";
import { leaveStackAlone } from "./frames.ts";
import { type Green, type Wait, type Waiter, isWait } from "./wait.ts";

/** How a task ended. A kind and not a truth value: `throw undefined` is a way to end too. */
type Outcome<T> =
  | { readonly kind: "returned"; readonly value: T }
  | { readonly kind: "threw"; readonly error: unknown };

/** Without a type parameter, so that a GreenTask<string> is a GreenTask<unknown> too. */
interface Settle {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** What promises have here: whoever catches says what it is. */
type Reason = Parameters<NonNullable<Parameters<Promise<unknown>["catch"]>[0]>>[0];

/** `asked`: to be told at its next wait. `told`: CancelledError was thrown into it, and is not a second time. */
type Cancel = "no" | "asked" | "told";

const soon = Promise.resolve();
let beginners: { begin(): void }[] = [];

function beginAll(): void {
  const all = beginners;
  beginners = [];
  for (const task of all) task.begin();
}

/**
 * A running green task: a promise of its result that can be cancelled as well. Made by `deferToGreenlet` and its like; belongs
 * to the thread that made it. An error that nobody waits for is an unhandled rejection, as of any promise; that of a task that
 * was cancelled is not.
 *
 * @example
 * const task = deferToGreenlet(refreshAll);
 * setTimeout(() => task.cancel(), 5_000);
 * await task;
 */
export class GreenTask<T> implements Promise<T>, Waiter {
  readonly #run: (...args: never) => Green<T>;
  readonly #args: readonly unknown[];
  /** The context of whoever asked for the task: its first step has it, also later and out of a pool's queue. */
  readonly #context = new AsyncResource("picot.GreenTask", { requireManualDestroy: true });
  readonly #ended: (() => void) | undefined;
  #body: Green<T> | undefined;
  #wait: Wait | undefined;
  #cancel: Cancel = "no";
  #cancelled: CancelledError | undefined;
  #outcome: Outcome<T> | undefined;
  /** Made when somebody first asks, since most tasks of a large crowd are waited for by nobody, or by one. */
  #promise: Promise<T> | undefined;
  #settle: Settle | undefined;

  /** `ended` is told when the task ends, however it does. For picot's own verbs: use `deferToGreenlet`. */
  constructor(run: (...args: never) => Green<T>, args: readonly unknown[], ended?: () => void) {
    this.#run = run;
    this.#args = args;
    this.#ended = ended;
  }

  /** That of its function, for texts. */
  get name(): string {
    return this.#run.name || "(anonymous)";
  }

  get [Symbol.toStringTag](): string {
    return "GreenTask";
  }

  /**
   * Asks the task to stop: CancelledError is thrown at the place where it waits, so that its `finally` blocks run, which may wait
   * themselves. A task that has not begun never begins; one that runs at the moment is told at its next wait. What it waits for
   * goes on, but for a call of a green twin, whose `currentCall().signal` fires. No effect the second time, so that nothing
   * disturbs a `finally` that waits, and none on a task that has ended. Its own thread, from inside or outside of the task.
   */
  cancel(): void {
    if (this.#cancel !== "no" || this.#outcome !== undefined) return;
    this.#cancel = "asked";
    if (this.#body === undefined) {
      this.#cancelled = new CancelledError(`The green task ${this.name} was cancelled before it began.`);
      return this.#end({ kind: "threw", error: this.#cancelled });
    }
    const wait = this.#wait;
    if (wait === undefined) return;
    this.#wait = undefined;
    wait.end();
    const error = this.#tell();
    // In a turn of its own: the canceller may be another task, in the midst of a step.
    void soon.then(() => this.#context.runInAsyncScope(() => this.#step("throw", error)));
  }

  // The lint rule is about objects that look like promises by accident.
  // oxlint-disable-next-line unicorn/no-thenable
  then<R = T, E = never>(
    onfulfilled?: ((value: T) => R | PromiseLike<R>) | null,
    onrejected?: ((reason: Reason) => E | PromiseLike<E>) | null,
  ): Promise<R | E> {
    return this.#asPromise().then(onfulfilled, onrejected);
  }

  catch<E = never>(onrejected?: ((reason: Reason) => E | PromiseLike<E>) | null): Promise<T | E> {
    return this.#asPromise().catch(onrejected);
  }

  finally(onfinally?: (() => void) | null): Promise<T> {
    return this.#asPromise().finally(onfinally);
  }

  /** Makes the first step once the code that runs now has ended. For picot's own verbs. */
  beginSoon(): void {
    // One microtask for all tasks that wait to begin: of a large crowd each would keep a promise of its own.
    if (beginners.push(this) === 1) void soon.then(beginAll);
  }

  /** Makes the first step, unless the task was cancelled. For picot's own verbs. */
  begin(): void {
    if (this.#outcome === undefined) this.#context.runInAsyncScope(() => this.#step("next", undefined));
  }

  /** For waits. */
  goOn(wait: Wait, value: unknown): void {
    if (this.#wait === wait) this.#step("next", value);
  }

  /** For waits. */
  fail(wait: Wait, error: unknown): void {
    if (this.#wait === wait) this.#step("throw", error);
  }

  #step(how: "next" | "throw", value: unknown): void {
    this.#wait = undefined;
    const before = enterGreenTask(this.name);
    try {
      const body = (this.#body ??= this.#start());
      let result = body[how](value);
      while (result.done !== true) {
        if (!isWait(result.value)) {
          result = body.throw(notAWait(result.value, this.name));
        } else if (this.#cancel === "asked") {
          result = body.throw(this.#tell());
        } else {
          this.#wait = result.value;
          return result.value.begin(this);
        }
      }
      this.#end({ kind: "returned", value: result.value });
    } catch (error) {
      this.#end({ kind: "threw", error });
    } finally {
      enterGreenTask(before);
    }
  }

  #start(): Green<T> {
    const run = this.#run;
    return started(run(...(this.#args as never)), this.name); // of the types that its verb has checked
  }

  #tell(): CancelledError {
    this.#cancel = "told";
    this.#cancelled = new CancelledError(`The green task ${this.name} was cancelled.`);
    leaveStackAlone(this.#cancelled);
    return this.#cancelled;
  }

  #end(outcome: Outcome<T>): void {
    this.#outcome = outcome;
    if (this.#settle !== undefined) settle(outcome, this.#settle);
    // Nobody has asked yet. The rejection is unhandled unless somebody does at once, as of any promise.
    else if (outcome.kind === "threw") this.#asPromise();
    // Whoever cancels does not want to hear of it again.
    if (outcome.kind === "threw" && outcome.error === this.#cancelled) this.#promise?.catch(() => {});
    this.#ended?.();
  }

  #asPromise(): Promise<T> {
    return (this.#promise ??= new Promise((resolve, reject) => {
      if (this.#outcome === undefined) this.#settle = { resolve, reject };
      else settle(this.#outcome, { resolve, reject });
    }));
  }
}

function settle(outcome: Outcome<unknown>, { resolve, reject }: Settle): void {
  if (outcome.kind === "returned") resolve(outcome.value);
  else reject(outcome.error);
}

function started<T>(body: Green<T>, name: string): Green<T> {
  // An async generator would pass for one, and its steps never end.
  if (typeof body === "object" && body !== null && Symbol.iterator in body && typeof body.next === "function")
    return body;
  throw new ArgumentError(
    `${name} is no green function: it must be a generator, as in deferToGreenlet(function* () { … }). An async function needs no green task.`,
  );
}

function notAWait(value: unknown, name: string): ArgumentError {
  const what = typeof value === "object" && value !== null ? `a ${value.constructor?.name ?? "value"}` : String(value);
  return new ArgumentError(
    `The green task ${name} yielded ${what}: it waits by yield* and never by yield, as in yield* waitForDeferred(promise).`,
  );
}
