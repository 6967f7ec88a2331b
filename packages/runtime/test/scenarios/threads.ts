/** Plain workers, as a user starts them, and shared memory on which they and a test await each other. */
import { Worker } from "node:worker_threads";
import type { Outcome } from "./outcome.ts";

export interface Thread<T> {
  readonly worker: Worker;
  /** How the function ended. */
  readonly outcome: Promise<Outcome<T>>;
  /** Settles once the worker is gone. */
  readonly gone: Promise<number>;
  /** Lets it end by itself, and awaits that. */
  end(): Promise<number>;
}

/** Runs an exported function of a module in a worker. The worker lives on after it, until it is told to end. */
export function inThread<T>(url: string, name: string, ...args: unknown[]): Thread<T> {
  const worker = new Worker(new URL("./workers/thread.js", import.meta.url), { workerData: { url, name, args } });
  const gone = new Promise<number>((resolve) => worker.once("exit", resolve));
  const outcome = new Promise<Outcome<T>>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    void gone.then(() => reject(new Error(`the worker for ${name} ended without an outcome`)));
  });
  // A test may not ask for it.
  outcome.catch(() => undefined);
  const end = (): Promise<number> => {
    worker.postMessage("end");
    return gone;
  };
  return { worker, outcome, gone, end };
}

/** Two words of shared memory; the first counts. */
export function newShared(): SharedArrayBuffer {
  return new SharedArrayBuffer(8);
}

export function countOf(shared: SharedArrayBuffer): number {
  return Atomics.load(new Int32Array(shared), 0);
}

export function countUp(shared: SharedArrayBuffer): void {
  const words = new Int32Array(shared);
  Atomics.add(words, 0, 1);
  Atomics.notify(words, 0);
}

/** Blocks until the first word is `count`: nothing in this thread's event loop is needed for that. */
export function awaitCount(shared: SharedArrayBuffer, count: number): void {
  const words = new Int32Array(shared);
  for (let now = Atomics.load(words, 0); now < count; now = Atomics.load(words, 0)) Atomics.wait(words, 0, now);
}

/** Blocks this thread for so long: its event loop does not turn. */
export function blockFor(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** How many threads this process has started so far, by any of its threads. */
export function threadsStarted(): number {
  // Node counts them from 1 in the order in which they are started; asking takes a number too.
  const last = new Worker("", { eval: true });
  last.unref();
  const number = last.threadId;
  void last.terminate();
  asked += 1;
  return number - asked;
}

let asked = 0;
