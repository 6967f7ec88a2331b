/** How a thread that shares no ancestor with the others finds their tree: it asks all, and whoever is free answers. */
import { BroadcastChannel, type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { newSignal, raise, awaitSignal } from "../memory/signal.ts";
import { type Inherited, type Tree, inheritance, planted } from "../tree.ts";
import { uniqueName } from "../unique.ts";
import { PROTOCOL } from "../wire.ts";

const NAME = "picot.v1:rendezvous";

interface Question {
  readonly protocol: number;
  /** The channel for the answer. */
  readonly answer: string;
  /** Raised when it is there. */
  readonly signal: SharedArrayBuffer;
}

/**
 * Answers who asks for this tree, as long as this thread's loop turns: the supervisor's always does, the host's mostly.
 * Keeps no loop alive.
 *
 * @returns a function that ends it
 */
export function answerFor(tree: Tree): () => void {
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = (event: unknown) => {
    const question = (event as { data: Partial<Question> | null }).data; // anybody may post here: checked in the next line
    if (
      question?.protocol !== PROTOCOL ||
      typeof question.answer !== "string" ||
      !(question.signal instanceof SharedArrayBuffer)
    )
      return;
    const answer = new BroadcastChannel(question.answer);
    answer.postMessage(inheritance(tree));
    answer.close();
    raise(question.signal);
  };
  channel.unref();
  return () => channel.close();
}

/** Asks once, and waits `ms` at the most for the tree of this key. */
export function askFor(key: string, ms: number): Tree | undefined {
  const question: Question = { protocol: PROTOCOL, answer: `${NAME}:${uniqueName()}`, signal: newSignal() };
  const answers = new BroadcastChannel(question.answer);
  answers.unref();
  const channel = new BroadcastChannel(NAME);
  channel.postMessage(question);
  channel.close();
  try {
    awaitSignal(question.signal, ms);
    for (;;) {
      // Typed for ports only; a BroadcastChannel is read in the same way.
      const received = receiveMessageOnPort(answers as unknown as MessagePort) as
        | { message: Partial<Inherited> }
        | undefined;
      if (received === undefined) return undefined;
      const tree = planted(received.message);
      if (tree?.key === key) return tree;
    }
  } finally {
    answers.close();
  }
}
