/** One word for each thread of a pool: the number of the job that it is to stop. */

/** Room for so many threads. */
export function newJobWords(count: number): SharedArrayBuffer {
  return new SharedArrayBuffer(count * Int32Array.BYTES_PER_ELEMENT);
}

/** Asks the thread in this place to stop a job. Numbers, so that one that comes late stops no other job. Reactor thread. */
export function askToStop(memory: SharedArrayBuffer, slot: number, job: number): void {
  // Publishes nothing else: whoever reads it needs no more than the number itself.
  Atomics.store(new Int32Array(memory), slot, job | 0);
}

/** Whether this job is to stop. The pool's thread; cheap enough for the inside of a loop. */
export function isAskedToStop(words: Int32Array, slot: number, job: number): boolean {
  // Read anew each time: a plain read in a loop may be taken out of it.
  return Atomics.load(words, slot) === (job | 0);
}
