/** The reactor's side of being woken: one word that says whether it sleeps, and a bit for each thread with requests. */
import { ReactorWord, State, TURNS_WORD } from "../wire.ts";
import type { ReactorBlock } from "./blocks.ts";

/** In an application thread: marks its requests as pending. True if the reactor sleeps and this thread must ring. */
export function announce(block: ReactorBlock, number: number): boolean {
  // After the request ring's tail was stored: whoever takes this bit sees the records.
  const word = ReactorWord.Pending + (number >> 5);
  const bit = 1 << (number & 31);
  // A bit that is still set is taken later, and the ring is read after that: a word that nobody writes stays in all caches.
  if ((Atomics.load(block.words, word) & bit) === 0) Atomics.or(block.words, word, bit);
  // One thread only turns it from asleep to awake, so a storm of calls rings once. The bit is set before this is read:
  // the reactor, which declares sleep before it looks at the bits again, cannot miss it.
  // Read before it is exchanged: the word of a reactor that is awake stays in all caches.
  if (Atomics.load(block.words, ReactorWord.State) === State.Awake) return false;
  const state = Atomics.compareExchange(block.words, ReactorWord.State, State.Asleep, State.Awake);
  if (state === State.Parked) unpark(block);
  return state === State.Asleep;
}

function unpark(block: ReactorBlock): void {
  // If it fails, the reactor has come out by itself meanwhile, and looks at the bits before it sleeps in any way.
  const state = Atomics.compareExchange(block.words, ReactorWord.State, State.Parked, State.Awake);
  // The word changed before the notify: a reactor that is about to sleep on it does not.
  if (state === State.Parked) Atomics.notify(block.words, ReactorWord.State);
}

/** The reactor is awake and will look at the bits by itself. Reactor thread. */
export function stayAwake(block: ReactorBlock): void {
  // Before a reply is published: the call that follows it then finds the reactor awake and need not ring.
  Atomics.store(block.words, ReactorWord.State, State.Awake);
}

/** Declares sleep, and takes it back if a thread came in between. True if the reactor may sleep. Reactor thread. */
export function fallAsleep(block: ReactorBlock, words: number): boolean {
  Atomics.store(block.words, ReactorWord.State, State.Asleep);
  // Declared first, then looked: a thread that set its bit before saw "awake" and did not ring.
  if (!anyPending(block, words)) return true;
  // If this fails, a thread has rung meanwhile: its bell comes, and the turn it brings is as good as ours.
  return Atomics.compareExchange(block.words, ReactorWord.State, State.Asleep, State.Awake) !== State.Asleep;
}

/**
 * Sleeps on the spot, `ms` at the most, until a thread has requests: the event loop stands still meanwhile. True if one has.
 * Reactor thread.
 */
export function park(block: ReactorBlock, words: number, ms: number): boolean {
  Atomics.store(block.words, ReactorWord.State, State.Parked);
  // Declared first, then looked: as in fallAsleep().
  if (!anyPending(block, words)) Atomics.wait(block.words, ReactorWord.State, State.Parked, ms);
  // Whoever finds it awake does not notify; its bit was set before it looked, and is seen by the look that follows.
  Atomics.store(block.words, ReactorWord.State, State.Awake);
  return anyPending(block, words);
}

/** `words`: how many of the pending words have a thread; the rest stay 0. `except`: the number of a thread that is not asked for. */
export function anyPending(block: ReactorBlock, words: number, except = -1): boolean {
  for (let i = 0; i < words; i += 1) {
    // Only a hint here: the bits are taken by takePending.
    let bits = Atomics.load(block.words, ReactorWord.Pending + i);
    if (except >> 5 === i) bits &= ~(1 << (except & 31));
    if (bits !== 0) return true;
  }
  return false;
}

/** Takes the numbers of the threads that have requests. Reactor thread. */
export function takePending(block: ReactorBlock, words: number, visit: (number: number) => void): void {
  for (let word = 0; word < words; word += 1) {
    const at = ReactorWord.Pending + word;
    if (Atomics.load(block.words, at) === 0) continue;
    // Taken before the rings are read: a request written after we read its ring sets the bit again.
    let bits = Atomics.exchange(block.words, at, 0);
    while (bits !== 0) {
      const bit = 31 - Math.clz32(bits);
      bits &= ~(1 << bit);
      visit(word * 32 + bit);
    }
  }
}

/** The reactor's loop has come round. Reactor thread. */
export function countTurn(block: ReactorBlock): void {
  // Nothing is ordered by it: a thread that waits looks whether it moves.
  Atomics.add(block.words, TURNS_WORD, 1);
}

export function readTurns(block: ReactorBlock): number {
  return Atomics.load(block.words, TURNS_WORD);
}
