/** Which events of which objects the threads listen to: one listener of the object's own for each registration. Reactor thread. */
import type { Listener } from "../emitted.ts";
import { ArgumentError } from "../errors.ts";
import { logError } from "../log.ts";
import type { Served } from "../serve.ts";
import { isThenable } from "../thenable.ts";

type Listen = (event: string, listener: (...args: unknown[]) => void) => unknown;

/** Node's EventEmitter, or a class that looks like it. */
interface Emitter {
  readonly on: Listen;
  readonly off?: Listen;
  readonly removeListener?: Listen;
}

export class Listeners {
  /** What ends each, by the id of the call that began it. */
  readonly #ends = new Map<Served, Map<number, () => void>>();

  /** Has the listener hear an event of an object from now on; or from when the promise is fulfilled that this returns. */
  add(from: Served, id: number, object: object, event: string, once: boolean, listener: Listener): unknown {
    const emitter = object as Partial<Emitter>; // tested here
    const { on, off = emitter.removeListener } = emitter;
    if (typeof on !== "function" || typeof off !== "function")
      throw new ArgumentError(`${listener.label}: the object has no on() and off().`);
    const hear = once
      ? (...args: unknown[]): void => {
          // Before it is told: what emits again at once finds it gone.
          this.remove(from, id);
          listener.hear(...args);
        }
      : listener.hear;
    const end = (): void => {
      try {
        const result = off.call(object, event, hear);
        if (isThenable(result)) Promise.resolve(result).catch(failed);
      } catch (error) {
        failed(error);
      }
    };
    const failed = (error: unknown): void => logError(`${listener.label}: to end it failed`, error);
    let ends = this.#ends.get(from);
    if (ends === undefined) this.#ends.set(from, (ends = new Map()));
    // Before it begins: the first event may come while it does.
    ends.set(id, end);
    const result = on.call(object, event, hear);
    return isThenable(result) ? Promise.resolve(result).then(() => undefined) : undefined;
  }

  /** Nobody listens any longer. */
  remove(from: Served, id: number): void {
    const ends = this.#ends.get(from);
    const end = ends?.get(id);
    ends?.delete(id);
    end?.();
  }

  /** The thread is gone, or the reactor ends. */
  removeAll(from: Served): void {
    const ends = this.#ends.get(from);
    this.#ends.delete(from);
    for (const end of ends?.values() ?? []) end();
  }
}
