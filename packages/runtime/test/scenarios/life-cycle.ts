import { Session } from "node:inspector";
import { threadId } from "node:worker_threads";
import { eventual, noSetup, setup, stop } from "@picot/runtime";
import { Probe } from "../fixtures/probe.facade.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { blockFor, newShared, threadsStarted } from "./threads.ts";

export interface Trace {
  readonly events: readonly string[];
  readonly exitListeners: number;
  readonly writes: boolean;
  readonly threads: number;
}

/** What changes in this thread and process while `run` runs. */
function traceOf(run: () => void): Trace {
  const threads = threadsStarted();
  const events = new Set(process.eventNames());
  const exitListeners = process.listenerCount("exit");
  const writes = [process.stdout.write, process.stderr.write];
  run();
  return {
    events: process
      .eventNames()
      .filter((each) => !events.has(each))
      .map(String),
    exitListeners: process.listenerCount("exit") - exitListeners,
    writes: process.stdout.write !== writes[0] || process.stderr.write !== writes[1],
    threads: threadsStarted() - threads,
  };
}

export function setupTwice(): { main: number; reactors: number[]; signals: string[]; own: Trace } {
  const reactors: number[] = [];
  const own = traceOf(() => {
    for (let i = 0; i < 2; i += 1) {
      setup();
      reactors.push(new Probe().thread());
    }
  });
  return { main: threadId, reactors, signals: new Probe().listeners().filter((each) => each.startsWith("SIG")), own };
}

export function hostedThenSetup(): Trace {
  return traceOf(() => {
    noSetup();
    setup();
    setup({ threadName: "never" });
  });
}

export function setupThenHosted(): Outcome {
  setup();
  return outcomeOf(noSetup);
}

export function callThenHosted(): Outcome {
  new Probe().thread();
  return outcomeOf(noSetup);
}

export function hostedTwice(): Outcome {
  noSetup();
  return outcomeOf(noSetup);
}

export function callFirst(): { main: number; reactors: number[]; own: Trace } {
  const reactors: number[] = [];
  const own = traceOf(() => {
    const probe = new Probe();
    reactors.push(probe.thread(), new Probe().thread(), probe.thread());
  });
  return { main: threadId, reactors, own };
}

export interface Named {
  /** As a debugger shows it. */
  readonly title: string;
  /** As the thread's own code sees it, where Node tells. */
  readonly seen: string | null;
  readonly reactor: number;
}

/** A reactor of this name, or of a generated one. */
export async function threadName(name: string | null): Promise<Named> {
  setup(name === null ? {} : { threadName: name });
  const probe = new Probe();
  const reactor = probe.thread();
  const session = new Session();
  session.connect();
  const title = await new Promise<string>((resolve) => {
    session.on("NodeWorker.attachedToWorker", ({ params }) => {
      if (params.workerInfo.title.startsWith(`[worker ${reactor}]`)) resolve(params.workerInfo.title);
    });
    session.post("NodeWorker.enable", { waitForDebuggerOnStart: false });
  });
  session.disconnect();
  return { title, seen: probe.threadName(), reactor };
}

/** One after the other. */
export async function twoWithoutName(): Promise<Named[]> {
  const first = await threadName(null);
  stop();
  return [first, await threadName(null)];
}

/** When the main function returned, in milliseconds of the clock that all processes share. */
export function idleEnd(busy: boolean): number {
  const probe = new Probe();
  if (busy) probe.tick();
  probe.thread();
  return performance.timeOrigin + performance.now();
}

/** The reactor has nothing but a wait on shared memory; nobody calls it for a while, then somebody does. */
export function onlySharedMemoryWaits(): { before: number; after: number; ended: string } {
  const probe = new Probe();
  const before = probe.thread();
  const shared = newShared();
  const soon = eventual(probe).waitAsync(shared);
  blockFor(500);
  const after = probe.thread();
  const words = new Int32Array(shared);
  Atomics.store(words, 1, 1);
  Atomics.notify(words, 1);
  return { before, after, ended: soon.wait(5000) };
}
