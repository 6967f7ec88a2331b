/**
 * What the thread that started a reactor owes the others. It alone has the reactor's Worker, so it alone can end that
 * thread; and it starts the supervisor, later than the reactor where that gets the first answer sooner.
 */
import { perThread } from "../per-thread.ts";
import type { Tree } from "../tree.ts";
import { askToKill, isAskedToKill } from "../memory/care.ts";
import { hasObituary } from "../memory/obituary.ts";
import { movePhase } from "../memory/phase.ts";
import { Phase } from "../wire.ts";
import { askForKill } from "./rendezvous.ts";

export interface Owned {
  readonly tree: Tree;
  readonly generation: number;
  /** Ends the reactor's thread, now. */
  readonly terminate: () => void;
  /** The same, and tells at once that it has ended, and why. */
  readonly giveUp: (because: Error) => void;
  /** Once. */
  readonly startSupervisor: () => void;
}

const slot = perThread("owned", () => ({
  /** Of each name the last one. */
  owned: [] as Owned[],
  /** Those of them whose supervisor is still to be started. */
  alone: [] as Owned[],
}));

/** This thread has started a reactor, and its supervisor is still to be started. */
export function own(owned: Owned): void {
  slot.owned = slot.owned.filter((each) => each.tree.name !== owned.tree.name);
  slot.owned.push(owned);
  slot.alone.push(owned);
}

/** Starts the supervisors of this thread's reactors, unless that is done. At the latest before user code goes on. */
export function supervise(): void {
  while (slot.alone.length > 0) slot.alone.pop()?.startSupervisor();
}

/** What an owner that is blocked does between two sleeps; nothing in any other thread. `slept`: through a whole slice. */
export function attend(slept: boolean): void {
  const { owned, alone } = slot;
  // By index: every wait comes by here.
  for (let i = 0; i < owned.length; i += 1) {
    const { tree, generation, terminate } = owned[i]!; // within its bounds
    // The first answer is late enough for a second start not to matter; or the reactor has ended, and somebody must see it end.
    if (alone.length > 0 && (slept || hasObituary(tree.block, generation))) supervise();
    if (isAskedToKill(tree.block, generation)) terminate();
  }
}

/** Ends a start of this thread's own that takes too long. No effect in any other thread. */
export function abort({ name }: Tree, generation: number, because: Error): void {
  slot.owned.find((each) => each.tree.name === name && each.generation === generation)?.giveUp(because);
}

/** Has this generation's thread ended, whatever it does: at once, or when its owner next calls picot or turns its loop. */
export function kill(tree: Tree, generation: number): void {
  askToKill(tree.block, generation);
  movePhase(tree.block, generation, [Phase.Running, Phase.Starting], Phase.Stopping);
  const owned = slot.owned.find((each) => each.tree.name === tree.name && each.generation === generation);
  if (owned === undefined) askForKill(tree);
  else owned.terminate();
}
