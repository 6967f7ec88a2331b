/** What this thread listens to in its reactor: handlers of events, and events that are expected. Told by the ids of the calls that began it. */
import type { CallbackCrossing } from "./plan.ts";
import { Kind } from "./wire.ts";

/** Events between two records that say how many were heard. */
const TELL_EVERY = 256;

/** Something that hears one event of one object. */
export interface Hearing {
  /** As texts name it: `Page.on("download")`. */
  readonly label: string;
  readonly crossing: CallbackCrossing;
  /** The facade, or what expects the event: nobody hears it when that is gone. So `hear` holds it weakly, too. */
  readonly owner: WeakRef<object>;
  /** It runs code of the user's, in its turn and where the thread waits. False: it takes the event as it arrives. */
  readonly runs: boolean;
  readonly hear: (args: readonly unknown[]) => unknown;
}

/** What sends what there is to tell. */
interface Flushing {
  flush(): void;
}

export class Events {
  readonly #all = new Map<number, Hearing>();
  /** Not told yet that nobody listens any longer. */
  #ended: number[] = [];
  #heard = 0;
  #told = 0;
  #requests: Flushing | undefined;
  /** Events that the reactor has dropped, and pump() has told nobody of. */
  lost = 0;

  /** By what it is told. */
  tellBy(requests: Flushing): void {
    this.#requests = requests;
  }

  get size(): number {
    return this.#all.size;
  }

  get(id: number): Hearing | undefined {
    return this.#all.get(id);
  }

  /** The call of this id has been sent, which begins to listen: an event may come before its answer. */
  add(id: number, hearing: Hearing): void {
    this.#all.set(id, hearing);
  }

  /** Nobody listens any longer, and the reactor is told. */
  remove(id: number): void {
    this.#all.delete(id);
    this.#ended.push(id);
    this.#requests?.flush();
  }

  /** Nobody listens any longer, as the reactor knows: the one event has come. */
  ended(id: number): void {
    this.#all.delete(id);
  }

  /** An event came that nobody listens to. It may not have been told. */
  stray(id: number): void {
    this.#ended.push(id);
    this.heard();
  }

  /** One more was taken in, or its handler has ended: the reactor counts how many wait. */
  heard(): void {
    this.#heard += 1;
    if (this.#heard - this.#told >= TELL_EVERY) this.#requests?.flush();
  }

  /** Tells the reactor, as long as `write` has room. */
  tell(write: (kind: Kind, id: number) => boolean): void {
    while (this.#ended.length > 0 && write(Kind.Unlisten, this.#ended[0]!)) this.#ended.shift(); // just counted
    if (this.#heard - this.#told >= TELL_EVERY && write(Kind.Heard, this.#heard)) this.#told = this.#heard;
  }

  /** How many events were dropped since this was last asked. */
  takeLost(): number {
    const { lost } = this;
    this.lost = 0;
    return lost;
  }

  /** After a collection: ends what nobody has any longer. False if there is nothing to tell. */
  sweep(): boolean {
    for (const [id, { owner }] of this.#all) {
      if (owner.deref() !== undefined) continue;
      this.#all.delete(id);
      this.#ended.push(id);
    }
    return this.#ended.length > 0;
  }

  /** The reactor has ended, or this thread: nothing comes any more. */
  clear(): void {
    this.#all.clear();
    this.#ended = [];
  }
}
