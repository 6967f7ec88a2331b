/** The objects that application threads hold handles of. Reactor thread. */
import { StaleHandleError } from "../errors.ts";
import type { Served } from "../serve.ts";
import { Source } from "./source.ts";

interface Entry {
  readonly object: object;
  /** How often each thread was sent the handle and has not let go of it. */
  readonly holders: Map<Served, number>;
}

export class Objects {
  readonly #entries = new Map<number, Entry>();
  readonly #handles = new WeakMap<object, number>();
  #last = 0;

  /** The handle of an object, the same for the same object; counted as sent to `to`. */
  give(object: object, to: Served): number {
    let handle = this.#handles.get(object);
    if (handle === undefined) {
      handle = this.#last += 1;
      this.#handles.set(object, handle);
    }
    let entry = this.#entries.get(handle);
    if (entry === undefined) this.#entries.set(handle, (entry = { object, holders: new Map() }));
    entry.holders.set(to, (entry.holders.get(to) ?? 0) + 1);
    return handle;
  }

  get(handle: number): object {
    const entry = this.#entries.get(handle);
    if (entry === undefined) throw new StaleHandleError("The object of this facade is not in this reactor any longer.");
    return entry.object;
  }

  release(from: Served, handle: number): void {
    const entry = this.#entries.get(handle);
    const count = entry?.holders.get(from);
    if (entry === undefined || count === undefined) return;
    if (count > 1) entry.holders.set(from, count - 1);
    else this.#drop(handle, entry, from);
  }

  /** The thread is gone. */
  releaseAll(from: Served): void {
    for (const [handle, entry] of this.#entries) if (entry.holders.has(from)) this.#drop(handle, entry, from);
  }

  #drop(handle: number, entry: Entry, from: Served): void {
    entry.holders.delete(from);
    if (entry.holders.size > 0) return;
    this.#entries.delete(handle);
    if (entry.object instanceof Source) entry.object.drop();
  }
}
