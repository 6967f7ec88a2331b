/** The end of an embedded reactor, told once: by its supervisor, or by its owner where that hears of it first. */
import { anyLive, generationOf, movePhase, phaseOf, readPhase } from "../memory/phase.ts";
import { isAskedToKill } from "../memory/care.ts";
import { hasBegun, readObituary, undertake, writeObituary } from "../memory/obituary.ts";
import type { Tree } from "../tree.ts";
import { type Obituary, Phase } from "../wire.ts";
import { release } from "./claim.ts";

/** Any thread that knows that the reactor's thread has ended. `node`: what Node said of it, for a thread that left no words. */
export function tellEnd(tree: Tree, generation: number, node?: Omit<Obituary, "starting">): void {
  const { block } = tree;
  const word = readPhase(block);
  if (generationOf(word) !== generation || !undertake(block, generation)) return;
  // Before the phase: the next generation of this tree makes a claim of its own, which must not be taken for ours.
  release(tree);
  if (readObituary(block, generation) === undefined) {
    const starting = phaseOf(word) === Phase.Starting;
    writeObituary(block, generation, { ...(node ?? wordless(tree, generation)), starting });
  }
  // Stopping first: a reactor that ends because it was asked to has not died.
  if (!movePhase(block, generation, [Phase.Stopping], Phase.Stopped)) {
    movePhase(block, generation, [Phase.Starting, Phase.Running], Phase.Dead);
  }
  // Of two that ended at the same moment, each may have left the claim to the other.
  if (!anyLive(block)) release(tree);
}

/** A thread that left no words ran no code at its end. Its Worker object is its owner's alone, so that few ways are left. */
function wordless({ block }: Tree, generation: number): Omit<Obituary, "starting"> {
  if (isAskedToKill(block, generation)) return { reason: "terminated", exitCode: 1, error: null };
  if (hasBegun(block, generation)) return { reason: "out-of-memory", exitCode: 1, error: null };
  const message =
    "its thread ended before it could run anything: what the process preloads (--import, --require) failed in it, " +
    "or its resourceLimits are too low";
  return { reason: "exit", exitCode: 1, error: { name: "Error", message, stack: "" } };
}
