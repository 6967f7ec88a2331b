/** Where several threads wait for each other, and for the one that opens. */
import { setTimeout } from "node:timers/promises";

/** How many threads wait, and 1 once they may go. */
const WAITING = 0;
const OPEN = 1;

export function makeGate(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(8));
}

/** Blocks until the gate is opened. */
export function pass(gate: Int32Array): void {
  // All that this thread has written before is there for whoever sees it counted.
  Atomics.add(gate, WAITING, 1);
  Atomics.wait(gate, OPEN, 0);
}

/** Resolves once so many threads wait at the gate. */
export async function allWaiting(gate: Int32Array, threads: number): Promise<void> {
  while (Atomics.load(gate, WAITING) < threads) await setTimeout(1);
}

export function openGate(gate: Int32Array): void {
  // Before the notify, so that a thread about to wait finds it open and does not.
  Atomics.store(gate, OPEN, 1);
  Atomics.notify(gate, OPEN);
}
