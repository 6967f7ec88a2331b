/**
 * What a thread on which others depend says of its own waiting, for those to read that wait for it. Written once a wait has
 * lasted for a while; read by threads that have waited as long.
 */
import { MAX_REACTORS, ProcessWord, WAIT_BYTES, WAIT_WORDS, WaitWord } from "../wire.ts";
import { type ProcessBlock, processBlock } from "./blocks.ts";

export interface WaitEntry {
  readonly words: Int32Array;
  /** JSON, its length in a word. */
  readonly text: Buffer;
}

/** What is told of a wait besides its text. */
export interface Wait {
  /** Unlike that of any other wait of the tree: those that begin later have higher ones. */
  readonly ticket: number;
  /** Of the reactor that the waiting thread is. */
  readonly generation: number;
  /** The index and the generation of the reactor that it waits for. */
  readonly target: number;
  readonly targetGeneration: number;
  /** How often the thread has looked since, and found no answer. */
  readonly looks: number;
}

const WORD = 4;
const ENTRY_BYTES = WAIT_WORDS * WORD + WAIT_BYTES;

/** Room for the waits of so many threads that are no reactors. */
export function newWaits(count: number): SharedArrayBuffer {
  return new SharedArrayBuffer(count * ENTRY_BYTES);
}

export function waitIn(memory: SharedArrayBuffer, index: number): WaitEntry {
  const at = index * ENTRY_BYTES;
  return {
    words: new Int32Array(memory, at, WAIT_WORDS),
    text: Buffer.from(memory, at + WAIT_WORDS * WORD, WAIT_BYTES),
  };
}

/** Of the thread that is this block's reactor. */
export function waitOf({ words, wait }: ProcessBlock): WaitEntry {
  return { words: words.subarray(ProcessWord.Wait, ProcessWord.Wait + WAIT_WORDS), text: wait };
}

/** The waiting thread: from now on it waits. Returns the wait's ticket. */
export function publishWait(
  entry: WaitEntry,
  block: ProcessBlock,
  generation: number,
  targetGeneration: number,
  text: string,
): number {
  const { words } = entry;
  const tickets = processBlock(block.memory, 0).words;
  // One order of all waits in the tree. 0 says that there is none.
  const ticket = (Atomics.add(tickets, ProcessWord.Tickets, 1) + 1) | 0 || 1;
  words[WaitWord.Generation] = generation;
  words[WaitWord.Target] = block.index;
  words[WaitWord.TargetGeneration] = targetGeneration;
  words[WaitWord.Length] = entry.text.write(text);
  Atomics.store(words, WaitWord.Looks, 0);
  // Publishes all the rest. Of threads that publish and then look at each other's entries, the later one sees the earlier.
  Atomics.store(words, WaitWord.Ticket, ticket);
  return ticket;
}

/** It has looked for its answer after it had published, and there was none. */
export function confirmWait({ words }: WaitEntry): void {
  // After the look: who sees this counted knows that the answer was not there at a moment after its own look at the entry.
  Atomics.add(words, WaitWord.Looks, 1);
}

/** It waits no longer. */
export function withdrawWait({ words }: WaitEntry): void {
  // Before it serves or calls anybody.
  Atomics.store(words, WaitWord.Ticket, 0);
}

/** What the entry says, or undefined where its thread does not wait, or not for long. Any thread. */
export function readWait({ words }: WaitEntry): Wait | undefined {
  const ticket = Atomics.load(words, WaitWord.Ticket);
  if (ticket === 0) return undefined;
  const looks = Atomics.load(words, WaitWord.Looks);
  const wait = {
    ticket,
    looks,
    generation: words[WaitWord.Generation] ?? 0,
    target: words[WaitWord.Target] ?? 0,
    targetGeneration: words[WaitWord.TargetGeneration] ?? 0,
  };
  // Of one wait only, if it is still the same one.
  return Atomics.load(words, WaitWord.Ticket) === ticket ? wait : undefined;
}

/** The text of a wait that was read, or undefined where that is over. */
export function waitText({ words, text }: WaitEntry, { ticket }: Wait): string | undefined {
  const read = text.toString("utf8", 0, Math.min(words[WaitWord.Length] ?? 0, text.length));
  return Atomics.load(words, WaitWord.Ticket) === ticket ? read : undefined;
}

/** The entry of the reactor with this index. */
export function waitAt(memory: SharedArrayBuffer, index: number): WaitEntry | undefined {
  return index >= 0 && index < MAX_REACTORS ? waitOf(processBlock(memory, index)) : undefined;
}
