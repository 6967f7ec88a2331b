/** An event that is waited for: arm, act, wait. */
import { noteBlocking } from "./blocked-loop.ts";
import type { Connection } from "./call.ts";
import { Deadline, type Timeout } from "./deadline.ts";
import { CancelledError, TimeoutError } from "./errors.ts";
import { orInterrupted } from "./interrupted.ts";
import { refuseInReactor } from "./role.ts";
import { trim } from "./stack.ts";

/** What has come of it. Not the Expected itself: what listens must not hold that, or nobody would know that it was dropped. */
export interface Taken {
  args: readonly unknown[] | undefined;
  cancelled: boolean;
  /** The call that began to listen. The facade is held by it: dropped, its object might be gone before the event. */
  listens: { readonly id: number; readonly connection: Connection; readonly facade: object } | undefined;
}

/**
 * An event that was armed by `facade.expect(event)`: the next one from then on, whether it comes before or while this thread waits
 * for it. Belongs to the application thread that made it. Dropped, it is cancelled. After Playwright's `page.waitForEvent()`,
 * armed before the action so that nothing is missed.
 *
 * @example
 * const download = page.expect("download", { timeout: 5_000 });   // arm
 * page.click("#save");                                            // act
 * console.log(download.value.name());                             // wait
 */
export class Expected<A extends readonly unknown[]> {
  readonly #label: string;
  readonly #reactor: string;
  readonly #deadline: Deadline;
  readonly #taken: Taken;

  /** For picot itself. */
  constructor(label: string, reactor: string, timeout: Timeout, taken: Taken) {
    this.#label = label;
    this.#reactor = reactor;
    this.#deadline = Deadline.after(timeout);
    this.#taken = taken;
  }

  /**
   * The first of what a handler would be called with, once the event has come. Blocks until then, and other handlers run
   * meanwhile; the same each time. Application thread.
   *
   * @throws TimeoutError when it has not come in time, counted from `expect()`: it is expected no longer then
   * @throws CancelledError after cancel(); InterruptedError at Ctrl-C; what a handler throws; ReactorStoppedError, ReactorDiedError
   */
  get value(): A[0] {
    return this.args[0];
  }

  /** All that a handler would be called with. As `value`. */
  get args(): A {
    const taken = this.#taken;
    if (taken.args !== undefined) return taken.args as A; // the type of the event
    if (taken.cancelled || taken.listens === undefined)
      throw new CancelledError(`${this.#label}: it is not expected any longer.`);
    refuseInReactor(this.#label, this.#reactor);
    noteBlocking(this.#label);
    let came: boolean;
    try {
      came = taken.listens.connection.until(this.#label, () => taken.args !== undefined, this.#deadline);
    } catch (error) {
      throw orInterrupted(error, this.#label, "It is expected still.");
    }
    if (came) return taken.args as unknown as A; // that was waited for; as above
    this.cancel();
    throw trim(new TimeoutError(this.#label, this.#deadline.milliseconds, true, "There was no such event."));
  }

  /** Expects it no longer. No effect where it has come. Does not block. */
  cancel(): void {
    const taken = this.#taken;
    if (taken.args !== undefined || taken.cancelled) return;
    taken.cancelled = true;
    taken.listens?.connection.events.remove(taken.listens.id);
    taken.listens = undefined;
  }

  /** As cancel(): `using download = page.expect("download")`. */
  [Symbol.dispose](): void {
    this.cancel();
  }
}
