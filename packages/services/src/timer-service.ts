import { type ClockOptions } from "./delayed-call.ts";
import { logError } from "./log.ts";
import { LoopingCall } from "./looping-call.ts";
import { Service } from "./service.ts";

/** Options of a TimerService. */
export interface TimerServiceOptions extends ClockOptions {
  /** Hears of the error that ended the calls. Default: it is logged on standard error. */
  readonly onError?: (error: unknown) => void;
}

/**
 * Calls a function again and again while it runs, as a LoopingCall does: first inside `startService()`, then at every
 * interval, never two at once. An error of the function ends the calls, and is told once; the service can be stopped and
 * started again. For the thread that made it.
 *
 * The idea is Twisted's `TimerService`; times are milliseconds.
 *
 * @example await application.addService(new TimerService(30_000, () => rates.download()));
 */
export class TimerService extends Service {
  readonly #interval: number;
  readonly #loop: LoopingCall;
  readonly #onError: (error: unknown) => void;
  #ended: Promise<void> = Promise.resolve();

  /**
   * @param interval milliseconds from call to call
   * @throws {TypeError} when `body` is not a function
   */
  constructor(interval: number, body: () => unknown, options: TimerServiceOptions = {}) {
    super();
    this.#interval = interval;
    this.#loop = new LoopingCall(body, options);
    this.#onError = options.onError ?? ((error) => logError(`${this.name ?? "a TimerService"} calls no more`, error));
  }

  /** Whether calls are still to come: false once one has failed. */
  get calling(): boolean {
    return this.#loop.running;
  }

  /** @throws {RangeError} (as a rejection) for an interval that is no duration */
  override async startService(): Promise<void> {
    if (this.running) return;
    const ended = this.#loop.start(this.#interval);
    this.#ended = ended.then(() => undefined, this.#onError);
    await super.startService();
  }

  /** Ends the calls. The promise resolves once the one under way has ended, and never rejects. */
  override async stopService(): Promise<void> {
    if (this.#loop.running) this.#loop.stop();
    await this.#ended;
    await super.stopService();
  }
}
