/** The main thread is blocked, and its process gets a signal. */
import { writeSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { FOREVER, InterruptedError, eventual, gather, setup } from "@picot/runtime";
import { Ending } from "../fixtures/ending.facade.ts";
import { Signalled } from "../fixtures/signalled.facade.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { awaitCount, newShared } from "./threads.ts";

/** Milliseconds, long enough for the wait to have begun. */
const SOON = 200;

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

/** Caught as a program may. */
export function during(name: "work" | "fail", ms: number): Outcome {
  const work = new Signalled("work");
  work.signal("SIGINT", ms);
  const outcome = outcomeOf(() => work[name]());
  say("keyboard interrupt");
  return outcome;
}

/** Nobody catches it. */
export function uncaught(): void {
  process.on("exit", (code) => say(`exit ${code}`));
  const work = new Signalled("work");
  work.signal("SIGINT", SOON);
  work.work();
}

export interface Heard {
  readonly outcomes: Outcome[];
  /** How often the listener had run when each call ended. */
  readonly heard: number[];
}

/** The program listens, and is interrupted twice. */
export function listens(): Heard {
  let count = 0;
  process.on("SIGINT", () => {
    count += 1;
  });
  process.once("SIGINT", () => {
    count += 10;
  });
  const work = new Signalled("work");
  const outcomes: Outcome[] = [];
  const heard: number[] = [];
  for (let i = 0; i < 2; i += 1) {
    work.signal("SIGINT", SOON);
    outcomes.push(outcomeOf(() => work.work()));
    heard.push(count);
  }
  return { outcomes, heard };
}

/** Its listener throws: that is an error of the program, and the call ends as it would. */
export async function listenerThrows(): Promise<{ outcome: Outcome; thrown: string }> {
  process.on("SIGINT", () => {
    throw new Error("thrown by the listener");
  });
  const thrown = new Promise<Error>((resolve) => process.once("uncaughtException", resolve));
  const work = new Signalled("work");
  work.signal("SIGINT", SOON);
  const outcome = outcomeOf(() => work.work());
  return { outcome, thrown: (await thrown).message };
}

/** Its listener ends the process. */
export function listenerExits(): void {
  process.on("SIGINT", () => process.exit(3));
  const work = new Signalled("work");
  work.signal("SIGINT", SOON);
  work.work();
}

/** The work goes on after its signal has fired; the user is patient, or presses Ctrl-C again. */
export function ignored(times: number): Outcome {
  const work = new Signalled("work");
  for (let i = 1; i <= times; i += 1) work.signal("SIGINT", i * SOON);
  return outcomeOf(() => work.ignore(20_000));
}

/** To wait for a result is another matter than the work itself. */
export function resultGoesOn(): { wait: Outcome; again: Outcome } {
  const work = new Signalled("work");
  const soon = eventual(work).ignore(1000);
  work.signal("SIGINT", SOON);
  return { wait: outcomeOf(() => soon.wait(FOREVER)), again: outcomeOf(() => soon.wait(FOREVER)) };
}

export function gathered(): { all: Outcome; each: Outcome[] } {
  const work = new Signalled("work");
  const soon = [eventual(work).work(), eventual(work).work()];
  work.signal("SIGINT", SOON);
  const all = outcomeOf(() => [...gather(soon, FOREVER)].length);
  return { all, each: soon.map((result) => outcomeOf(() => result.wait(FOREVER))) };
}

/** The reactor takes no requests, and main waits for room. */
export function whileFull(): Outcome {
  const ending = new Ending();
  const shared = newShared();
  eventual(ending).compute(shared);
  awaitCount(shared, 1);
  // Again and again: one that comes between two of its short sleeps is not heard.
  process.on("SIGINT", () => undefined);
  new Worker(`setInterval(() => process.kill(process.pid, "SIGINT"), ${SOON})`, { eval: true }).unref();
  return outcomeOf(() => {
    for (;;) eventual(ending).answer();
  });
}

/** A resource whose making is interrupted, or the work done with it. */
export function resource(at: "making" | "body"): void {
  const opened = new Signalled("resource");
  opened.signal("SIGINT", SOON);
  try {
    if (at === "making") opened.open();
    try {
      opened.work();
    } finally {
      opened.close();
    }
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    say("keyboard interrupt");
  }
}

/** A listener sets a flag for a loop of short calls, in each of which the thread sleeps. */
export function flagged(): void {
  const flag = { up: false };
  process.on("SIGINT", () => {
    flag.up = true;
  });
  const [outer, inner] = [new Signalled("outer"), new Signalled("inner")];
  outer.signal("SIGINT", 2 * SOON);
  while (!flag.up) {
    try {
      inner.poll(100);
    } catch (error) {
      if (!(error instanceof InterruptedError)) throw error;
    }
  }
  inner.close();
  outer.close();
}

/** As Node does it: where nobody listens, the process ends. */
export function notAsked(): void {
  setup({ interrupts: false });
  const work = new Signalled("work");
  work.signal("SIGINT", SOON);
  work.ignore(20_000);
}

/** As Node does it: the listener runs once the loop turns. */
export async function notAskedButHeard(signal: "SIGINT" | "SIGTERM"): Promise<number[]> {
  if (signal === "SIGINT") setup({ interrupts: false });
  let heard = 0;
  const listened = new Promise<void>((resolve) =>
    process.on(signal, () => {
      heard += 1;
      resolve();
    }),
  );
  const work = new Signalled("work");
  work.signal(signal, SOON);
  work.ignore(3 * SOON);
  const blocked = heard;
  // A listener keeps no loop alive.
  const alive = setInterval(() => undefined, 1000);
  await listened;
  clearInterval(alive);
  return [blocked, heard];
}

export function terminated(): void {
  const work = new Signalled("work");
  work.signal("SIGTERM", SOON);
  work.ignore(20_000);
}
