/** A word that one thread sleeps on until another has done something for it. */

export function newSignal(): SharedArrayBuffer {
  return new SharedArrayBuffer(4);
}

/** After what it tells of was done. */
export function raise(signal: SharedArrayBuffer): void {
  const words = new Int32Array(signal, 0, 1);
  // Stored before the notify: one that comes to sleep later finds it raised.
  Atomics.store(words, 0, 1);
  Atomics.notify(words, 0);
}

/** Sleeps until it is raised, `ms` at the most. */
export function awaitSignal(signal: SharedArrayBuffer, ms: number): void {
  Atomics.wait(new Int32Array(signal, 0, 1), 0, 0, ms);
}
