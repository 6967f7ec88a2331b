/** Both halves of the hand-off in one thread. Whoever would sleep serves instead, and moves the clock on. */
import { MessageChannel } from "node:worker_threads";
import { Connection } from "../call.ts";
import { ReactorStoppedError, TestReactorError, TimeoutRangeError } from "../errors.ts";
import { Lane } from "../lane.ts";
import { countTurn, stayAwake } from "../memory/bell.ts";
import { newReactorBlock, newThreadBlock } from "../memory/blocks.ts";
import { RingReader } from "../memory/ring.ts";
import { Dispatch } from "../reactor/dispatch.ts";
import { runHooks } from "../reactor/hooks.ts";
import { moduleAtOnce } from "../reactor/modules.ts";
import { startServices, stopServices } from "../reactor/services.ts";
import type { ServiceName } from "../reactor/options.ts";
import { ownReactor, setInReactor } from "../role.ts";
import { Served } from "../serve.ts";
import { titleOf, tree } from "../tree.ts";
import { runJobs } from "./jobs.ts";
import { TestClock } from "./test-clock.ts";

/** Requests that are served before promise jobs run. */
const MANY = 256;
/** Milliseconds of the test's own time for what is put away at its end. */
const END_WITHIN = 2000;

let generations = 0;

/** A module of the reactor layer must be there before a call needs it: nothing can be imported while the one thread waits. */
class LoadedDispatch extends Dispatch {
  override register(...args: Parameters<Dispatch["register"]>): void {
    const { url } = args[2];
    if (moduleAtOnce(url) === undefined)
      throw new TestReactorError(
        `${url} cannot be loaded on the spot. Name it, so that it is there: withTestReactor(body, { modules: [url] }).`,
      );
    super.register(...args);
  }
}

export class InThreadReactor {
  readonly clock = new TestClock();
  readonly connection: Connection;
  readonly #name: string;
  readonly #served: Served;
  readonly #block = newThreadBlock();
  readonly #reactor = newReactorBlock();
  #ended = false;

  constructor(name: string) {
    this.#name = name;
    const { port1, port2 } = new MessageChannel();
    // It is awake for good: nobody need ring.
    stayAwake(this.#reactor);
    // Below those of real reactors: a facade that outlives its test is stale in the next one.
    const generation = (generations -= 1);
    const watch = { check: (_slept: boolean, label: string) => this.#check(label) };
    this.connection = new Connection(generation, this.#block, new Lane(port1), watch, {
      reactor: name,
      welcome: { reactor: this.#reactor.memory, number: 0 },
      sleeper: { wait: (_want: number, ms: number) => this.#wait(ms) },
    });
    const ignore = (): void => {};
    const behind = { replying: ignore, resume: ignore, closed: ignore, stop: ignore };
    this.#served = new Served(this.#block, new Lane(port2), new LoadedDispatch(tree(name).block, behind));
  }

  /** The connection for calls of the reactor of this name. */
  connectionTo(name: string): Connection {
    if (name === this.#name) return this.connection;
    throw new TestReactorError(
      `The test reactor is ${titleOf(this.#name)}, and this call is for ${titleOf(name)}: withTestReactor(body, { name }).`,
    );
  }

  /** Moves the clock on by `ms`, and does all that falls due. */
  advance(ms: number): void {
    if (ownReactor() !== undefined)
      throw new TestReactorError("advance() is for the body of the test, not for the reactor layer.");
    if (!(typeof ms === "number" && ms >= 0 && ms < Infinity))
      throw new TimeoutRangeError(`advance: a finite number of milliseconds, 0 or more; got ${String(ms)}.`);
    const end = this.clock.now() + ms;
    this.#turn();
    while (this.#step(end)) this.#turn();
  }

  start(services: readonly ServiceName[]): void {
    if (services.length > 0) this.#settle("starting the services", () => startServices(services), Infinity);
  }

  /** Cancels what runs, and puts away what there is. */
  end(): void {
    const reason = new ReactorStoppedError("The test reactor has ended.");
    try {
      for (const call of this.#served.running.values()) call.cancel(reason);
      this.#turn();
      this.#settle("ending", () => stopServices(END_WITHIN).then(runHooks), this.clock.now() + END_WITHIN);
    } finally {
      this.#ended = true;
      this.#served.close(reason);
      this.connection.close();
    }
  }

  /** In place of sleep: until a reply may have come, or for `ms` milliseconds of the clock. */
  #wait(ms: number): "woken" {
    if (this.#turn()) return "woken";
    const moved = this.#step(this.clock.now() + ms);
    if (moved) this.#turn();
    else if (ms === Infinity) throw this.#stuck("The call");
    return "woken";
  }

  /** Asked before each sleep, and wherever a request finds no room. */
  #check(label: string): void {
    if (this.#ended) throw new ReactorStoppedError(`${label}: the test reactor has ended.`);
    this.#turn();
  }

  /** Serves, and runs promise jobs. True if a reply is there. */
  #turn(): boolean {
    this.#asReactor(() => {
      do {
        this.#served.serve(MANY);
        runJobs();
      } while (this.#served.calls());
      // What found no room before.
      this.#served.serve(0);
    });
    countTurn(this.#reactor);
    return !new RingReader(this.#block.replies).isEmpty();
  }

  #step(end: number): boolean {
    return this.#asReactor(() => this.clock.step(end));
  }

  /** Runs work of the reactor's own to its end. */
  #settle(what: string, run: () => Promise<unknown>, end: number): void {
    const settled: { how?: { readonly error?: unknown } } = {};
    this.#asReactor(() => {
      run().then(
        () => (settled.how = {}),
        (error: unknown) => (settled.how = { error }),
      );
    });
    do this.#turn();
    while (settled.how === undefined && this.#step(end));
    if (settled.how === undefined) throw this.#stuck(what);
    if ("error" in settled.how) throw settled.how.error;
  }

  #stuck(what: string): TestReactorError {
    return new TestReactorError(
      `${what} waits for something that neither promise jobs nor timers bring: input and output, most likely. ` +
        "Give the class a stand-in for what it talks to, or let the test use a real reactor.",
    );
  }

  #asReactor<T>(run: () => T): T {
    setInReactor(this.#name);
    try {
      return run();
    } finally {
      setInReactor(undefined);
    }
  }
}
