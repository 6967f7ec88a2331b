/** How an application thread reaches its reactor: it knows it from the start, or finds it on its lane once it is accepted. */
import type { Lane } from "./lane.ts";
import { announce, readTurns } from "./memory/bell.ts";
import { type ReactorBlock, type ThreadBlock, isReactorBlock, reactorBlock } from "./memory/blocks.ts";
import { isAccepted } from "./memory/sleep.ts";
import type { Welcome } from "./wire.ts";

/** In place of a count of turns that is not to be known. */
export const UNKNOWN_TURNS = -1;

export class Doorbell {
  readonly #block: ThreadBlock;
  readonly #lane: Lane;
  #reactor: { readonly block: ReactorBlock; readonly number: number } | undefined;

  /** `welcome`: known from the start to the thread that starts the reactor; the others find it on their lane. */
  constructor(block: ThreadBlock, lane: Lane, welcome: Welcome | undefined) {
    this.#block = block;
    this.#lane = lane;
    if (welcome !== undefined) this.#reactor = { block: reactorBlock(welcome.reactor), number: welcome.number };
  }

  /** Tells the reactor of what was written in the request ring. */
  ring(): void {
    if (!this.isFound()) return;
    const { block, number } = this.#reactor!; // just found
    if (announce(block, number)) this.#lane.ring();
  }

  /**
   * Whether the reactor is known, or its welcome is on the lane, where it precedes all attachments. Not accepted yet: no bell is
   * needed, since the reactor drains our ring once it accepts us.
   */
  isFound(): boolean {
    return this.#reactor !== undefined || this.#takeWelcome();
  }

  #takeWelcome(): boolean {
    if (!isAccepted(this.#block)) return false;
    const [welcome] = this.#lane.take() as [Partial<Welcome> | undefined]; // checked in the next line
    if (welcome === undefined || !isReactorBlock(welcome.reactor) || typeof welcome.number !== "number") return false;
    this.#reactor = { block: reactorBlock(welcome.reactor), number: welcome.number };
    return true;
  }

  /** Has the reactor's loop turn once more, if it does, and returns how often it has turned so far. */
  askForTurn(): number {
    // Not before it serves this thread: it may still start.
    if (!isAccepted(this.#block) || !this.isFound()) return UNKNOWN_TURNS;
    // Before it is rung: on a core of its own it may have turned before we read.
    const turns = this.turns();
    this.ring();
    return turns;
  }

  turns(): number {
    return this.#reactor === undefined ? UNKNOWN_TURNS : readTurns(this.#reactor.block);
  }
}
