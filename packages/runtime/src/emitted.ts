/** Events on their way to one application thread: in their order, and as many as it may leave unheard. Reactor thread. */
import type { Asked } from "./codec/asks.ts";
import { type Functions, type Given, partOf } from "./functions.ts";
import { logError, logLine } from "./log.ts";
import type { HandleResult, Kept } from "./parts.ts";
import type { Part } from "./wire.ts";

/** Events that may wait for a thread. Whoever emits cannot be asked to wait, so that more are dropped, by name. */
const MOST_UNHEARD = 10_000;

/** What sending needs of the half that serves the thread. */
export interface Emitting {
  /** Sends an event for the call of this id. False: too many bytes wait for the thread. Throws, with nothing sent, when an argument cannot cross. */
  event(
    id: number,
    asked: Asked,
    handles: readonly (HandleResult | undefined)[],
    label: string,
    kept: Kept | undefined,
  ): boolean;
  /** Tells how many events were dropped. */
  lost(count: number): void;
}

/** Stands for the handler of an event. */
export class Listener {
  /** As texts name it: `Page.on("download")`. */
  label = "";
  /** The id of the call that it came with. */
  readonly call: number;
  readonly place: number;
  /** Bits, by place, for what of the arguments stays in the reactor. */
  readonly handles: number;
  /** The same of what is within them. */
  readonly part: Part | undefined;
  readonly hear: (...args: unknown[]) => void;

  constructor(
    its: Pick<Listener, "call" | "place" | "handles" | "part">,
    send: (of: Listener, args: readonly unknown[]) => void,
  ) {
    this.call = its.call;
    this.place = its.place;
    this.handles = its.handles;
    this.part = its.part;
    this.hear = (...args) => send(this, args);
  }
}

export class Emitted {
  readonly #of: Emitting;
  readonly #functions: Functions;
  #sent = 0;
  #heard = 0;
  /** Dropped, and not told yet. */
  #lost = 0;
  /** The last one that waits for the modules of its arguments' classes. Those that follow wait for it. */
  #last: Promise<void> | undefined;
  #closed = false;

  constructor(of: Emitting, functions: Functions) {
    this.#of = of;
    this.#functions = functions;
  }

  make(call: number, place: number, handles: number, parts: unknown): Listener {
    return new Listener({ call, place, handles, part: partOf(parts) }, (of, args) => this.#emit(of, args));
  }

  /** So many were heard in all. */
  heard(count: number): void {
    // From the wire: no number may let more wait than were sent.
    if (count > this.#heard && count <= this.#sent) this.#heard = count;
    if (this.#lost === 0 || this.#closed) return;
    this.#of.lost(this.#lost);
    this.#lost = 0;
  }

  /** The thread is gone, or the reactor ends. */
  close(): void {
    this.#closed = true;
  }

  #emit(of: Listener, args: readonly unknown[]): void {
    if (this.#closed) return;
    if (this.#sent - this.#heard >= MOST_UNHEARD) return this.#lose(of.label);
    this.#sent += 1;
    const given: Given = { handles: [], kept: undefined };
    const give = (): Promise<void> | undefined => this.#functions.give(args, of.handles, of.part, of.label, given);
    try {
      const loading = this.#last === undefined ? give() : this.#last.then(give);
      if (loading === undefined) return this.#send(of, args, given);
      const sent = loading
        .then(() => this.#send(of, args, given))
        .catch((error: unknown) => this.#failed(of, given, error));
      this.#last = sent;
      void sent.then(() => {
        if (this.#last === sent) this.#last = undefined;
      });
    } catch (error) {
      this.#failed(of, given, error);
    }
  }

  #send({ call, place, label }: Listener, args: readonly unknown[], given: Given): void {
    if (this.#closed) return;
    if (this.#of.event(call, { call, place, args }, given.handles, label, given.kept))
      return this.#functions.sent(given);
    this.#unsent(given);
    this.#lose(label);
  }

  /** Whoever emits must not hear of it: he has others to tell. */
  #failed({ label }: Listener, given: Given, error: unknown): void {
    this.#unsent(given);
    logError(`${label}: an event did not reach its handler`, error);
  }

  #unsent(given: Given): void {
    this.#sent -= 1;
    this.#functions.takeBack(given);
  }

  #lose(label: string): void {
    // Once, until the thread has heard some.
    if (this.#lost === 0)
      logLine(
        `${label}: events are dropped; ${this.#sent - this.#heard} of them wait for their thread, which neither calls the reactor nor pumps.`,
      );
    this.#lost += 1;
  }
}
