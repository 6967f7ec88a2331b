/** How an application thread waits for its calls: it reads what has arrived, looks whether the reactor is still there, and sleeps. */
import type { Arrivals } from "./arrivals.ts";
import { type Blocked, beginWait } from "./blocked.ts";
import type { Callbacks } from "./callbacks.ts";
import type { Deadline } from "./deadline.ts";
import type { Doorbell } from "./doorbell.ts";
import { CancelledError } from "./errors.ts";
import type { Events } from "./events.ts";
import type { Sleeper } from "./memory/sleep.ts";
import type { Watch } from "./requests.ts";
import { CANCEL_GRACE, type Sent, end, isSettled } from "./sent.ts";
import { Want } from "./wire.ts";

/** Milliseconds before a deadline, at the most, at which a thread that waits has the reactor turn its loop, to see whether it does. */
const LONGEST_PULSE = 1000;
/** In place of a count of turns: not asked for yet. */
const NOT_ASKED = -2;

const never = (): boolean => false;

/** What waiting needs of the connection. */
export interface Waiting {
  /** The reactor's name and generation. */
  readonly reactor: string;
  readonly generation: number;
  abandon(call: Sent): void;
}

/** What a thread that waits does meanwhile: as Sleeper. */
export type Waiter = Pick<Sleeper, "wait">;

export class Waits {
  readonly #for: Waiting;
  readonly #watch: Watch;
  readonly #arrivals: Arrivals;
  readonly #callbacks: Callbacks;
  readonly #events: Events;
  readonly #bell: Doorbell;
  readonly #sleeper: Waiter;

  constructor(
    of: Waiting,
    watch: Watch,
    arrivals: Arrivals,
    callbacks: Callbacks,
    events: Events,
    bell: Doorbell,
    sleeper: Waiter,
  ) {
    this.#for = of;
    this.#watch = watch;
    this.#arrivals = arrivals;
    this.#callbacks = callbacks;
    this.#events = events;
    this.#bell = bell;
    this.#sleeper = sleeper;
  }

  /** Blocks until the call is settled, or one of its functions has run and it is enough; or returns false at the deadline. */
  one(sent: Sent, deadline: Deadline, isEnough: () => boolean = never): boolean {
    let blocked = this.#begin(sent.label);
    let slept = false;
    let turns = NOT_ASKED;
    const half = Math.min(LONGEST_PULSE, deadline.milliseconds / 2);
    try {
      for (;;) {
        this.#arrivals.drain();
        if (this.#mayServe(sent) && !deadline.passed()) {
          blocked = this.#serve(deadline, blocked, sent.label);
          // What was counted or slept before says nothing of now.
          turns = NOT_ASKED;
          slept = false;
          if (isEnough()) return true;
          continue;
        }
        if (sent.settled === undefined) this.#checkAlive(slept, [sent]);
        if (sent.settled !== undefined || this.#endGrace(sent)) return true;
        const remaining = deadline.remaining();
        if (remaining === 0) {
          sent.stalled = turns >= 0 && turns === this.#bell.turns();
          return false;
        }
        blocked?.look();
        if (turns === NOT_ASKED && remaining <= half) turns = this.#bell.askForTurn();
        const ms = turns === NOT_ASKED ? remaining - half : remaining;
        slept = this.#sleep(sent.id | 0, Math.min(ms, sent.grace?.remaining() ?? Infinity), blocked);
      }
    } finally {
      blocked?.end();
    }
  }

  /** Blocks until one of these calls is settled, or returns false at the deadline. Throws where the reactor ended. */
  any(all: readonly Sent[], deadline: Deadline): boolean {
    const label = all[0]?.label ?? "";
    let blocked = this.#begin(label);
    let slept = false;
    try {
      for (;;) {
        this.#arrivals.drain();
        const settled = all.find(isSettled);
        if (this.#mayServe(settled) && !deadline.passed()) {
          blocked = this.#serve(deadline, blocked, label);
          slept = false;
          continue;
        }
        if (settled !== undefined) return true;
        this.#checkAlive(slept, all);
        let remaining = deadline.remaining();
        for (const each of all) {
          if (isSettled(each) || this.#endGrace(each)) return true;
          if (each.grace !== undefined) remaining = Math.min(remaining, each.grace.remaining());
        }
        if (remaining === 0 && deadline.passed()) return false;
        blocked?.look();
        slept = this.#sleep(Want.Any, remaining, blocked);
      }
    } finally {
      blocked?.end();
    }
  }

  /**
   * Runs what is due, also at the deadline, until it is enough; or returns false at the deadline. What comes while that runs is
   * for the next wait, or there would be no end where it comes fast.
   */
  until(label: string, isEnough: () => boolean, deadline: Deadline): boolean {
    let blocked = this.#begin(label);
    let slept = false;
    try {
      for (;;) {
        this.#arrivals.drain();
        const last = this.#callbacks.came;
        while (this.#callbacks.isDueBy(last)) {
          blocked = this.#serve(deadline, blocked, label);
          slept = false;
        }
        if (isEnough()) return true;
        try {
          this.#watch.check(slept, label, true);
        } catch (error) {
          // What was sent before the end is still heard.
          this.#arrivals.drain();
          if (this.#callbacks.isDue || isEnough()) continue;
          this.#events.clear();
          throw error;
        }
        const remaining = deadline.remaining();
        if (remaining === 0) return false;
        blocked?.look();
        slept = this.#sleep(Want.Any, remaining, blocked);
      }
    } finally {
      blocked?.end();
    }
  }

  /** Whether something runs before the wait goes on. Once an answer is there, only what came before it: events may come without end. */
  #mayServe(settled: Sent | undefined): boolean {
    return settled?.settled === undefined ? this.#callbacks.isDue : this.#callbacks.isDueBy(settled.after);
  }

  #begin(label: string): Blocked | undefined {
    return beginWait(this.#for.reactor, this.#for.generation, label);
  }

  /** Runs a function that the reactor has asked for. Meanwhile this thread does not wait: nobody may take it for blocked. */
  #serve(deadline: Deadline, blocked: Blocked | undefined, label: string): Blocked | undefined {
    blocked?.end();
    this.#callbacks.serve(deadline);
    return this.#begin(label);
  }

  #sleep(want: number, ms: number, blocked: Blocked | undefined): boolean {
    return this.#sleeper.wait(want, blocked === undefined ? ms : Math.min(ms, blocked.next())) === "slice";
  }

  /** Of calls that are waited for together: throws unless one of them is settled after all. */
  #checkAlive(slept: boolean, calls: readonly Sent[]): void {
    try {
      this.#watch.check(slept, calls[0]?.label ?? "", true);
    } catch (error) {
      // An answer sent before the end may have come between our drain and the check: it is delivered.
      this.#arrivals.drain();
      if (calls.some(isSettled)) return;
      for (const each of calls) this.#arrivals.forget(each.id);
      throw error;
    }
  }

  /** A cancelled call whose work does not end: it ends here. */
  #endGrace(call: Sent): boolean {
    if (call.grace?.passed() !== true) return false;
    this.#for.abandon(call);
    const message = `${call.label}: cancelled; its work goes on ${CANCEL_GRACE} ms after its signal fired.`;
    end(call, { kind: "threw", error: new CancelledError(message) });
    return true;
  }
}
