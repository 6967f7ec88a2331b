/** What setup() says for all threads: words of the process block, written before the phase that lets others in. */
import { MAX_MESSAGE_BYTES, ProcessWord } from "../wire.ts";
import type { ProcessBlock } from "./blocks.ts";

export interface Settings {
  /** Bytes that one message may take. */
  readonly maxMessageBytes: number;
  /** Whether threads may look about for a moment before they sleep. */
  readonly spin: boolean;
  /** Whether Ctrl-C ends the waiting of the main thread. */
  readonly interrupts: boolean;
}

export const defaults: Settings = { maxMessageBytes: MAX_MESSAGE_BYTES, spin: true, interrupts: true };

/** The starter of a generation, before anybody else may use it. */
export function writeSettings(block: ProcessBlock, { maxMessageBytes, spin, interrupts }: Settings): void {
  Atomics.store(block.words, ProcessWord.MaxMessage, maxMessageBytes);
  Atomics.store(block.words, ProcessWord.NoSpin, spin ? 0 : 1);
  Atomics.store(block.words, ProcessWord.NoInterrupts, interrupts ? 0 : 1);
}

export function readSettings(block: ProcessBlock): Settings {
  // Ordered by the phase, which was read before and said that somebody serves.
  return {
    maxMessageBytes: Atomics.load(block.words, ProcessWord.MaxMessage) || MAX_MESSAGE_BYTES,
    spin: Atomics.load(block.words, ProcessWord.NoSpin) === 0,
    interrupts: Atomics.load(block.words, ProcessWord.NoInterrupts) === 0,
  };
}

/** What a thread is to know that starts the next reactor, as JSON that fits. The starter of a generation. */
export function writeStart(block: ProcessBlock, text: string): void {
  // Plain bytes: who reads them has seen a phase that came later, and one that comes after it makes his reading void.
  block.options.writeUInt32LE(block.options.write(text, 4), 0);
}

/** "" before the first start. */
export function readStart(block: ProcessBlock): string {
  return block.options.toString("utf8", 4, 4 + Math.min(block.options.readUInt32LE(0), block.options.length - 4));
}
