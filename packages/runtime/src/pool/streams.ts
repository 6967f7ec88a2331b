/** Iterators that run in a thread of a pool, for a reactor that asks for some items at a time. */
import { ResultError, UnknownResultError } from "../errors.ts";
import type { Batch } from "./job.ts";

/** Items of one batch at the most, and milliseconds after which a batch is sent as it is. */
const MOST = 256;
const SOON = 5;

type AnyIterator = Iterator<unknown> | AsyncIterator<unknown>;

export class Streams {
  readonly #open = new Map<number, AnyIterator>();

  /** Keeps what a generator gave, and returns its first items. */
  open(stream: number, iterable: unknown, label: string): Promise<Batch> {
    this.#open.set(stream, iteratorOf(iterable, label));
    return this.pull(stream);
  }

  /** The next items: at least one, unless it has ended. An error after some items comes with the next batch. */
  async pull(stream: number): Promise<Batch> {
    const iterator = this.#open.get(stream);
    if (iterator === undefined) throw new UnknownResultError("An iterator that has ended is asked for more.");
    const items: unknown[] = [];
    const start = performance.now();
    try {
      do {
        const step = await iterator.next();
        if (step.done === true) {
          this.#open.delete(stream);
          return { items, done: true, value: step.value };
        }
        items.push(step.value);
      } while (items.length < MOST && performance.now() - start < SOON);
      return { items, done: false, value: undefined };
    } catch (error) {
      if (items.length === 0) {
        this.#open.delete(stream);
        throw error;
      }
      this.#open.set(stream, failing(error));
      return { items, done: false, value: undefined };
    }
  }

  /** Runs what the generator does at its end. */
  async close(stream: number): Promise<void> {
    const iterator = this.#open.get(stream);
    this.#open.delete(stream);
    await iterator?.return?.();
  }
}

function iteratorOf(iterable: unknown, label: string): AnyIterator {
  const given = (iterable ?? {}) as Partial<Iterable<unknown> & AsyncIterable<unknown>>; // any value may be returned
  const iterator = given[Symbol.asyncIterator]?.() ?? given[Symbol.iterator]?.();
  if (iterator === undefined) throw new ResultError(`${label}: its result is nothing that can be iterated.`);
  return iterator;
}

function failing(error: unknown): AnyIterator {
  return {
    next: () => {
      throw error;
    },
  };
}
