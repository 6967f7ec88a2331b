/**
 * Whether spinning has paid lately. Spinning wins when the other thread runs on another core and answers at once; with
 * both on one core it only keeps the other from running. A program cannot choose its cores, so each side learns: three
 * wins in a row earn trust, a loss costs much of it, and without trust a probe is made ever more rarely.
 */
const FULL = 64;
const LOSS = 16;
const TRUSTED = 3;
const MAX_SKIP = 512;

export class Credit {
  #wins = 0;
  #credit = 0;
  #skip = 0;
  #backOff = 8;

  /** May this opportunity be used? */
  allows(): boolean {
    if (this.#credit > 0) return true;
    if (this.#skip > 0) {
      this.#skip -= 1;
      return false;
    }
    return true;
  }

  won(): void {
    this.#wins += 1;
    this.#backOff = 8;
    if (this.#wins >= TRUSTED) this.#credit = Math.min(FULL, this.#credit + TRUSTED);
  }

  lost(): void {
    this.#wins = 0;
    this.#credit = Math.max(0, this.#credit - LOSS);
    if (this.#credit > 0) return;
    this.#skip = this.#backOff;
    this.#backOff = Math.min(MAX_SKIP, this.#backOff * 2);
  }
}
