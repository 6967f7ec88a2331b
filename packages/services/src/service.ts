import { ServiceError } from "./errors.ts";
import type { MultiService } from "./multi-service.ts";

/**
 * What can be started and stopped: an object of any class that has these methods, of the reactor layer or not. Both may
 * return promises, and are awaited. `name` is how a parent finds it.
 */
export interface Startable {
  readonly name?: string | undefined;
  startService(): unknown;
  stopService(): unknown;
}

/** Sets a service's parent: for MultiService, which alone knows both sides. */
export const adopt: unique symbol = Symbol("adopt");

/**
 * Base of services: work that runs from its start to its stop. A subclass does its own in `startService` and `stopService`
 * and calls the inherited ones. For the thread that made it, as a rule the reactor.
 *
 * The idea and the words are those of Twisted's `IService`. Here starting is asynchronous too: who awaits it, or calls it by
 * a facade, goes on when the service runs.
 *
 * @example
 * // exchange-rates.reactor.ts
 * /** @reactor @timeout 5s *\/
 * export class ExchangeRates extends Service {
 *   override async startService(): Promise<void> {
 *     this.#socket = await connect();
 *     await super.startService();
 *   }
 *   override async stopService(): Promise<void> {
 *     await super.stopService();
 *     this.#socket?.end();
 *   }
 * }
 */
export class Service implements Startable {
  #name: string | undefined;
  #parent: MultiService | undefined;
  #running = false;

  /** Undefined unless `setName()` was called. */
  get name(): string | undefined {
    return this.#name;
  }

  /** The MultiService that it is a child of. */
  get parent(): MultiService | undefined {
    return this.#parent;
  }

  /** Whether it was started, and not stopped since. */
  get running(): boolean {
    return this.#running;
  }

  /**
   * Names the service, before it has a parent: there a name is unique.
   *
   * @throws {ServiceError} when it has a parent
   */
  setName(name: string): void {
    if (this.#parent !== undefined)
      throw new ServiceError(
        `Service.setName(${JSON.stringify(name)}): it has a parent, where it is known as ${shown(this)}; name it before it is added`,
      );
    this.#name = name;
  }

  /**
   * Makes it a child of `parent`, and of no other: one that it had is left first. It is started where `parent` runs.
   *
   * @throws {ServiceError} (as a rejection) when `parent` has a service of its name
   */
  async setServiceParent(parent: MultiService): Promise<void> {
    if (this.#parent !== undefined) await this.disownServiceParent();
    await parent.addService(this);
  }

  /** Leaves its parent, and is stopped where that runs: the promise resolves once it has. Does nothing without a parent. */
  async disownServiceParent(): Promise<void> {
    await this.#parent?.removeService(this);
  }

  /** Starts it. The promise resolves when it runs. */
  async startService(): Promise<void> {
    this.#running = true;
  }

  /** Stops it. The promise resolves when it has stopped. */
  async stopService(): Promise<void> {
    this.#running = false;
  }

  /** For MultiService. */
  [adopt](parent: MultiService | undefined): void {
    this.#parent = parent;
  }
}

/** A service in a text. */
export function shown({ name }: Startable): string {
  return name === undefined ? "a service without a name" : JSON.stringify(name);
}
