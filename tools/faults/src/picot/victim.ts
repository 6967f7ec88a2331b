/** The reactor layer of a run: a thread that dies at a step. */
import { type Step, inject } from "../steps.ts";
import { type Way, Word, die, shared } from "../ways.ts";

let atRun: (() => void) | undefined;

/** From when the callers are armed on, the first at the step dies in this way. */
export function arm(way: Way, step: Step, memory: SharedArrayBuffer): void {
  const threads = shared(memory);
  const act = (): void => {
    // Once: what ends it later comes by the step again.
    if (threads.words[Word.Armed] !== 1) return;
    threads.words[Word.Armed] = 2;
    die(way, threads);
  };
  if (step === "while it runs") atRun = act;
  else inject(step, act);
}

export async function answer(caller: number): Promise<string> {
  atRun?.();
  return `answer to ${caller}`;
}

export async function hang(): Promise<never> {
  return new Promise(() => {});
}
