/**
 * The phase word: which generation of the reactor serves this tree of threads, and how it stands. It is the election too:
 * whoever turns None into Starting is the one that starts the reactor.
 */
import { MAX_REACTORS, PHASE_BITS, Phase, ProcessWord, SLICE_MS } from "../wire.ts";
import { type ProcessBlock, processBlock } from "./blocks.ts";
import { nap } from "./nap.ts";

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

/** Sleeps until the phase is another one, `ms` or a slice at the most. True if it has slept through a whole slice. Throws Interrupted. */
export function waitPhase(block: ProcessBlock, while_: PhaseWord, ms: number): boolean {
  // Whoever moves the phase changes the word before it notifies, so that no move is slept through.
  return nap(block.words, ProcessWord.Phase, while_, Math.min(ms, SLICE_MS)) === "timed-out" && ms >= SLICE_MS;
}

/** Lets those who wait for a phase look about, though it is the same. */
export function stirPhase(block: ProcessBlock): void {
  // What they are to see was stored before.
  Atomics.notify(block.words, ProcessWord.Phase);
}

export const isLive = (phase: Phase): boolean =>
  phase === Phase.Starting || phase === Phase.Running || phase === Phase.Hosted || phase === Phase.Stopping;

/** Does any reactor of the tree serve, or is about to, other than that of `except`? */
export function anyLive({ memory }: ProcessBlock, except?: ProcessBlock): boolean {
  for (let index = 0; index < MAX_REACTORS; index += 1)
    if (index !== except?.index && isLive(phaseOf(readPhase(processBlock(memory, index))))) return true;
  return false;
}

/** Stash ids strictly increase in the whole tree of threads, and tell which of its reactors keeps the result. */
export function nextStashId({ memory, index }: ProcessBlock): number {
  const { words } = processBlock(memory, 0);
  return (Atomics.add(words, ProcessWord.Stash, 1) + 1) * MAX_REACTORS + index;
}

/** The index of the reactor that gave this id out. */
export const stashedWith = (id: number): number => Math.abs(Math.trunc(id)) % MAX_REACTORS || 0;
