import { FakeClock, LoopingCall } from "@picot/services";
import type { Clock } from "@picot/services";

/** When each run of a loop began and ended, by its clock. */
export interface Run {
  readonly began: number;
  ended: number;
}

/** A loop whose runs last as long as `durations` says (the rest: no time at all), and the record of its runs. */
export function recorded(clock: Clock, durations: readonly number[] = []): { loop: LoopingCall; runs: Run[] } {
  const runs: Run[] = [];
  const loop = new LoopingCall(
    async () => {
      const run = { began: clock.now(), ended: NaN };
      const duration = durations[runs.length] ?? 0;
      runs.push(run);
      if (duration > 0) await new Promise<void>((resolve) => clock.callLater(duration, resolve));
      run.ended = clock.now();
    },
    { clock },
  );
  return { loop, runs };
}

export function beginnings(runs: readonly Run[]): number[] {
  return runs.map((run) => run.began);
}

/** A fake clock whose loop can be held up: time passes, but no call is made. */
export class HeldUpClock extends FakeClock {
  #lost = 0;

  override now(): number {
    return super.now() + this.#lost;
  }

  holdUp(ms: number): void {
    this.#lost += ms;
  }
}
