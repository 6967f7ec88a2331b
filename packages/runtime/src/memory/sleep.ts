/** How an application thread waits for a record: it spins a little where that pays, then sleeps on its own word. */
import { SLICE_MS, ThreadWord, Want } from "../wire.ts";
import type { ThreadBlock } from "./blocks.ts";
import { nap, napOn } from "./nap.ts";
import type { RingReader } from "./ring.ts";
import { Spin } from "./spin.ts";

/** About what waking a sleeping core costs: a longer spin could not win, a shorter one would give up too soon. */
const SPIN_MS = 0.05;

export class Sleeper {
  readonly #block: ThreadBlock;
  readonly #replies: RingReader;
  readonly #spin: Spin;
  readonly #arrived = (): boolean => !this.#replies.isEmpty();
  /** Milliseconds slept in vain since the last whole slice: short waits add up to one, and are none each. */
  #idle = 0;

  constructor(block: ThreadBlock, replies: RingReader, spin = true) {
    this.#spin = new Spin(spin, SPIN_MS);
    this.#block = block;
    this.#replies = replies;
  }

  /**
   * Waits until a record may have come, the time is up, or a slice is over; "slice" each time that it has slept in vain for
   * one in all. `want` is the id's low word, or Want.Any for whatever comes. The caller has drained the ring, and looks at the
   * reactor's phase after each return. Throws Interrupted.
   */
  wait(want: number, remaining: number): "woken" | "slice" {
    // An answer that is there before anybody looked about says nothing about looking.
    if (this.#arrived()) return "woken";
    if (this.#spin.may() && this.#spin.until(this.#arrived, remaining)) return "woken";
    const words = this.#block.words;
    // Publish what we wait for, then look again, then sleep. In the other order a reply that comes between the look and
    // the publishing finds nobody to wake. The same holds for Want.Any: our store and the look at the tail here, the tail's
    // store and the look at our word there (wakeFor), so one of the two sees the other.
    Atomics.store(words, ThreadWord.Want, want);
    // And again for the end of the reactor, which was told before we published, perhaps, and found nobody asleep.
    if (!this.#replies.isEmpty() || Atomics.load(words, ThreadWord.Over) !== 0) {
      Atomics.store(words, ThreadWord.Want, Want.Nothing);
      return "woken";
    }
    // Sleeps only while the word still holds `want`: whoever publishes for us changes the word before it notifies.
    let how: string;
    try {
      how = nap(words, ThreadWord.Want, want, Math.min(SLICE_MS, remaining));
    } finally {
      // Also where Ctrl-C ended it: whoever publishes then need not wake anybody.
      Atomics.store(words, ThreadWord.Want, Want.Nothing);
    }
    if (how !== "timed-out") return "woken";
    this.#idle += Math.min(SLICE_MS, remaining);
    if (this.#idle < SLICE_MS) return "woken";
    this.#idle = 0;
    return "slice";
  }
}

/** Wakes the thread if it sleeps for this id, or for any. After the record is published. Reactor thread. */
export function wakeFor(block: ThreadBlock, id: number): void {
  // After the tail's store. Compared for equality only: another id in the word means that the sleeper waits for a record
  // still to come.
  const want = Atomics.load(block.words, ThreadWord.Want);
  if (want === (id | 0) || want === Want.Any) wake(block);
}

/** Wakes the thread whatever it waits for: room in a ring, or a word that it is to look at. */
export function wake(block: ThreadBlock): void {
  // The word changes before the notify, so that a thread about to sleep finds it changed and does not.
  const wanted = Atomics.exchange(block.words, ThreadWord.Want, Want.Nothing);
  if (wanted !== Want.Nothing) Atomics.notify(block.words, ThreadWord.Want);
}

/** Wakes the thread for good: its reactor serves no longer. After the phase has moved. Supervisor or reactor thread. */
export function wakeForEnd(block: ThreadBlock): void {
  // Before the word that it sleeps on: a thread that publishes that word later finds this one set, and does not sleep.
  Atomics.store(block.words, ThreadWord.Over, 1);
  // The word changes before the notify, as in wake().
  Atomics.store(block.words, ThreadWord.Want, Want.Nothing);
  // Whatever the word held: a reactor that died between its own exchange and its notify has left a sleeper behind.
  Atomics.notify(block.words, ThreadWord.Want);
}

/** The reactor has replies that found no room: the thread rings once it has read some. Reactor thread. */
export function askForSpace(block: ThreadBlock): void {
  Atomics.store(block.words, ThreadWord.NeedSpace, 1);
}

/** True once after the reactor asked for space. Application thread, after it has drained its ring. */
export function takeAskedForSpace(block: ThreadBlock): boolean {
  return (
    Atomics.load(block.words, ThreadWord.NeedSpace) !== 0 &&
    Atomics.exchange(block.words, ThreadWord.NeedSpace, 0) !== 0
  );
}

/** The reactor serves this thread from now on, and its welcome is on the lane. Reactor thread. */
export function accept(block: ThreadBlock): void {
  // After the welcome was posted: a thread that sees this finds it. Before the ring is first drained: a thread that does
  // not see it yet has its request found by that drain.
  Atomics.store(block.words, ThreadWord.Accepted, 1);
}

export function isAccepted(block: ThreadBlock): boolean {
  return Atomics.load(block.words, ThreadWord.Accepted) !== 0;
}

/**
 * Sleeps until the reactor has read something, or a millisecond has passed: nobody notifies for room. Throws Interrupted,
 * unless `slept`, the milliseconds slept before for the same record, are to stay 0.
 */
export function waitForSpace(block: ThreadBlock, slept: number): void {
  const head = Atomics.load(block.words, ThreadWord.RequestHead);
  napOn(block.words, ThreadWord.RequestHead, head, 1, slept);
}

const nothing = new Int32Array(new SharedArrayBuffer(4));

/** Sleeps for so many milliseconds. For the one case where no event tells that a pipe has room again. */
export function pause(ms: number): void {
  Atomics.wait(nothing, 0, 0, ms);
}
