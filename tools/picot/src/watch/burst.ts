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
  readonly #paths = new Set<string>();

  /** A file changed. */
  add(path: string): void {
    this.#paths.add(path);
    const now = performance.now();
    this.#began ??= now;
    if (this.#isOver) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const timer = setTimeout(() => this.#look(timer), Math.min(QUIET, Math.max(0, this.#began + LONGEST - now)));
    this.#timer = timer;
  }

  /** Resolves once a burst has come and gone: at once, if it did since the last `take`. */
  async over(): Promise<void> {
    if (!this.#isOver) await new Promise<void>((settle) => (this.#listener = settle));
  }

  /** The files that changed so far; a new burst begins with the next. */
  take(): readonly string[] {
    const paths = [...this.#paths];
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#began = null;
    this.#isOver = false;
    this.#listener = null;
    this.#paths.clear();
    return paths;
  }

  /**
   * Where this process had no core for a while, the timer is the first to run after that, and what was saved in the meantime
   * has yet to be heard of: one turn of the event loop tells.
   */
  #look(timer: NodeJS.Timeout): void {
    setImmediate(() => {
      const now = this.#timer;
      const isLong = this.#began !== null && performance.now() - this.#began >= LONGEST;
      if (now === null || (now !== timer && !isLong)) return;
      clearTimeout(now);
      this.#isOver = true;
      this.#listener?.();
    });
  }
}
