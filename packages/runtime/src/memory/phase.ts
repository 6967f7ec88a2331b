/**
 * The phase word: which generation of the reactor serves this tree of threads, and how it stands. It is the election too:
 * whoever turns None into Starting is the one that starts the reactor.
 */
import { type Obituary, PHASE_BITS, Phase, ProcessWord } from "../wire.ts";
import type { ProcessBlock } from "./blocks.ts";

const PHASE_MASK = (1 << PHASE_BITS) - 1;
const GENERATIONS = 1 << (31 - PHASE_BITS);

/** The word as it was read: compared as a whole. */
export type PhaseWord = number;

export const phaseOf = (word: PhaseWord): Phase => (word & PHASE_MASK) as Phase; // 3 bits, all written here
export const generationOf = (word: PhaseWord): number => word >>> PHASE_BITS;
const wordOf = (generation: number, phase: Phase): PhaseWord => (generation << PHASE_BITS) | phase;

/**
 * Sets where a new tree's generations begin: anywhere, so that a handle of one tree's reactor is never taken for one of
 * another's. Before anybody else sees the block.
 */
export function seedGenerations(block: ProcessBlock, random: number): void {
  Atomics.store(block.words, ProcessWord.Phase, wordOf(1 + Math.floor(random * (GENERATIONS - 1)), Phase.None));
}

export function readPhase(block: ProcessBlock): PhaseWord {
  // Sees whatever was written before the phase was: an obituary before Dead, a door before Running.
  return Atomics.load(block.words, ProcessWord.Phase);
}

/** Tries to begin the next generation. Returns its number, or 0 if another thread was first. */
export function beginGeneration(block: ProcessBlock, from: PhaseWord, phase: Phase): number {
  const next = (generationOf(from) + 1) % GENERATIONS || 1;
  // One winner among all threads that saw the same word.
  return Atomics.compareExchange(block.words, ProcessWord.Phase, from, wordOf(next, phase)) === from ? next : 0;
}

/** Moves this generation from one of `from` to `to`, and wakes those who wait for its phase. False if it was elsewhere. */
export function movePhase(block: ProcessBlock, generation: number, from: readonly Phase[], to: Phase): boolean {
  for (const phase of from) {
    // By exchange and not by store: a stop, a death and a start may come at the same time, and one of them only counts.
    const old = wordOf(generation, phase);
    if (Atomics.compareExchange(block.words, ProcessWord.Phase, old, wordOf(generation, to)) === old) {
      Atomics.notify(block.words, ProcessWord.Phase);
      return true;
    }
  }
  return false;
}

/** Sleeps until the phase is another one, `ms` at the most. */
export function waitPhase(block: ProcessBlock, while_: PhaseWord, ms: number): void {
  Atomics.wait(block.words, ProcessWord.Phase, while_, ms);
}

/** Supervisor: I am alive, and so is the thread that owns me. */
export function beat(block: ProcessBlock): void {
  Atomics.add(block.words, ProcessWord.Beat, 1);
}

export function readBeat(block: ProcessBlock): number {
  return Atomics.load(block.words, ProcessWord.Beat);
}

/** A stop whose time is up: asks the supervisor of this generation to end the reactor thread. */
export function askToKill(block: ProcessBlock, generation: number): void {
  Atomics.store(block.words, ProcessWord.Kill, generation);
}

export function isAskedToKill(block: ProcessBlock, generation: number): boolean {
  return Atomics.load(block.words, ProcessWord.Kill) === generation;
}

/** Stash ids strictly increase in the whole tree of threads. */
export function nextStashId(block: ProcessBlock): number {
  return Atomics.add(block.words, ProcessWord.Stash, 1) + 1;
}

/** Supervisor, before it moves the phase to Dead. */
export function writeObituary(block: ProcessBlock, generation: number, obituary: Obituary): void {
  let text = JSON.stringify(obituary);
  if (Buffer.byteLength(text) > block.obituary.length - 4) text = JSON.stringify({ ...obituary, error: null });
  const length = block.obituary.write(text, 4);
  block.obituary.writeUInt32LE(length, 0);
  // Publishes the text for those who read it after they saw the phase.
  Atomics.store(block.words, ProcessWord.Obituary, generation);
}

export function readObituary(block: ProcessBlock, generation: number): Obituary | undefined {
  if (Atomics.load(block.words, ProcessWord.Obituary) !== generation) return undefined;
  const length = Math.min(block.obituary.readUInt32LE(0), block.obituary.length - 4);
  try {
    return JSON.parse(block.obituary.toString("utf8", 4, 4 + length)) as Obituary; // written by writeObituary only
  } catch {
    return undefined;
  }
}

/** The dying reactor thread: its own, encoded account of the error. False if it is too long. */
export function writeCause(block: ProcessBlock, generation: number, encoded: Uint8Array): boolean {
  if (encoded.length > block.cause.length - 4) return false;
  block.cause.set(encoded, 4);
  block.cause.writeUInt32LE(encoded.length, 0);
  // Publishes the bytes; the supervisor moves the phase after the thread has ended.
  Atomics.store(block.words, ProcessWord.Cause, generation);
  return true;
}

/** A copy of the encoded cause, so that a next generation cannot overwrite it while it is decoded. */
export function readCause(block: ProcessBlock, generation: number): Uint8Array | undefined {
  if (Atomics.load(block.words, ProcessWord.Cause) !== generation) return undefined;
  const length = Math.min(block.cause.readUInt32LE(0), block.cause.length - 4);
  return Uint8Array.prototype.slice.call(block.cause, 4, 4 + length);
}
