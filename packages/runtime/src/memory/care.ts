/** Words of the process block by which a reactor's owner, its supervisor and the callers know of each other. */
import { ProcessWord, WatchFlag } from "../wire.ts";
import type { ProcessBlock } from "./blocks.ts";

const FLAG_BITS = 2;

/** The starter of a generation, before anybody else may use it. `beats`: the owner may end before the process does. */
export function beginWatch(block: ProcessBlock, generation: number, beats: boolean): void {
  // Before the phase that lets others in: they read it only after that phase.
  Atomics.store(block.words, ProcessWord.Watch, (generation << FLAG_BITS) | (beats ? WatchFlag.Beats : 0));
}

/** Supervisor: I am up. No effect once another generation has begun. */
export function sayUp(block: ProcessBlock, generation: number): void {
  const flags = readWatch(block, generation);
  const old = (generation << FLAG_BITS) | flags;
  // By exchange: a supervisor that comes late must not speak for the next one.
  Atomics.compareExchange(block.words, ProcessWord.Watch, old, old | WatchFlag.Up);
}

/** The flags of this generation; none of another's. */
export function readWatch(block: ProcessBlock, generation: number): number {
  const word = Atomics.load(block.words, ProcessWord.Watch);
  return word >>> FLAG_BITS === generation ? word & ((1 << FLAG_BITS) - 1) : 0;
}

/** Supervisor: I am alive, and so is the thread that owns me. */
export function beat(block: ProcessBlock): void {
  // Nothing is ordered by it: it only counts.
  Atomics.add(block.words, ProcessWord.Beat, 1);
}

export function readBeat(block: ProcessBlock): number {
  return Atomics.load(block.words, ProcessWord.Beat);
}

/** A stop whose time is up: the owner of this generation is to end the reactor thread. Before the phase says that it stops. */
export function askToKill(block: ProcessBlock, generation: number): void {
  // An owner that sees the phase "stopping" sees this too.
  Atomics.store(block.words, ProcessWord.Kill, generation);
}

export function isAskedToKill(block: ProcessBlock, generation: number): boolean {
  return Atomics.load(block.words, ProcessWord.Kill) === generation;
}
