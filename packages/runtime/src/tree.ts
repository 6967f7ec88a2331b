/**
 * A tree of threads: the one that first loaded picot and all that it starts, directly or not. They share one process block,
 * which workers inherit as environment data, and therefore one reactor.
 */
import { randomUUID } from "node:crypto";
import { getEnvironmentData, setEnvironmentData } from "node:worker_threads";
import { type ProcessBlock, isProcessBlock, newProcessBlock, processBlock } from "./memory/blocks.ts";
import { perThread } from "./per-thread.ts";
import { PROTOCOL } from "./wire.ts";

export interface Tree {
  readonly block: ProcessBlock;
  /** Names the tree's channels, so that two trees of one process never hear each other. */
  readonly key: string;
}

interface Inherited {
  readonly protocol: number;
  readonly memory: SharedArrayBuffer;
  readonly key: string;
}

const NAME = "picot.v1";

/**
 * This thread's tree. The facade door and the index call it as they are loaded: a worker can only inherit what was there
 * when it was started, so this is the one thing that loading picot does. It starts nothing.
 */
export function tree(): Tree {
  return (known ??= perThread("tree", () => inherit() ?? plant()));
}

let known: Tree | undefined;

function inherit(): Tree | undefined {
  const data = getEnvironmentData(NAME) as Partial<Inherited> | undefined; // typed Serializable; checked below
  if (data?.protocol !== PROTOCOL || !isProcessBlock(data.memory) || typeof data.key !== "string") return undefined;
  return { block: processBlock(data.memory), key: data.key };
}

function plant(): Tree {
  const planted: Tree = { block: newProcessBlock(), key: randomUUID() };
  const data: Inherited = { protocol: PROTOCOL, memory: planted.block.memory, key: planted.key };
  // Typed as JSON-like values; shared memory is carried all the same, as structured clone does.
  setEnvironmentData(NAME, data as unknown as Parameters<typeof setEnvironmentData>[1]);
  return planted;
}

/** Where threads that were not there at the start of this generation's reactor announce themselves. */
export function doorName(of: Tree, generation: number): string {
  return `picot.v1:${of.key}:${generation}`;
}
