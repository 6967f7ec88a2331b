import { currentClock, requireDuration } from "./clock.ts";
import type { Cancel, Clock } from "./clock.ts";
import { LoopingCallError } from "./errors.ts";

/** Options of the LoopingCall itself. */
export interface LoopingCallOptions {
  /** Where the time comes from. Default: `currentClock()`. Tests give a `FakeClock`. */
  readonly clock?: Clock;
}

/** Options of one `start()`. */
export interface StartOptions {
  /** Whether the first run is at once (inside `start()`) or one interval later. Default: true. */
  readonly now?: boolean;
}

/** How the promise of `start()` is settled. */
interface Ending {
  resolve(loop: LoopingCall): void;
  reject(error: unknown): void;
}

/**
 * Runs a function again and again, at fixed turns: the moment of `start()` and every interval from there on.
 *
 * Runs never overlap. When the function returns a promise, the next run is at the first turn after that promise has
 * settled; turns that passed meanwhile are skipped and counted in `missed`, and the later ones stay where they were.
 *
 * For the reactor layer: all its methods are for the one thread that made it, whose event loop must turn. It keeps that
 * loop alive while it waits.
 *
 * The idea, its words and its turns are those of Twisted's `twisted.internet.task.LoopingCall`. Three differences: times
 * are milliseconds; `reset()` counts during a run too (there it is passed over in silence); a loop whose last run has
 * not settled cannot be started again (there the runs would overlap).
 *
 * @example
 * const loop = new LoopingCall(() => this.download());
 * const ended = loop.start(30_000);
 * // … later
 * loop.stop();
 * await ended;
 */
export class LoopingCall {
  readonly #body: () => unknown;
  readonly #clock: Clock;
  #running = false;
  #missed = 0;
  #interval = 0;
  /** The moment of turn 0; turn n is n intervals later. */
  #origin = 0;
  /** The turn that ran last, or that is waited for. */
  #turn = 0;
  /** Present while a run is waited for. */
  #cancel: Cancel | undefined;
  /** Present from `start()` until its promise settles: longer than `running` when stopped during a run. */
  #ending: Ending | undefined;

  /**
   * @param body what to run. Its result is not looked at, except that a promise is waited for.
   * @throws {TypeError} when `body` is not a function
   */
  constructor(body: () => unknown, options: LoopingCallOptions = {}) {
    if (typeof body !== "function") throw new TypeError("LoopingCall: body must be a function");
    this.#body = body;
    this.#clock = options.clock ?? currentClock();
  }

  /** Whether it is started, and neither stopped nor ended by an error. */
  get running(): boolean {
    return this.#running;
  }

  /**
   * How many turns were skipped since the last `start()`, because a run took too long or the event loop was held up.
   * Counted when the run in question has settled. A run that comes late stands for the turn that it was meant for.
   */
  get missed(): number {
    return this.#missed;
  }

  /**
   * Starts the runs.
   *
   * @param interval milliseconds from turn to turn. 0: as fast as the event loop turns, and no turn is ever missed.
   * @returns a promise for the end: it resolves with this LoopingCall after `stop()`, once the run under way (if any)
   * has settled; it rejects with the error of the body, which ends the loop. So do not leave it unheard: an error of
   * the body would then be an unhandled rejection.
   * @throws {RangeError} for a negative, infinite or NaN interval
   * @throws {LoopingCallError} when it is running already, or its last run has not settled yet
   */
  start(interval: number, options: StartOptions = {}): Promise<LoopingCall> {
    requireDuration("LoopingCall.start: interval", interval);
    if (this.#ending) {
      const why = this.#running ? "it is running already" : "its last run has not settled yet";
      throw new LoopingCallError(`LoopingCall.start: ${why}`);
    }
    this.#running = true;
    this.#missed = 0;
    this.#interval = interval;
    this.#beginGrid();
    const ended = new Promise<LoopingCall>((resolve, reject) => {
      this.#ending = { resolve, reject };
    });
    if (options.now ?? true) void this.#run();
    else this.#schedule();
    return ended;
  }

  /**
   * Ends the runs: none begins any more. One that is under way goes on, and the promise of `start()` waits for it.
   *
   * @throws {LoopingCallError} when it is not running
   */
  stop(): void {
    this.#requireRunning("stop");
    this.#running = false;
    // No run is waited for: then one is under way, and ends the loop when it settles.
    if (this.#cancel === undefined) return;
    this.#cancelRun();
    this.#end()?.resolve(this);
  }

  /**
   * Puts the next run off until a full interval from now; the turns are counted from now on.
   *
   * @throws {LoopingCallError} when it is not running
   */
  reset(): void {
    this.#requireRunning("reset");
    this.#beginGrid();
    if (this.#cancel === undefined) return;
    this.#cancelRun();
    this.#schedule();
  }

  /** Settles by itself, and never rejects: all that goes wrong goes to the promise of `start()`. */
  async #run(): Promise<void> {
    try {
      await this.#body();
      if (this.#running) this.#schedule();
      else this.#end()?.resolve(this);
    } catch (error) {
      this.#running = false;
      this.#end()?.reject(error);
    }
  }

  #schedule(): void {
    const now = this.#clock.now();
    // Strictly after the turn that ran, also when a clock with coarse steps says that no time has passed since.
    const next = Math.max(this.#turn, this.#turnAt(now)) + 1;
    this.#missed += next - this.#turn - 1;
    this.#turn = next;
    const due = this.#origin + next * this.#interval;
    this.#cancel = this.#clock.callLater(Math.max(0, due - now), () => {
      this.#cancel = undefined;
      void this.#run();
    });
  }

  /** The latest turn that is not after `moment`. Bounded: the smallest of intervals would give Infinity. */
  #turnAt(moment: number): number {
    if (this.#interval === 0) return this.#turn;
    return Math.min(Math.floor((moment - this.#origin) / this.#interval), Number.MAX_SAFE_INTEGER - 1);
  }

  #beginGrid(): void {
    this.#origin = this.#clock.now();
    this.#turn = 0;
  }

  #cancelRun(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** Hands out the ending once: from then on it can be started again. */
  #end(): Ending | undefined {
    const ending = this.#ending;
    this.#ending = undefined;
    return ending;
  }

  #requireRunning(verb: string): void {
    if (!this.#running) throw new LoopingCallError(`LoopingCall.${verb}: it is not running`);
  }
}
