/** One job from its call to its end: its permit, its turn, its time, and what becomes of it when it is cancelled. */
import { FOREVER, type Timeout } from "../deadline.ts";
import { CancelledError, TimeoutError, textOf } from "../errors.ts";
import { askToStop } from "../memory/job-words.ts";
import type { Crew } from "./crew.ts";
import type { Packed } from "./job.ts";
import type { Limiter } from "./limiter.ts";
import type { Caller, Entry, Seat } from "./seat.ts";

/** The longest that Node's timers know: beyond it, 24 days, they fire at once. */
const LONGEST = 2 ** 31 - 1;

interface Limits {
  readonly signal: AbortSignal | undefined;
  readonly timeout: Timeout | undefined;
  readonly limiter: Limiter | undefined;
}

export class Attempt {
  readonly #label: string;
  readonly #number: number;
  readonly #crew: Crew;
  readonly #limits: Limits;
  /** Where it runs. */
  #seat: Seat | undefined;
  /** Takes it out of the row that it stands in. */
  #withdraw: (() => void) | undefined;
  #settled = false;

  constructor(label: string, number: number, crew: Crew, limits: Limits) {
    this.#label = label;
    this.#number = number;
    this.#crew = crew;
    this.#limits = limits;
  }

  /** Runs it in its turn. Once the promise is rejected by a signal or by time, the job may still run, and is asked to stop. */
  begin(seat: Seat | undefined, caller: Caller | undefined, run: (seat: Seat) => Promise<Packed>): Promise<Packed> {
    const { signal, timeout = FOREVER, limiter } = this.#limits;
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const settle = (end: () => void): void => {
        if (this.#settled) return;
        this.#settled = true;
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
        end();
      };
      const giveUp = (error: Error): void =>
        settle(() => {
          this.#stop();
          reject(error);
        });
      const abort = (): void => giveUp(this.#aborted());
      if (signal?.aborted === true) return abort();
      signal?.addEventListener("abort", abort, { once: true });
      if (timeout !== FOREVER && timeout <= LONGEST) timer = setTimeout(() => giveUp(this.#timedOut(timeout)), timeout);
      const entry = (leave: () => void): Entry => ({
        label: this.#label,
        seat,
        caller,
        start: async (at) => {
          this.#withdraw = undefined;
          this.#seat = at;
          try {
            const reply = await run(at);
            settle(() => resolve(reply));
          } catch (error) {
            settle(() => reject(error));
          } finally {
            this.#seat = undefined;
            leave();
          }
        },
        refuse: (error) => {
          leave();
          settle(() => reject(error));
        },
      });
      const stand = (leave: () => void): void => {
        const leaveRow = this.#crew.add(entry(leave));
        this.#withdraw = () => {
          if (leaveRow()) leave();
        };
        if (this.#seat !== undefined) this.#withdraw = undefined;
      };
      if (limiter === undefined) return stand(() => {});
      const leaveLine = limiter.enter(stand);
      // Unless it stands in the pool's row by now.
      this.#withdraw ??= leaveLine;
    });
  }

  #stop(): void {
    if (this.#seat !== undefined) askToStop(this.#crew.place(this.#seat).words, this.#seat.index, this.#number);
    else this.#withdraw?.();
  }

  #aborted(): CancelledError {
    const cause: unknown = this.#limits.signal?.reason;
    return new CancelledError(`${this.#label}: its signal fired (${textOf(cause)}); the job was asked to stop.`, {
      cause,
    });
  }

  #timedOut(timeout: number): TimeoutError {
    return new TimeoutError(this.#label, timeout, this.#seat !== undefined, "The job was asked to stop.");
  }
}
