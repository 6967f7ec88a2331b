import { type BackoffPolicy, backoffPolicy } from "./backoff.ts";
import { type Clock, currentClock } from "./clock.ts";
import type { ClockOptions } from "./delayed-call.ts";
import type { Endpoint } from "./endpoint.ts";
import { ServiceError, ServiceStoppedError } from "./errors.ts";
import { pause } from "./pause.ts";
import { Service } from "./service.ts";

/** Options of a ClientService. */
export interface ClientServiceOptions<C> extends ClockOptions {
  /** How long to wait before the next attempt. Default: `backoffPolicy()`, 1 to 60 seconds and some. */
  readonly backoff?: BackoffPolicy;
  /** Makes a new connection ready: logs in, say. Where it fails, the connection is closed, and the attempt has failed. */
  readonly prepare?: (connection: C) => unknown;
}

/** Options of `whenConnected()`. */
export interface WhenConnectedOptions {
  /** Failures from now on, in a row, after which it rejects with the last one's error. Default: it waits until one succeeds. */
  readonly failAfter?: number;
}

interface Waiter<C> {
  failures: number;
  readonly failAfter: number;
  readonly resolve: (connection: C) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Keeps one connection up while it runs: makes it, makes another one when it is lost, and waits longer and longer while that
 * fails. For the thread that made it.
 *
 * The idea is Twisted's `ClientService`.
 *
 * @example
 * const rates = new ClientService(tcpEndpoint({ host: "rates.example", port: 7000 }));
 * await rates.startService();
 * (await rates.whenConnected({ failAfter: 3 })).write("EURUSD\n");
 */
export class ClientService<C> extends Service {
  readonly #endpoint: Endpoint<C>;
  readonly #backoff: BackoffPolicy;
  readonly #prepare: (connection: C) => unknown;
  readonly #clock: Clock;
  /** Empty while there is none. An array, since a connection may be any value. */
  #connection: readonly [C] | readonly [] = [];
  #waiters: Waiter<C>[] = [];
  #stopping = new AbortController();
  #kept: Promise<void> = Promise.resolve();
  #wasStopped = false;

  constructor(endpoint: Endpoint<C>, options: ClientServiceOptions<C> = {}) {
    super();
    this.#endpoint = endpoint;
    this.#backoff = options.backoff ?? backoffPolicy();
    this.#prepare = options.prepare ?? (() => undefined);
    this.#clock = options.clock ?? currentClock();
  }

  /**
   * The connection, or the next one there is.
   *
   * @throws {ServiceStoppedError} (as a rejection) when the service was stopped, or is before there is one
   */
  async whenConnected({ failAfter = Infinity }: WhenConnectedOptions = {}): Promise<C> {
    const [connection] = this.#connection;
    if (this.#connection.length === 1) return connection as C; // it is there
    if (this.#wasStopped) throw stopped();
    return new Promise((resolve, reject) => this.#waiters.push({ failures: 0, failAfter, resolve, reject }));
  }

  /** Begins to connect, and does not wait for that: `whenConnected()` does. Does nothing where it runs. */
  override async startService(): Promise<void> {
    if (this.running) return;
    this.#wasStopped = false;
    const { signal } = (this.#stopping = new AbortController());
    // After a stop that is under way.
    this.#kept = this.#kept.then(() => this.#keep(signal));
    await super.startService();
  }

  /** Gives up connecting, or closes the connection. The promise resolves once there is none. */
  override async stopService(): Promise<void> {
    // All of it at once: it may be started again before the stop is over.
    const kept = this.#kept;
    this.#wasStopped = true;
    // It is being closed: nobody gets it any more.
    this.#connection = [];
    this.#stopping.abort(stopped());
    for (const { reject } of this.#waiters.splice(0)) reject(stopped());
    await super.stopService();
    await kept;
  }

  /** Settles once stopped, and never rejects. */
  async #keep(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        await this.#connectOnce(signal);
        failures = 0;
      } catch (error) {
        if (!signal.aborted) this.#tellFailure(error);
      }
      failures += 1;
      // Only the stop ends it early.
      await pause(this.#backoff(failures), { clock: this.#clock, signal }).catch(() => undefined);
    }
  }

  /** From one attempt to the end of what came of it. Rejects if no connection came to be used. */
  async #connectOnce(signal: AbortSignal): Promise<void> {
    const connection = await this.#endpoint.connect(signal);
    const close = (): void => this.#endpoint.close(connection);
    const over = this.#over(connection);
    signal.addEventListener("abort", close, { once: true });
    try {
      // An endpoint may be done before it hears of the stop.
      if (signal.aborted) close();
      await this.#makeReady(connection, over);
      signal.throwIfAborted();
      this.#connection = [connection];
      for (const { resolve } of this.#waiters.splice(0)) resolve(connection);
    } catch (error) {
      close();
      throw error;
    } finally {
      await over;
      this.#connection = [];
      signal.removeEventListener("abort", close);
    }
  }

  async #makeReady(connection: C, over: Promise<void>): Promise<void> {
    const lost = over.then(() => {
      throw new ServiceError("ClientService: the connection was lost before it was ready");
    });
    // Lost later, it is nobody's failure.
    lost.catch(() => undefined);
    await Promise.race([lost, (async () => this.#prepare(connection))()]);
  }

  async #over(connection: C): Promise<void> {
    try {
      await this.#endpoint.closed(connection);
    } catch {
      // Why it was lost is the protocol's to tell.
    }
  }

  #tellFailure(error: unknown): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const each of waiters) {
      each.failures += 1;
      if (each.failures >= each.failAfter) each.reject(error);
      else this.#waiters.push(each);
    }
  }
}

const stopped = (): ServiceStoppedError =>
  new ServiceStoppedError("ClientService: it was stopped, and no connection is to come");
