import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { filesIn } from "./files.ts";

/** One file and what identifies its content. */
export interface Digest {
  /** Relative to the folder that was asked for, with `/`. */
  readonly path: string;
  /** Hexadecimal. */
  readonly digest: string;
}

export interface DigestsOptions {
  /** As `node:crypto` calls it; `"sha256"` if left out. */
  readonly algorithm?: string;
  /** How many files are read at the same time; 16 if left out. */
  readonly parallel?: number;
}

/**
 * Digests of files and whole folders. Files are streamed, several at a time: nothing is ever in memory as a whole.
 *
 * @reactor
 * @timeout 1m
 */
export class Digests {
  readonly #algorithm: string;
  readonly #parallel: number;

  constructor({ algorithm = "sha256", parallel = 16 }: DigestsOptions = {}) {
    this.#algorithm = algorithm;
    this.#parallel = parallel;
  }

  /** The digest of one file. Rejects with the system's error where it cannot be read. */
  async file(path: string): Promise<string> {
    const hash = createHash(this.#algorithm);
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer); // of a stream without an encoding
    return hash.digest("hex");
  }

  /**
   * The digests of all files in a folder and below it, in the order of their paths.
   *
   * ```ts
   * for (const { path, digest } of await digests.folder("src")) console.log(digest, path);
   * ```
   */
  async folder(path: string): Promise<readonly Digest[]> {
    const files = await filesIn(path);
    const found: Digest[] = [];
    const next = files.values();
    // Each of these takes the next file that nobody has taken.
    const work = async (): Promise<void> => {
      for (const file of next) found.push({ path: file, digest: await this.file(`${path}/${file}`) });
    };
    await Promise.all(Array.from({ length: this.#parallel }, work));
    return found.sort((a, b) => (a.path < b.path ? -1 : 1));
  }
}
