/**
 * What the thread that started the reactor owes the others. It alone has the reactor's Worker, so it alone can end that
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

const slot = perThread("owned", () => ({ owned: undefined as Owned | undefined, supervised: false }));

/** This thread has started a reactor, and its supervisor is still to be started. */
export function own(owned: Owned): void {
  slot.owned = owned;
  slot.supervised = false;
}

/** Starts the supervisor of this thread's reactor, unless that is done. At the latest before user code goes on. */
export function supervise(): void {
  if (slot.supervised || slot.owned === undefined) return;
  slot.supervised = true;
  slot.owned.startSupervisor();
}

/** What an owner that is blocked does between two sleeps; nothing in any other thread. `slept`: through a whole slice. */
export function attend(slept: boolean): void {
  const { owned } = slot;
  if (owned === undefined) return;
  const { tree, generation } = owned;
  // The first answer is late enough for a second start not to matter; or the reactor has ended, and somebody must see it end.
  if (!slot.supervised && (slept || hasObituary(tree.block, generation))) supervise();
  if (isAskedToKill(tree.block, generation)) owned.terminate();
}

/** Ends a start of this thread's own that takes too long. No effect in any other thread. */
export function abort(generation: number, because: Error): void {
  if (slot.owned?.generation === generation) slot.owned.giveUp(because);
}

/** Has this generation's thread ended, whatever it does: at once, or when its owner next calls picot or turns its loop. */
export function kill(tree: Tree, generation: number): void {
  askToKill(tree.block, generation);
  movePhase(tree.block, generation, [Phase.Running, Phase.Starting], Phase.Stopping);
  if (slot.owned?.generation === generation) slot.owned.terminate();
  else askForKill(tree);
}
