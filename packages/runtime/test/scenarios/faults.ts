import { spawn } from "node:child_process";
import { type TimeoutError, setup, stop, waitFor } from "@picot/runtime";
import { Faults } from "../fixtures/faults.facade.ts";
import { halted } from "./debug.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { awaitCount, blockFor, inThread, newShared } from "./threads.ts";

const here = import.meta.url;

/** A value that is no error, or a rejection, that nobody catches. */
export function throwsNowhere(what: unknown, how: "thrown" | "rejected"): Outcome {
  const faults = new Faults();
  return outcomeOf(() => faults.throwsNowhere(what, how));
}

export function throwsUndefined(): { outcome: Outcome; hasCause: boolean } {
  const faults = new Faults();
  let hasCause = false;
  const outcome = outcomeOf(() => {
    try {
      faults.throwsUndefined();
    } catch (error) {
      hasCause = Object.hasOwn(error as Error, "cause"); // picot throws errors only
      throw error;
    }
  });
  return { outcome, hasCause };
}

export function overflows(): { failed: Outcome; same: boolean } {
  const faults = new Faults();
  const thread = faults.thread();
  return { failed: outcomeOf(() => faults.overflow()), same: faults.thread() === thread };
}

/** Main blocks for a while with nothing that would keep a reactor going. */
export function drains(): boolean {
  const thread = new Faults().thread();
  blockFor(500);
  return new Faults().thread() === thread;
}

/** Milliseconds from the death to the answer, beside the answer. */
export async function diesWithin(step: string): Promise<{ answer: unknown; late: number }> {
  new Faults().thread();
  const thread = inThread<{ answer: unknown; late: number }>(here, "callTheDying", step);
  const { value, error } = await thread.outcome;
  await thread.end();
  return value ?? { answer: error, late: Infinity };
}

/** In a worker: nobody but the supervisor wakes it. */
export function callTheDying(step: "before the bell" | "before the notify"): { answer: unknown; late: number } {
  const when = new SharedArrayBuffer(8);
  const answer = new Faults().diesWithin(step, when);
  return { answer, late: performance.timeOrigin + performance.now() - (new Float64Array(when)[0] ?? 0) };
}

export function killsProcess(signal: NodeJS.Signals): void {
  new Faults().kill(signal);
}

/** The whole process is stopped for 3 s while main is blocked; the reactor is main's, or a worker's. */
export async function suspended(owner: "main" | "worker"): Promise<Outcome> {
  const thread = owner === "worker" ? inThread<void>(here, "start") : undefined;
  await thread?.outcome;
  const faults = new Faults();
  const script = 'sleep 0.3; kill -STOP "$0"; sleep 3; kill -CONT "$0"';
  spawn("sh", ["-c", script, String(process.pid)], { stdio: "ignore" }).unref();
  const start = performance.now();
  let last: Outcome = { ms: 0 };
  // Calls before, over and after the pause.
  while (performance.now() - start < 4000) {
    last = outcomeOf(() => faults.idle(300));
    if (last.error !== undefined && last.error.code !== "ERR_PICOT_TIMEOUT") break;
  }
  last =
    last.error === undefined || last.error.code === "ERR_PICOT_TIMEOUT" ? outcomeOf(() => faults.value("fine")) : last;
  await thread?.end();
  return last;
}

export function start(): void {
  setup();
}

/** The reactor stands at a breakpoint for 3 s while two workers wait for it: one with a limit of half a second, one without. */
export async function atBreakpoint(): Promise<{ limited: Outcome; patient: Outcome }> {
  setup({ threadName: "reactor-to-pause" });
  const faults = new Faults();
  const resume = await halted("reactor-to-pause", () => faults.standStill(200));
  const patient = inThread(here, "callPatiently");
  const limited = inThread(here, "callBriefly");
  await new Promise((resolve) => setTimeout(resolve, 3000));
  resume();
  const outcomes = { limited: await limited.outcome, patient: await patient.outcome };
  await Promise.all([patient, limited].map((each) => each.end()));
  return outcomes;
}

export function callPatiently(): unknown {
  return new Faults().value("patient");
}

export function callBriefly(): unknown {
  return waitFor<(of: number) => Promise<number>>(new URL("../fixtures/jobs.js", here), "value", 500)(1);
}

/** A blocked caller, and then another one, of a reactor that has died of an error of its own, after good calls. */
export async function diesAfterGoodCall(): Promise<{ blocked: Outcome; next: Outcome }> {
  const faults = new Faults();
  faults.value(1);
  const shared = newShared();
  const blocked = inThread(here, "hang", shared);
  awaitCount(shared, 1);
  outcomeOf(() => faults.throwsNowhere("internal", "rejected"));
  const released = await blocked.outcome;
  await blocked.end();
  return { blocked: released, next: outcomeOf(() => faults.value(2)) };
}

export function hang(shared: SharedArrayBuffer): void {
  new Faults().hang(shared);
}

/** Messages of the hand-off's errors, by what brings them about. */
export function messages(): Record<string, string | undefined> {
  const faults = new Faults();
  const text = (run: () => unknown): string | undefined => outcomeOf(run).error?.message;
  let deep: unknown = 1;
  for (let i = 0; i < 1100; i += 1) deep = [deep];
  const answers = {
    argument: text(() => faults.value(() => undefined)),
    deep: text(() => faults.value(deep)),
    result: text(() => faults.unsendable()),
    timeout: text(() => faults.idle(5000)),
    unbound: text(() => Faults.prototype.value.call({} as Faults, 1)), // what a program without types may do
    died: text(() => faults.exit(1)),
    dead: text(() => faults.value(1)),
  };
  setup();
  const stale = text(() => faults.value(1));
  stop();
  return { ...answers, stale, stopped: text(() => faults.value(1)) };
}

/** How calls end that the reactor has no time for, or that only wait; and a short one of a loop that turned in between. */
export function stalls(): Record<
  "spins" | "spinsLater" | "idles" | "spinsForAMoment",
  { outcome: Outcome; stalled: unknown }
> {
  const faults = new Faults();
  const ended = (run: () => unknown): { outcome: Outcome; stalled: unknown } => {
    let stalled: unknown;
    const outcome = outcomeOf(() => {
      try {
        return run();
      } catch (error) {
        stalled = (error as TimeoutError).stalled; // undefined of another error
        throw error;
      }
    });
    return { outcome, stalled };
  };
  const spins = ended(() => faults.spin(1000));
  faults.thread();
  const spinsLater = ended(() => faults.spinLater(1000));
  faults.thread();
  const idles = ended(() => faults.idle(1000));
  const spinsForAMoment = ended(() => faults.spin(100));
  return { spins, spinsLater, idles, spinsForAMoment };
}

/** The reactor stands still with two callers, and is ended for it; or it may compute for a while that is shorter. */
export async function endsStalled(): Promise<{ own: Outcome; other: Outcome; quiet: Outcome; waited: number }> {
  setup({ onStall: "terminate", stallLimit: 500 });
  const faults = new Faults();
  const quiet = outcomeOf(() => faults.spin(250));
  blockFor(1000);
  const shared = newShared();
  const thread = inThread(here, "hang", shared);
  awaitCount(shared, 1);
  const own = outcomeOf(() => faults.loop(shared));
  const start = performance.now();
  const other = await thread.outcome;
  const waited = performance.now() - start;
  await thread.end();
  return { own, other, quiet, waited };
}

/** A reactor that is started again where it died, twice within the time; then no more, and again by setup(). */
export async function restarts(): Promise<unknown> {
  setup({ restart: { max: 2, within: 60_000 }, threadName: "restarted" });
  const threads = new Set<number>();
  const codes: unknown[] = [];
  const codeOf = (run: () => unknown): unknown => outcomeOf(run).error?.code;
  for (let i = 0; i < 3; i += 1) {
    const faults = new Faults();
    threads.add(faults.thread());
    codes.push(
      codeOf(() => faults.exit(3)),
      codeOf(() => faults.thread()),
      codeOf(() => new Faults()),
    );
  }
  setup();
  threads.add(new Faults().thread());
  return { threads: threads.size, codes };
}

/** The same, where another thread than the starter is the first to call. */
export async function restartsElsewhere(): Promise<unknown> {
  setup({ restart: { max: 1, within: 60_000 }, maxMessageBytes: 65_536 });
  const faults = new Faults();
  outcomeOf(() => faults.exit(3));
  const thread = inThread<number>(here, "threadOf");
  const { value } = await thread.outcome;
  const own = new Faults();
  const same = own.thread() === value;
  // With the options of the first start.
  const refused = outcomeOf(() => own.value("x".repeat(100_000))).error?.code;
  await thread.end();
  return { same, refused };
}

export function threadOf(): number {
  return new Faults().thread();
}

/** A rejection that nobody handles is logged only. */
export function outlivesRejection(): { thread: boolean; value: unknown } {
  setup({ unhandledRejections: "log" });
  const faults = new Faults();
  const thread = faults.rejectsBehind("left behind");
  return { thread: faults.thread() === thread, value: faults.value(1) };
}

/** Options that are none. */
export function badOptions(): unknown[] {
  const options = [
    { onStall: "kill" },
    { stallLimit: 1 },
    { stallLimit: Number.NaN },
    { restart: { max: 0, within: 1000 } },
    { restart: { max: 1, within: -1 } },
    { unhandledRejections: "ignore" },
  ];
  return options.map((each) => outcomeOf(() => setup(each as object)).error?.code);
}
