import { ServiceError, ServiceStoppedError } from "./errors.ts";
import { Service, type Startable, adopt, shown } from "./service.ts";

/**
 * Services that are started together, in their order, each once the one before it runs, and stopped in reverse, each once
 * the one after it has stopped: so a service may use those before it from its start to its stop. A service itself, so that
 * they nest. For the thread that made it.
 *
 * The idea is Twisted's `MultiService`, in which no service waits for another one.
 *
 * @example
 * const application = new MultiService();
 * await application.addService(database);
 * await application.addService(new TimerService(60_000, () => database.vacuum()));
 * await application.startService();
 */
export class MultiService extends Service implements Iterable<Startable> {
  readonly #children: Startable[] = [];
  /** Those that run, in the order in which they came to. */
  #started: Startable[] = [];
  #starting: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;

  /** The children, in their order. */
  [Symbol.iterator](): IterableIterator<Startable> {
    return this.#children.values();
  }

  /**
   * Adds a child, the last to start and the first to stop. Where this one runs, or is starting, the child is started now.
   *
   * @returns a promise that resolves once it is there, and runs if it is to
   * @throws {ServiceError} (as a rejection) when it has a parent, or its name is taken
   */
  async addService(child: Startable): Promise<void> {
    if (this.#children.includes(child) || (child instanceof Service && child.parent !== undefined))
      throw new ServiceError(
        `MultiService.addService: ${shown(child)} has a parent already; use setServiceParent() to move it`,
      );
    if (child.name !== undefined && this.#children.some(({ name }) => name === child.name))
      throw new ServiceError(`MultiService.addService: there is a service named ${shown(child)} already`);
    this.#children.push(child);
    if (child instanceof Service) child[adopt](this);
    if (this.running) await this.#startOne(child);
  }

  /**
   * Removes a child, which is stopped if it runs.
   *
   * @returns a promise that resolves once it has stopped; it rejects with the error of that
   * @throws {ServiceError} (as a rejection) when it is no child
   */
  async removeService(child: Startable): Promise<void> {
    const index = this.#children.indexOf(child);
    if (index < 0) throw new ServiceError(`MultiService.removeService: ${shown(child)} is no child of this one`);
    this.#children.splice(index, 1);
    if (child instanceof Service) child[adopt](undefined);
    const running = this.#started.indexOf(child);
    if (running < 0) return;
    this.#started.splice(running, 1);
    await child.stopService();
  }

  /**
   * The child of that name.
   *
   * @throws {ServiceError} when there is none
   */
  getServiceNamed(name: string): Startable {
    const found = this.#children.find((each) => each.name === name);
    if (found !== undefined) return found;
    const names = this.#children.flatMap((each) => each.name ?? []).map((each) => JSON.stringify(each));
    throw new ServiceError(
      `MultiService.getServiceNamed(${JSON.stringify(name)}): no service has this name; ${names.length === 0 ? "none has a name" : `there are ${names.join(", ")}`}`,
    );
  }

  /**
   * Starts all children, one after the other. Where one fails, those that run are stopped, in reverse, and this rejects with
   * its error. Does nothing where it runs; awaits a stop that is under way first.
   *
   * @throws {ServiceStoppedError} (as a rejection) when it is stopped before all of them run
   */
  override async startService(): Promise<void> {
    await this.#stopping?.catch(() => undefined);
    this.#starting ??= this.#startAll().finally(() => (this.#starting = undefined));
    await this.#starting;
  }

  /**
   * Stops all children that run, one after the other, in reverse. One that fails does not keep the next from being stopped.
   *
   * @returns a promise that resolves once all have stopped; it rejects with the error of the one that failed, or with an
   *   AggregateError of several
   */
  override async stopService(): Promise<void> {
    this.#stopping ??= this.#stopAll().finally(() => (this.#stopping = undefined));
    await this.#stopping;
  }

  async #startAll(): Promise<void> {
    if (this.running) return;
    await super.startService();
    for (const child of [...this.#children]) {
      try {
        await this.#startOne(child);
      } catch (error) {
        // Its error is what there is to tell: what goes wrong on the way back comes of it.
        await this.#stopStarted();
        await super.stopService();
        throw error;
      }
    }
  }

  async #startOne(child: Startable): Promise<void> {
    // Added and removed again meanwhile.
    if (!this.#children.includes(child)) return;
    if (this.running) {
      await child.startService();
      if (this.running && this.#children.includes(child)) return void this.#started.push(child);
      await child.stopService();
    }
    if (!this.running) throw new ServiceStoppedError(`MultiService: it was stopped before ${shown(child)} had started`);
  }

  async #stopAll(): Promise<void> {
    await super.stopService();
    // The child that is just being started is stopped there.
    await this.#starting?.catch(() => undefined);
    const errors = await this.#stopStarted();
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1)
      throw new AggregateError(errors, "MultiService.stopService: several services failed to stop");
  }

  /** In reverse, each awaited. Returns what they failed with. */
  async #stopStarted(): Promise<unknown[]> {
    const errors: unknown[] = [];
    for (let last = this.#started.pop(); last !== undefined; last = this.#started.pop()) {
      try {
        await last.stopService();
      } catch (error) {
        errors.push(error);
      }
    }
    return errors;
  }
}
