/** The object that serves calls in the reactor thread: it admits threads, serves each in turn, and ends. */
import type { Socket } from "node:net";
import { BroadcastChannel } from "node:worker_threads";
import { Deadline } from "../deadline.ts";
import { CancelledError, ReactorStoppedError } from "../errors.ts";
import type { Lane } from "../lane.ts";
import { tellWaits } from "../blocked.ts";
import { type ReactorBlock, isThreadBlock, threadBlock } from "../memory/blocks.ts";
import { readSettings } from "../memory/settings.ts";
import { accept } from "../memory/sleep.ts";
import { waitOf } from "../memory/wait-entry.ts";
import { setInReactor } from "../role.ts";
import { Served } from "../serve.ts";
import { type Tree, doorName } from "../tree.ts";
import { type Knock, MAX_THREADS, PROTOCOL, type Welcome } from "../wire.ts";
import { Dispatch } from "./dispatch.ts";
import { hasHooks, runHooks } from "./hooks.ts";
import { inTime } from "./in-time.ts";
import { watchLifeline } from "./lifeline.ts";
import { answerLane } from "./relay.ts";
import { hasServices, stopServices } from "./services.ts";
import { STOP_WITHIN, type StopRequest } from "./stop-request.ts";
import { type Threads, Turns } from "./turns.ts";

/** Of the time that is left, for services: hooks follow; or what tells of those that do not end, before the thread is ended. */
const HALF = 0.5;
const MOST = 0.8;

/** What a topology adds to the reactor. */
export interface Surroundings {
  /** What stopping means. */
  stop(request: StopRequest): void;
  /** From now on calls are refused: the phase says so. */
  stopping(): void;
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
      busy: () => this.#threads.some((each) => each?.busy === true),
    };
    this.#turns = new Turns(block, threads, readSettings(tree.block).spin);
    this.#dispatch = new Dispatch(tree.block, {
      replying: () => this.#turns.replying(),
      resume: (served) => this.#turns.admit(this.#threads.indexOf(served)),
      closed: (served) => this.#closed(served),
      stop: (request) => surroundings.stop(request),
    });
    setInReactor(tree.name);
    tellWaits({ entry: waitOf(tree.block), reactor: { index: tree.block.index, generation } });
    this.#door = new BroadcastChannel(doorName(tree, generation));
    this.#door.onmessage = (event: unknown) => this.#knocked((event as { data: unknown }).data); // typed unknown in Node's types
  }

  /** Whether the open door alone keeps the thread's loop alive. */
  keepAlive(yes: boolean): void {
    if (yes) this.#door.ref();
    else this.#door.unref();
  }

  /** Serves the thread whose block and lane are known from the start. Its number is the one it was told; `thread` is Node's. */
  admit(number: number, memory: SharedArrayBuffer, lane: Lane, lifeline = "", thread = -1): void {
    const block = threadBlock(memory);
    const served = new Served(block, lane, this.#dispatch, thread);
    this.#threads[number] = served;
    lane.onBell((attached) => {
      // Attachments come before their record, which is another reason to wake: a turn for them alone would find nothing.
      if (!attached) this.#turns.turn();
      else if (served.calls()) this.#turns.turn(number);
    });
    const gone = (): void => served.gone();
    lane.onClose(gone);
    if (lifeline !== "") this.#lifelines.set(served, watchLifeline(lifeline, gone));
    this.#surroundings.admitted?.(number, memory);
    accept(block);
    // What it sent before it was accepted rang no bell.
    this.#turns.admit(number);
  }

  /**
   * Ends serving: running calls are cancelled. Resolves once they have settled and all is put away, or after `within`
   * milliseconds. The second time it changes nothing, and resolves with the first; but it does not wait for calls that the
   * first lets finish.
   */
  async stop(request: StopRequest): Promise<void> {
    const { within, calls } = request;
    if (this.#stopped === undefined && (calls === "finish" || calls === "cancel")) {
      const threads = this.#served();
      const ended = Promise.all(threads.map((each) => each.ended(() => true)));
      if (calls === "cancel") cancelAll(threads, new CancelledError("The reactor was stopped."));
      await inTime(ended, within);
      return this.stop({ within: STOP_WITHIN, calls: "now" });
    }
    if (this.#stopped === undefined) {
      this.#surroundings.stopping();
      // Soon and not now: code that is told to stop may call stop() itself, and must find it said already.
      this.#stopped = Promise.resolve().then(() => this.#end(within, calls === "exit"));
    }
    return this.#stopped;
  }

  #served(): Served[] {
    return this.#threads.filter((each) => each !== undefined);
  }

  async #end(within: number, heeding: boolean): Promise<void> {
    this.#turns.stop();
    const reason = new ReactorStoppedError("The reactor was stopped.");
    const threads = this.#served();
    const deadline = Deadline.after(within);
    const ended = Promise.all(threads.map((each) => each.ended((call) => !heeding || call.heeds)));
    cancelAll(threads, reason);
    // Blocked threads see the phase now and not at the end of their slice.
    for (const each of threads) each.wake();
    // Calls that do not end leave the services and hooks some time.
    await inTime(ended, hasServices() || hasHooks() ? within / 2 : within);
    for (const each of threads) each.close(reason);
    await stopServices(deadline.remaining() * (hasHooks() ? HALF : MOST));
    await inTime(runHooks(), deadline.remaining());
    this.#door.close();
    setInReactor(undefined);
    tellWaits(undefined);
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
    this.admit(number, knock.block, lane, knock.lifeline, knock.thread);
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

function cancelAll(threads: readonly Served[], reason: Error): void {
  for (const each of threads) for (const call of each.running.values()) call.cancel(reason);
}
