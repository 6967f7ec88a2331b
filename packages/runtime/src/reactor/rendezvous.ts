/**
 * A channel that all threads of the process know. On it a thread that shares no ancestor with the others finds their tree: it
 * asks all, and whoever is free answers. And a stop reaches the owner of a reactor, by the supervisor that the owner started.
 */
import { BroadcastChannel } from "node:worker_threads";
import { newSignal, raise, awaitSignal } from "../memory/signal.ts";
import { type Tree, idOf, inheritance, planted } from "../tree.ts";
import { uniqueName } from "../unique.ts";
import { PROTOCOL } from "../wire.ts";
import { answerLane, openLane } from "./relay.ts";

const NAME = "picot.v1:rendezvous";

interface Question {
  readonly protocol: number;
  /** The channel for the answer. */
  readonly answer: string;
  /** Raised when it is there. */
  readonly signal: SharedArrayBuffer;
}

/** A reactor is to be killed: of which generation, its process block says. */
interface KillRequest {
  readonly protocol: number;
  readonly kill: string;
}

/**
 * Answers who asks for this tree, as long as this thread's loop turns: the supervisor's always does, the host's mostly.
 * Keeps no loop alive.
 *
 * @param onKill somebody asks to kill this reactor
 * @returns a function that ends it
 */
export function answerFor(tree: Tree, onKill?: () => void): () => void {
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = (event: unknown) => {
    const question = (event as { data: Partial<Question & KillRequest> | null }).data; // anybody may post here: checked below
    if (question?.protocol === PROTOCOL && question.kill === idOf(tree)) onKill?.();
    if (
      question?.protocol !== PROTOCOL ||
      typeof question.answer !== "string" ||
      !(question.signal instanceof SharedArrayBuffer)
    )
      return;
    const answer = answerLane(question.answer);
    answer.post([inheritance(tree)], []);
    answer.close();
    raise(question.signal);
  };
  channel.unref();
  return () => channel.close();
}

/** Asks the reactor's supervisor to have it killed by its owner. */
export function askForKill(tree: Tree): void {
  const request: KillRequest = { protocol: PROTOCOL, kill: idOf(tree) };
  const channel = new BroadcastChannel(NAME);
  channel.postMessage(request);
  channel.close();
}

/** Asks once, and waits `ms` at the most for the tree of this key. */
export function askFor(key: string, ms: number): Tree | undefined {
  const question: Question = { protocol: PROTOCOL, answer: `${NAME}:${uniqueName()}`, signal: newSignal() };
  const answers = openLane(question.answer);
  const channel = new BroadcastChannel(NAME);
  channel.postMessage(question);
  channel.close();
  try {
    // Each answer is raised once it is on its way; a tree that is ending may be the first to answer, for itself.
    for (let left = awaitSignal(question.signal, ms); left > 0; left -= 1) {
      const [answer] = answers.take();
      const tree = planted(answer);
      if (tree?.key === key) return tree;
    }
    return undefined;
  } finally {
    answers.close();
  }
}
