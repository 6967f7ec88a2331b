// Prettier has no synchronous functions since its version 3; a rule of ESLint can be nothing else.
import { threadId } from "node:worker_threads";
import { type Options, check, format, resolveConfig } from "prettier";

/** What a rule's option may say; a file's own config stands above it. */
export interface Style {
  readonly printWidth?: number;
  readonly tabWidth?: number;
  readonly semi?: boolean;
  readonly singleQuote?: boolean;
}

/**
 * Prettier, with one style.
 * @reactor
 * @timeout 10s
 */
export class Formatter {
  readonly #style: Style;

  constructor(style: Style = {}) {
    this.#style = style;
  }

  /** The text of a file as Prettier would write it. */
  async format(text: string, path: string): Promise<string> {
    return format(text, await this.#optionsFor(path));
  }

  /** Whether Prettier would leave the text of a file as it is. */
  async check(text: string, path: string): Promise<boolean> {
    return check(text, await this.#optionsFor(path));
  }

  /** The thread that all of this runs in: that there is one only, however many threads lint. */
  async thread(): Promise<number> {
    return threadId;
  }

  async #optionsFor(path: string): Promise<Options> {
    return { ...this.#style, ...(await resolveConfig(path)), filepath: path };
  }
}
