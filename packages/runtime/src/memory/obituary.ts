/** How a reactor's thread ended, for those who ask after it. Written before the phase says that it has ended. */
import { type Obituary, ProcessWord } from "../wire.ts";
import type { ProcessBlock } from "./blocks.ts";

/** Reactor thread, first of all: from now on it leaves last words wherever its own code ends it. */
export function begin(block: ProcessBlock, generation: number): void {
  // Read only once the thread has ended.
  Atomics.store(block.words, ProcessWord.Begun, generation);
}

export function hasBegun(block: ProcessBlock, generation: number): boolean {
  return Atomics.load(block.words, ProcessWord.Begun) === generation;
}

/** Reactor thread, last of all, where it ends in order: no code of it runs any longer. */
export function sayLeft(block: ProcessBlock, generation: number): void {
  // After all that it did: whoever reads it goes on to end the process.
  Atomics.store(block.words, ProcessWord.Left, generation);
}

export function hasLeft(block: ProcessBlock, generation: number): boolean {
  return Atomics.load(block.words, ProcessWord.Left) === generation;
}

/** True for one thread only, which then tells the end of this generation. After the reactor's thread has ended. */
export function undertake(block: ProcessBlock, generation: number): boolean {
  const told = Atomics.load(block.words, ProcessWord.Told);
  // By exchange: the supervisor and the owner may both see the end at the same moment.
  return told !== generation && Atomics.compareExchange(block.words, ProcessWord.Told, told, generation) === told;
}

/** The dying thread; or, where it had no chance to, the thread that tells its end. */
export function writeObituary(block: ProcessBlock, generation: number, obituary: Obituary): void {
  let text = JSON.stringify(obituary);
  if (Buffer.byteLength(text) > block.obituary.length - 4) text = JSON.stringify({ ...obituary, error: null });
  const length = block.obituary.write(text, 4);
  block.obituary.writeUInt32LE(length, 0);
  // Publishes the text for those who read it after they saw the phase.
  Atomics.store(block.words, ProcessWord.Obituary, generation);
}

/** Whether the dying thread of this generation has written its words. */
export function hasObituary(block: ProcessBlock, generation: number): boolean {
  return Atomics.load(block.words, ProcessWord.Obituary) === generation;
}

export function readObituary(block: ProcessBlock, generation: number): Obituary | undefined {
  if (!hasObituary(block, generation)) return undefined;
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
  // Publishes the bytes; the phase moves after the thread has ended.
  Atomics.store(block.words, ProcessWord.Cause, generation);
  return true;
}

/** A copy of the encoded cause, so that a next generation cannot overwrite it while it is decoded. */
export function readCause(block: ProcessBlock, generation: number): Uint8Array | undefined {
  if (Atomics.load(block.words, ProcessWord.Cause) !== generation) return undefined;
  const length = Math.min(block.cause.readUInt32LE(0), block.cause.length - 4);
  return Uint8Array.prototype.slice.call(block.cause, 4, 4 + length);
}
