/** Makes the three blocks of shared memory, and checks those that come from elsewhere. No access to their words here. */
import {
  LAST_WORDS_BYTES,
  MAX_REACTORS,
  NAME_BYTES,
  OPTIONS_BYTES,
  PROCESS_WORDS,
  REACTOR_WORDS,
  RING_BYTES,
  THREAD_WORDS,
  ThreadWord,
  WAIT_BYTES,
} from "../wire.ts";

const WORD = 4;
const PROCESS_BYTES = PROCESS_WORDS * WORD + 2 * LAST_WORDS_BYTES + NAME_BYTES + OPTIONS_BYTES + WAIT_BYTES;
const REACTOR_BYTES = REACTOR_WORDS * WORD;
const THREAD_BYTES = THREAD_WORDS * WORD + 2 * RING_BYTES;

export interface ProcessBlock {
  /** Of all reactors of the tree. */
  readonly memory: SharedArrayBuffer;
  /** Which of them it is; 0: the one with no name. */
  readonly index: number;
  readonly words: Int32Array;
  /** How the last reactor ended, written by its supervisor. */
  readonly obituary: Buffer;
  /** The error that ended it, written by the dying thread. */
  readonly cause: Buffer;
  /** The reactor's name, its length first. */
  readonly name: Buffer;
  /** With which options the last reactor was started, and when those before it. */
  readonly options: Buffer;
  /** More of what the reactor's thread waits for. */
  readonly wait: Buffer;
}

/** With room for the blocks of all reactors that the tree may come to have: what is not used costs addresses only. */
export function newProcessBlock(): ProcessBlock {
  return processBlock(new SharedArrayBuffer(MAX_REACTORS * PROCESS_BYTES), 0);
}

export function processBlock(memory: SharedArrayBuffer, index: number): ProcessBlock {
  const words = index * PROCESS_BYTES;
  const texts = words + PROCESS_WORDS * WORD;
  return {
    memory,
    index,
    words: new Int32Array(memory, words, PROCESS_WORDS),
    obituary: Buffer.from(memory, texts, LAST_WORDS_BYTES),
    cause: Buffer.from(memory, texts + LAST_WORDS_BYTES, LAST_WORDS_BYTES),
    name: Buffer.from(memory, texts + 2 * LAST_WORDS_BYTES, NAME_BYTES),
    options: Buffer.from(memory, texts + 2 * LAST_WORDS_BYTES + NAME_BYTES, OPTIONS_BYTES),
    wait: Buffer.from(memory, texts + 2 * LAST_WORDS_BYTES + NAME_BYTES + OPTIONS_BYTES, WAIT_BYTES),
  };
}

export interface ReactorBlock {
  readonly memory: SharedArrayBuffer;
  readonly words: Int32Array;
}

export function newReactorBlock(): ReactorBlock {
  return reactorBlock(new SharedArrayBuffer(REACTOR_BYTES));
}

export function reactorBlock(memory: SharedArrayBuffer): ReactorBlock {
  return { memory, words: new Int32Array(memory) };
}

/** One ring within a thread block: its bytes and the places of its two counters. */
export interface RingPlace {
  readonly words: Int32Array;
  readonly tail: number;
  readonly head: number;
  readonly memory: SharedArrayBuffer;
  readonly offset: number;
}

export interface ThreadBlock {
  readonly memory: SharedArrayBuffer;
  readonly words: Int32Array;
  readonly requests: RingPlace;
  readonly replies: RingPlace;
}

export function newThreadBlock(): ThreadBlock {
  return threadBlock(new SharedArrayBuffer(THREAD_BYTES));
}

export function threadBlock(memory: SharedArrayBuffer): ThreadBlock {
  const words = new Int32Array(memory, 0, THREAD_WORDS);
  const offset = THREAD_WORDS * WORD;
  return {
    memory,
    words,
    requests: { words, tail: ThreadWord.RequestTail, head: ThreadWord.RequestHead, memory, offset },
    replies: { words, tail: ThreadWord.ReplyTail, head: ThreadWord.ReplyHead, memory, offset: offset + RING_BYTES },
  };
}

/** Anybody may post on a BroadcastChannel: takes a block only if it has the shape of one. */
export function isThreadBlock(memory: unknown): memory is SharedArrayBuffer {
  return memory instanceof SharedArrayBuffer && memory.byteLength === THREAD_BYTES;
}

export function isReactorBlock(memory: unknown): memory is SharedArrayBuffer {
  return memory instanceof SharedArrayBuffer && memory.byteLength === REACTOR_BYTES;
}

export function isProcessMemory(memory: unknown): memory is SharedArrayBuffer {
  return memory instanceof SharedArrayBuffer && memory.byteLength === MAX_REACTORS * PROCESS_BYTES;
}
