/** The objects that application threads hold handles of. Reactor thread. */
import { StaleHandleError } from "../errors.ts";
import type { Served } from "../serve.ts";
import { Source } from "./source.ts";

interface Holder {
  /** How often it was sent the handle and has not let go of it. */
  count: number;
  /** Where it got it, if that is traced. */
  at: string | undefined;
}

interface Entry {
  readonly object: object;
  readonly holders: Map<Served, Holder>;
}

/** What somebody holds. */
export interface HeldRow {
  readonly class: string;
  readonly thread: number;
  readonly at: string | undefined;
  readonly count: number;
}

export class Objects {
  readonly #entries = new Map<number, Entry>();
  readonly #handles = new WeakMap<object, number>();
  /** Held for whoever takes them, by the thread that offers them. */
  readonly #shares = new Map<number, { readonly object: object; readonly by: Served }>();
  #last = 0;
  #lastShare = 0;

  /** The handle of an object, the same for the same object; counted as sent to `to`. */
  give(object: object, to: Served): number {
    let handle = this.#handles.get(object);
    if (handle === undefined) {
      handle = this.#last += 1;
      this.#handles.set(object, handle);
    }
    let entry = this.#entries.get(handle);
    if (entry === undefined) this.#entries.set(handle, (entry = { object, holders: new Map() }));
    const holder = entry.holders.get(to);
    if (holder === undefined) entry.holders.set(to, { count: 1, at: undefined });
    else holder.count += 1;
    return handle;
  }

  get(handle: number): object {
    const entry = this.#entries.get(handle);
    if (entry === undefined) throw new StaleHandleError("The object of this facade is not in this reactor any longer.");
    return entry.object;
  }

  release(from: Served, handle: number): void {
    const entry = this.#entries.get(handle);
    const holder = entry?.holders.get(from);
    if (entry === undefined || holder === undefined) return;
    if (holder.count > 1) holder.count -= 1;
    else this.#drop(handle, entry, from);
  }

  trace(by: Served, handle: number, at: string): void {
    const holder = this.#entries.get(handle)?.holders.get(by);
    if (holder !== undefined) holder.at = at;
  }

  /** Holds an object until it is taken, or the thread is gone. */
  share(handle: number, by: Served): number {
    const object = this.get(handle);
    this.#shares.set((this.#lastShare += 1), { object, by });
    return this.#lastShare;
  }

  /** What was shared; once it has been taken, as long as any thread holds it. */
  take(share: number, handle: number): object {
    const object = this.#shares.get(share)?.object ?? this.get(handle);
    this.#shares.delete(share);
    return object;
  }

  /** The thread is gone. */
  releaseAll(from: Served): void {
    for (const [handle, entry] of this.#entries) if (entry.holders.has(from)) this.#drop(handle, entry, from);
    for (const [share, { by }] of this.#shares) if (by === from) this.#shares.delete(share);
  }

  /** All that is held, most first; what is alike in one row. */
  held(): readonly HeldRow[] {
    const rows = new Map<string, HeldRow>();
    const add = (object: object, { thread }: Served, at: string | undefined): void => {
      const name = nameOf(object);
      const key = JSON.stringify([name, thread, at]);
      rows.set(key, { class: name, thread, at, count: (rows.get(key)?.count ?? 0) + 1 });
    };
    for (const { object, holders } of this.#entries.values()) for (const [by, { at }] of holders) add(object, by, at);
    for (const { object, by } of this.#shares.values()) add(object, by, "shared, and not taken yet");
    return [...rows.values()].sort((a, b) => b.count - a.count);
  }

  #drop(handle: number, entry: Entry, from: Served): void {
    entry.holders.delete(from);
    if (entry.holders.size > 0) return;
    this.#entries.delete(handle);
    if (entry.object instanceof Source) entry.object.drop();
  }
}

function nameOf(object: object): string {
  if (object instanceof Source) return `iterator of ${object.label}`;
  const { constructor: made } = object as { readonly constructor?: unknown }; // any object may be asked
  return typeof made === "function" && made.name !== "" ? made.name : "an unnamed class";
}
