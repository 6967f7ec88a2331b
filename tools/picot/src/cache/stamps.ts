import { type Stats, readFileSync, statSync } from "node:fs";
import { type Content, look } from "../read/content.ts";
import { writeWhole } from "../output/write.ts";
import { prepare } from "./kept.ts";
import { build } from "./state.ts";

type Entry = readonly [stamp: string, hash: string, kind: Content["kind"]];

/**
 * How long (ms) the system may tell two changes of a file as one. The coarsest of file systems have times of whole seconds, or
 * of two; one that tells fractions counts in 10 ms or less, and the rest is room.
 */
function coarsenessOf({ mtimeMs, ctimeMs }: Stats): number {
  return mtimeMs % 1_000 !== 0 && ctimeMs % 1_000 !== 0 ? 100 : 2_000;
}

/**
 * What files had in them when they were last read, by absolute path, each with a stamp of what the system says of it: size,
 * times, and which file it is. One that still has its stamp need not be read again.
 */
export class Stamps {
  readonly #path: string;
  readonly #coarse: number | null;
  readonly #known: ReadonlyMap<string, Entry>;
  readonly #seen = new Map<string, Entry>();
  #isNews = false;

  /**
   * `path`: where they are kept. `coarse`: how long (ms) the system may tell two changes of a file as one; found out for each
   * file if left out.
   */
  constructor(path: string, coarse: number | null = null) {
    this.#path = path;
    this.#coarse = coarse;
    this.#known = load(path);
  }

  readonly look = (path: string): Content | null => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isFile() !== true) return null;
    const stamp = `${stat.ino} ${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}`;
    const known = this.#known.get(path);
    if (known !== undefined && known[0] === stamp) {
      this.#seen.set(path, known);
      const [, hash, kind] = known;
      return { hash, kind };
    }
    const isSettled = Date.now() - Math.max(stat.mtimeMs, stat.ctimeMs) > (this.#coarse ?? coarsenessOf(stat));
    const content = look(path);
    if (content !== null && isSettled) {
      this.#seen.set(path, [stamp, content.hash, content.kind]);
      this.#isNews = true;
    }
    return content;
  };

  /** Keeps those of the files that were looked at, if there is something new among them. Throws what the system says. */
  save(): void {
    if (!this.#isNews) return;
    prepare(this.#path);
    writeWhole(this.#path, JSON.stringify({ build: build(), files: [...this.#seen] }));
  }
}

function load(path: string): ReadonlyMap<string, Entry> {
  try {
    // Only picot writes there, and what another build of it says is dropped.
    const kept = JSON.parse(readFileSync(path, "utf8")) as {
      readonly build: unknown;
      readonly files: [string, Entry][];
    };
    return String(kept.build) === String(build()) ? new Map(kept.files) : new Map();
  } catch {
    return new Map();
  }
}
