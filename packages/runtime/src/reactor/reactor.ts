/** The object that serves calls in the reactor thread: it wakes, serves each thread in turn, and goes back to sleep. */
import { BroadcastChannel } from "node:worker_threads";
import { ReactorStoppedError } from "../errors.ts";
import { Lane } from "../lane.ts";
import { type ReactorBlock, isThreadBlock, threadBlock } from "../memory/blocks.ts";
import { anyPending, fallAsleep, stayAwake, takePending } from "../memory/bell.ts";
import { accept } from "../memory/sleep.ts";
import { setInReactor } from "../role.ts";
import { Served } from "../serve.ts";
import { type Tree, doorName } from "../tree.ts";
import { type Knock, MAX_THREADS, PROTOCOL, type Welcome } from "../wire.ts";
import { Dispatch } from "./dispatch.ts";
import { Pace } from "./pace.ts";

/** A turn ends after so many milliseconds or requests, so that the reactor's other work is served under any storm of calls. */
const TURN_MS = 0.2;
const TURN_REQUESTS = 256;
/** Requests of one thread before the next one's turn. */
const SHARE = 32;

export class Reactor {
  readonly generation: number;
  readonly block: ReactorBlock;
  readonly #dispatch: Dispatch;
  readonly #threads: (Served | undefined)[] = [];
  readonly #door: BroadcastChannel;
  readonly #pace = new Pace();
  /** Threads whose requests were left for a next turn. */
  readonly #waiting = new Set<number>();
  #scheduled = false;
  #lookUntil: number | undefined;
  #stopped = false;

  /** `onStop`: what stopping means in this topology. */
  constructor(tree: Tree, generation: number, block: ReactorBlock, onStop: (within: number) => void) {
    this.generation = generation;
    this.block = block;
    this.#dispatch = new Dispatch(tree.block, {
      replying: () => this.#replying(),
      closed: (served) => this.#closed(served),
      stop: onStop,
    });
    setInReactor(true);
    this.#door = new BroadcastChannel(doorName(tree, generation));
    this.#door.onmessage = (event: unknown) => this.#knocked((event as { data: unknown }).data); // typed unknown in Node's types
  }

  /** Whether the open door alone keeps the thread's loop alive. */
  keepAlive(yes: boolean): void {
    if (yes) this.#door.ref();
    else this.#door.unref();
  }

  /** Serves the thread whose block and lane are known from the start. Its number is the one it was told. */
  admit(number: number, memory: SharedArrayBuffer, lane: Lane): void {
    const block = threadBlock(memory);
    const served = new Served(block, lane, this.#dispatch);
    this.#threads[number] = served;
    lane.onBell(() => this.#turn());
    lane.onClose(() => served.close(new ReactorStoppedError("The thread that made this call has ended.")));
    accept(block);
    // What it sent before it was accepted rang no bell.
    this.#waiting.add(number);
    this.#schedule();
  }

  /** Ends serving: running calls are cancelled. Resolves once they have settled, or after `within` milliseconds. */
  async stop(within: number): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
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
    setInReactor(false);
  }

  #knocked(data: unknown): void {
    const knock = data as Partial<Knock> | null; // anybody may post here: checked below
    if (knock?.protocol !== PROTOCOL || typeof knock.lane !== "string" || !isThreadBlock(knock.block)) return;
    let number = 0;
    while (this.#threads[number] !== undefined) number += 1;
    // More threads than bits: the caller stays unaccepted, and its calls end at their deadline.
    if (number >= MAX_THREADS) return;
    const lane = new Lane(new BroadcastChannel(knock.lane));
    const welcome: Welcome = { reactor: this.block.memory, number };
    lane.post([welcome], []);
    this.admit(number, knock.block, lane);
  }

  #closed(served: Served): void {
    const number = this.#threads.indexOf(served);
    if (number >= 0) this.#threads[number] = undefined;
  }

  #replying(): void {
    // The caller's next call will find the reactor awake: it need not ring.
    stayAwake(this.block);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#turn();
    });
  }

  #turn(): void {
    if (this.#stopped) return;
    stayAwake(this.block);
    const end = performance.now() + TURN_MS;
    let served = 0;
    do {
      const some = this.#serveEach();
      served += some;
      if (some === 0 && !this.#pace.spin(() => anyPending(this.block), this.#inFlight())) break;
    } while (served < TURN_REQUESTS && performance.now() < end);
    if (served > 0 && this.#lookUntil !== undefined) this.#pace.looked(true);
    this.#rest(served);
  }

  /** One share for each thread that has requests. */
  #serveEach(): number {
    takePending(this.block, (number) => this.#waiting.add(number));
    let served = 0;
    for (const number of [...this.#waiting]) {
      const thread = this.#threads[number];
      const some = thread?.serve(SHARE) ?? 0;
      served += some;
      if (some < SHARE) this.#waiting.delete(number);
    }
    return served;
  }

  #inFlight(): boolean {
    for (const each of this.#threads) if (each !== undefined && each.running.size > 0) return true;
    return false;
  }

  /** After a turn: another one at once, a look at the next turn of the loop, or sleep. */
  #rest(served: number): void {
    if (this.#waiting.size > 0 || anyPending(this.block)) return this.#schedule();
    if (served > 0) this.#lookUntil = this.#pace.lookUntil();
    if (this.#lookUntil !== undefined) {
      if (performance.now() < this.#lookUntil) return this.#schedule();
      this.#lookUntil = undefined;
      this.#pace.looked(false);
    }
    if (!fallAsleep(this.block)) this.#schedule();
  }
}
