/** The object that serves calls in the reactor thread: it admits threads, serves each in turn, and ends. */
import type { Socket } from "node:net";
import { BroadcastChannel } from "node:worker_threads";
import { ReactorStoppedError } from "../errors.ts";
import type { Lane } from "../lane.ts";
import { type ReactorBlock, isThreadBlock, threadBlock } from "../memory/blocks.ts";
import { readSettings } from "../memory/settings.ts";
import { accept } from "../memory/sleep.ts";
import { setInReactor } from "../role.ts";
import { Served } from "../serve.ts";
import { type Tree, doorName } from "../tree.ts";
import { type Knock, MAX_THREADS, PROTOCOL, type Welcome } from "../wire.ts";
import { Dispatch } from "./dispatch.ts";
import { watchLifeline } from "./lifeline.ts";
import { answerLane } from "./relay.ts";
import { type Threads, Turns } from "./turns.ts";

/** What a topology adds to the reactor. */
export interface Surroundings {
  /** What stopping means. */
  stop(within: number): void;
  /** A thread is served from now on. */
  admitted?(number: number, memory: SharedArrayBuffer): void;
  /** It is no longer, and its number is free. */
  closed?(number: number): void;
}

export class Reactor {
  readonly generation: number;
  readonly block: ReactorBlock;
  readonly #dispatch: Dispatch;
  readonly #surroundings: Surroundings;
  readonly #threads: (Served | undefined)[] = [];
  readonly #lifelines = new Map<Served, Socket | undefined>();
  readonly #door: BroadcastChannel;
  readonly #turns: Turns;
  #stopped: Promise<void> | undefined;

  constructor(tree: Tree, generation: number, block: ReactorBlock, surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.generation = generation;
    this.block = block;
    const threads: Threads = {
      serve: (number, limit) => this.#threads[number]?.serve(limit) ?? 0,
      calls: (number) => this.#threads[number]?.calls() ?? false,
      busy: () => this.#threads.some((each) => each !== undefined && each.running.size > 0),
    };
    this.#turns = new Turns(block, threads, readSettings(tree.block).spin);
    this.#dispatch = new Dispatch(tree.block, {
      replying: () => this.#turns.replying(),
      resume: (served) => this.#turns.admit(this.#threads.indexOf(served)),
      closed: (served) => this.#closed(served),
      stop: (within) => surroundings.stop(within),
    });
    setInReactor(tree.name);
    this.#door = new BroadcastChannel(doorName(tree, generation));
    this.#door.onmessage = (event: unknown) => this.#knocked((event as { data: unknown }).data); // typed unknown in Node's types
  }

  /** Whether the open door alone keeps the thread's loop alive. */
  keepAlive(yes: boolean): void {
    if (yes) this.#door.ref();
    else this.#door.unref();
  }

  /** Serves the thread whose block and lane are known from the start. Its number is the one it was told. */
  admit(number: number, memory: SharedArrayBuffer, lane: Lane, lifeline = ""): void {
    const block = threadBlock(memory);
    const served = new Served(block, lane, this.#dispatch);
    this.#threads[number] = served;
    lane.onBell((attached) => this.#turns.turn(attached ? number : undefined));
    const gone = (): void => served.gone();
    lane.onClose(gone);
    if (lifeline !== "") this.#lifelines.set(served, watchLifeline(lifeline, gone));
    this.#surroundings.admitted?.(number, memory);
    accept(block);
    // What it sent before it was accepted rang no bell.
    this.#turns.admit(number);
  }

  /**
   * Ends serving: running calls are cancelled. Resolves once they have settled, or after `within` milliseconds. The second
   * time it changes nothing, and resolves with the first.
   */
  stop(within: number): Promise<void> {
    // Soon and not now: code that is told to stop may call stop() itself, and must find it said already.
    return (this.#stopped ??= Promise.resolve().then(() => this.#end(within)));
  }

  async #end(within: number): Promise<void> {
    this.#turns.stop();
    const reason = new ReactorStoppedError("The reactor was stopped.");
    const threads = this.#threads.filter((each) => each !== undefined);
    for (const each of threads) for (const call of each.running.values()) call.cancel(reason);
    // Blocked threads see the phase now and not at the end of their slice.
    for (const each of threads) each.wake();
    let timer: NodeJS.Timeout | undefined;
    const timeUp = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, within);
    });
    await Promise.race([Promise.all(threads.map((each) => each.idle())), timeUp]);
    clearTimeout(timer);
    for (const each of threads) each.close(reason);
    this.#door.close();
    setInReactor(undefined);
  }

  #knocked(data: unknown): void {
    const knock = data as Partial<Knock> | null; // anybody may post here: checked below
    if (knock?.protocol !== PROTOCOL || typeof knock.lane !== "string" || !isThreadBlock(knock.block)) return;
    if (typeof knock.lifeline !== "string") return;
    let number = 0;
    while (this.#threads[number] !== undefined) number += 1;
    // More threads than bits: the caller stays unaccepted, and its calls end at their deadline.
    if (number >= MAX_THREADS) return;
    const lane = answerLane(knock.lane);
    const welcome: Welcome = { reactor: this.block.memory, number };
    lane.post([welcome], []);
    this.admit(number, knock.block, lane, knock.lifeline);
  }

  #closed(served: Served): void {
    const number = this.#threads.indexOf(served);
    if (number >= 0) {
      this.#threads[number] = undefined;
      this.#surroundings.closed?.(number);
    }
    this.#lifelines.get(served)?.destroy();
    this.#lifelines.delete(served);
  }
}
