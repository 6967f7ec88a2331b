/** A word that one thread sleeps on until others have done something for it: it counts how often. */

export function newSignal(): SharedArrayBuffer {
  return new SharedArrayBuffer(4);
}

/** After what it tells of was done. */
export function raise(signal: SharedArrayBuffer): void {
  const words = new Int32Array(signal, 0, 1);
  // Counted before the notify: one that comes to sleep later finds it raised.
  Atomics.add(words, 0, 1);
  Atomics.notify(words, 0);
}

/** Sleeps until it is raised, `ms` at the most, and returns how often it was. */
export function awaitSignal(signal: SharedArrayBuffer, ms: number): number {
  const words = new Int32Array(signal, 0, 1);
  Atomics.wait(words, 0, 0, ms);
  // What it tells of was done before: whoever reads the count finds that many answers.
  return Atomics.load(words, 0);
}
