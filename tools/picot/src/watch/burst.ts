/** A burst of saves is over when nothing was saved for this long, in ms … */
const QUIET = 100;
/** … or, where something is saved all the time, when it has lasted this long. */
const LONGEST = 2_000;

/** Makes one of many changes that come together. */
export class Burst {
  #timer: NodeJS.Timeout | null = null;
  #began: number | null = null;
  #isOver = false;
  #listener: (() => void) | null = null;

  /** Something changed. */
  add(): void {
    if (this.#isOver) return;
    const now = performance.now();
    this.#began ??= now;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end(), Math.min(QUIET, Math.max(0, this.#began + LONGEST - now)));
  }

  /** Resolves once a burst has come and gone: at once, if it did since the last `clear`. */
  async over(): Promise<void> {
    if (!this.#isOver) await new Promise<void>((settle) => (this.#listener = settle));
  }

  /** Forgets what has changed so far. */
  clear(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#began = null;
    this.#isOver = false;
    this.#listener = null;
  }

  #end(): void {
    this.#isOver = true;
    this.#listener?.();
  }
}
