/**
 * A tree of threads: the one that first loaded picot and all that it starts, directly or not. They share one process block,
 * which workers inherit as environment data, and therefore one reactor.
 */
import { getEnvironmentData, setEnvironmentData } from "node:worker_threads";
import { type ProcessBlock, isProcessBlock, newProcessBlock, processBlock } from "./memory/blocks.ts";
import { seedGenerations } from "./memory/phase.ts";
import { perThread } from "./per-thread.ts";
import { uniqueName } from "./unique.ts";
import { PROTOCOL } from "./wire.ts";

export interface Tree {
  readonly block: ProcessBlock;
  /** Names the tree's channels, so that two trees of one process never hear each other. */
  readonly key: string;
}

/** A tree as it travels: as environment data, or on a channel. */
export interface Inherited {
  readonly protocol: number;
  readonly memory: SharedArrayBuffer;
  readonly key: string;
}

const NAME = "picot.v1";

const slot = perThread("tree", () => ({ tree: undefined as Tree | undefined }));

/**
 * This thread's tree. The facade door and the index call it as they are loaded: a worker can only inherit what was there
 * when it was started, so this is the one thing that loading picot does. It starts nothing.
 */
export function tree(): Tree {
  return (slot.tree ??= planted(getEnvironmentData(NAME)) ?? plant());
}

/** Joins another tree of the process, with the workers that this thread starts from now on. */
export function joinTree(other: Tree): void {
  slot.tree = other;
  bequeath(other);
}

/** What another thread sent, if it is a tree. */
export function planted(data: unknown): Tree | undefined {
  const { protocol, memory, key } = (data ?? {}) as Partial<Inherited>; // checked in the next line
  if (protocol !== PROTOCOL || !isProcessBlock(memory) || typeof key !== "string") return undefined;
  return { block: processBlock(memory), key };
}

export function inheritance({ block, key }: Tree): Inherited {
  return { protocol: PROTOCOL, memory: block.memory, key };
}

function plant(): Tree {
  const fresh: Tree = { block: newProcessBlock(), key: uniqueName() };
  seedGenerations(fresh.block, Math.random());
  bequeath(fresh);
  return fresh;
}

function bequeath(its: Tree): void {
  // Typed as JSON-like values; shared memory is carried all the same, as structured clone does.
  setEnvironmentData(NAME, inheritance(its) as unknown as Parameters<typeof setEnvironmentData>[1]);
}

/** Where threads that were not there at the start of this generation's reactor announce themselves. */
export function doorName(of: Tree, generation: number): string {
  return `picot.v1:${of.key}:${generation}`;
}
