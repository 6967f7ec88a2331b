/** The time of a test reactor. */
import { TestReactorError, TimeoutRangeError } from "../errors.ts";

interface Call {
  readonly due: number;
  readonly fn: () => void;
}

/** Calls at one moment after which it is taken for certain that that moment never ends. */
const MOST_AT_ONCE = 100_000;

/**
 * Time that stands still until a test moves it on, or a call waits for what is due later. As @picot/services' `Clock`. The
 * thread of its test reactor.
 */
export class TestClock {
  readonly #calls = new Set<Call>();
  #now = 0;
  #madeNow = 0;

  /** Milliseconds since the beginning of the test: 0 at first. */
  now(): number {
    return this.#now;
  }

  /** How many calls are waiting to be made: 0 when nothing was left behind. */
  get pending(): number {
    return this.#calls.size;
  }

  /** Calls `fn` once the clock was moved on by `ms`. Returns what takes that back. @throws TimeoutRangeError */
  callLater(ms: number, fn: () => void): () => void {
    if (!(typeof ms === "number" && ms >= 0 && ms < Infinity))
      throw new TimeoutRangeError(`callLater: a finite number of milliseconds, 0 or more; got ${String(ms)}.`);
    const call = { due: this.#now + ms, fn };
    this.#calls.add(call);
    return () => void this.#calls.delete(call);
  }

  /** For the test reactor: moves on to the next call that is due by `end`, and makes it; or to `end`, and returns false. */
  step(end: number): boolean {
    const call = this.#next(end);
    if (call === undefined) {
      if (end < Infinity) this.#moveTo(end);
      return false;
    }
    this.#calls.delete(call);
    this.#moveTo(Math.max(call.due, this.#now));
    this.#madeNow += 1;
    if (this.#madeNow > MOST_AT_ONCE)
      throw new TestReactorError(
        `The test clock stands at ${this.#now} ms: each call there brings another one for the same moment, without end.`,
      );
    call.fn();
    return true;
  }

  #moveTo(moment: number): void {
    if (moment > this.#now) this.#madeNow = 0;
    this.#now = moment;
  }

  /** The first call due by `end`. The set keeps the order of arrival, and `<` keeps the first of equals. */
  #next(end: number): Call | undefined {
    let first: Call | undefined;
    for (const call of this.#calls) if (call.due <= end && (first === undefined || call.due < first.due)) first = call;
    return first;
  }
}
