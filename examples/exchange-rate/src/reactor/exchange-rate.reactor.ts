import { EventEmitter, once } from "node:events";
import { LoopingCall } from "@picot/services";
import { request } from "undici";

/** Where the rates come from, and how often. */
export interface RateSource {
  /** The rate server; the pair is added to it as the last part of the path. */
  readonly url: string;
  /** Milliseconds from download to download. Default: 30 seconds. */
  readonly every?: number;
}

/** How long the rate server may keep silent, in milliseconds. */
const PATIENCE = 4_000;

/**
 * Downloads an exchange rate in the background, again and again, and keeps the latest one.
 *
 * @reactor
 * @timeout 5s
 */
export class ExchangeRate {
  readonly #url: URL;
  readonly #every: number;
  readonly #loop = new LoopingCall(() => this.#turn());
  // Any number of callers may wait for one rate: 0 is "no limit" here.
  readonly #downloads = new EventEmitter().setMaxListeners(0);
  #stopping = new AbortController();
  #ended: Promise<unknown> = Promise.resolve();
  #latest: number | null = null;
  #lastError: string | null = null;

  constructor(pair: string, source: RateSource) {
    this.#url = new URL(encodeURIComponent(pair), source.url);
    this.#every = source.every ?? 30_000;
  }

  /** Starts the downloads: one now, and then one at every turn. Does not wait for the first one. */
  async start(): Promise<void> {
    if (this.#stopping.signal.aborted) this.#stopping = new AbortController();
    this.#ended = this.#loop.start(this.#every);
  }

  /** Stops the downloads, and gives up the one under way. The latest rate stays. Does nothing when it is stopped. */
  async stop(): Promise<void> {
    if (!this.#loop.running) return;
    this.#loop.stop();
    this.#stopping.abort();
    await this.#ended;
  }

  /** The latest rate, or null before the first download. */
  async latestValue(): Promise<number | null> {
    return this.#latest;
  }

  /** The rate of the next download: waits for it. Fails when the downloads are stopped meanwhile. */
  async nextValue(): Promise<number> {
    const [rate] = (await once(this.#downloads, "rate", { signal: this.#stopping.signal })) as [number];
    return rate;
  }

  /** Why the last download failed, or null when it did not. */
  async lastError(): Promise<string | null> {
    return this.#lastError;
  }

  /**
   * Downloads the rate once.
   *
   * @reactorOnly
   */
  async download(): Promise<void> {
    const { signal } = this.#stopping;
    const { statusCode, body } = await request(this.#url, {
      signal,
      headersTimeout: PATIENCE,
      bodyTimeout: PATIENCE,
    });
    if (statusCode !== 200) {
      await body.dump();
      throw new Error(`the rate server answered ${statusCode}`);
    }
    const { rate } = (await body.json()) as { rate?: unknown };
    if (typeof rate !== "number") throw new Error("the rate server's answer has no rate");
    this.#latest = rate;
    this.#downloads.emit("rate", rate);
  }

  /**
   * A LoopingCall ends with the first error of its body. A rate server that is away for a minute must not end the rates
   * for ever: so the failure is kept where one can ask for it, and the next turn tries again.
   */
  async #turn(): Promise<void> {
    try {
      await this.download();
      this.#lastError = null;
    } catch (error) {
      if (!this.#stopping.signal.aborted) this.#lastError = error instanceof Error ? error.message : String(error);
    }
  }
}
