/**
 * A tree of threads: the one that first loaded picot and all that it starts, directly or not. They share the memory of the
 * process blocks, which workers inherit as environment data, and therefore their reactors.
 */
import { getEnvironmentData, setEnvironmentData } from "node:worker_threads";
import { ArgumentError } from "./errors.ts";
import { type ProcessBlock, isProcessMemory, newProcessBlock, processBlock } from "./memory/blocks.ts";
import { blockNamed, nameOf } from "./memory/names.ts";
import { seedGenerations } from "./memory/phase.ts";
import { perThread } from "./per-thread.ts";
import { uniqueName } from "./unique.ts";
import { MAX_REACTORS, PROTOCOL } from "./wire.ts";

/** A tree, as one of its reactors sees it. */
export interface Tree {
  readonly block: ProcessBlock;
  /** Names the tree's channels, so that two trees of one process never hear each other. */
  readonly key: string;
  /** Of the reactor; "": the default one. */
  readonly name: string;
}

/** A tree as it travels: as environment data, or on a channel. */
export interface Inherited {
  readonly protocol: number;
  readonly memory: SharedArrayBuffer;
  readonly key: string;
}

const NAME = "picot.v1";

const slot = perThread("tree", () => ({ tree: undefined as Tree | undefined, named: new Map<string, Tree>() }));

/**
 * This thread's tree, as the reactor of this name sees it. The facade door and the index call it as they are loaded: a worker
 * can only inherit what was there when it was started, so this is the one thing that loading picot does. It starts nothing.
 */
export function tree(name = ""): Tree {
  const root = (slot.tree ??= planted(getEnvironmentData(NAME)) ?? plant());
  return name === "" ? root : (slot.named.get(name) ?? branch(root, name));
}

function branch({ block, key }: Tree, name: string): Tree {
  checkName(name, "a reactor");
  const its = blockNamed(block.memory, name, (fresh) => seedGenerations(fresh, Math.random()));
  if (its === undefined)
    throw new ArgumentError(`The reactor ${name}: a process has ${MAX_REACTORS - 1} named reactors at the most.`);
  const made: Tree = { block: its, key, name };
  slot.named.set(name, made);
  return made;
}

/** The name of the reactor with this index in the tree; "" also for one that nobody has named. */
export function nameAt(index: number): string {
  return nameOf(processBlock(tree().block.memory, index));
}

/** Refuses what is no name of a reactor. `what` begins the text. */
export function checkName(name: unknown, what: string): asserts name is string {
  if (typeof name === "string" && /^[\w-]{1,60}$/.test(name)) return;
  const shown = typeof name === "string" ? JSON.stringify(name) : typeof name;
  throw new ArgumentError(`${what}: its name is 1 to 60 letters, digits, - and _; got ${shown}.`);
}

/** Joins another tree of the process, with the workers that this thread starts from now on. */
export function joinTree(other: Tree): void {
  slot.tree = other;
  slot.named.clear();
  bequeath(other);
}

/** What another thread sent, if it is a tree. */
export function planted(data: unknown): Tree | undefined {
  const { protocol, memory, key } = (data ?? {}) as Partial<Inherited>; // checked in the next line
  if (protocol !== PROTOCOL || !isProcessMemory(memory) || typeof key !== "string") return undefined;
  return { block: processBlock(memory, 0), key, name: "" };
}

export function inheritance({ block, key }: Tree): Inherited {
  return { protocol: PROTOCOL, memory: block.memory, key };
}

function plant(): Tree {
  const fresh: Tree = { block: newProcessBlock(), key: uniqueName(), name: "" };
  seedGenerations(fresh.block, Math.random());
  bequeath(fresh);
  return fresh;
}

function bequeath(its: Tree): void {
  // Typed as JSON-like values; shared memory is carried all the same, as structured clone does.
  setEnvironmentData(NAME, inheritance(its) as unknown as Parameters<typeof setEnvironmentData>[1]);
}

/** Names one reactor of one tree. */
export function idOf({ key, name }: Tree): string {
  return `${key}:${name}`;
}

/** Where threads that were not there at the start of this generation's reactor announce themselves. */
export function doorName(of: Tree, generation: number): string {
  return `picot.v1:${idOf(of)}:${generation}`;
}

/** As texts name it. */
export function titleOf(name: string): string {
  return name === "" ? "the default reactor" : `the reactor ${name}`;
}
