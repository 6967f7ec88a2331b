/** "@picot/runtime/testing": facades in one thread, with time that a test moves on, and no worker. */
// The real one, also where a test has put another in the place of the global.
import { setImmediate } from "node:timers";
import { goBy } from "../deadline.ts";
import { ArgumentError, TestReactorError } from "../errors.ts";
import { referenceUrl } from "../module-url.ts";
import { modulesOf } from "../plan.ts";
import { connectBy, isTested } from "../reactor/connect.ts";
import { loadModule } from "../reactor/modules.ts";
import { type ServiceReference, serviceName } from "../reactor/options.ts";
import { provideNone } from "../reactor/provided.ts";
import { ownReactor, setTested } from "../role.ts";
import { InThreadReactor } from "./test-reactor.ts";
import { replaceTimers } from "./test-timers.ts";

/** What the body of a test is given. */
export interface TestReactor {
  /** The test's time, as @picot/services' `Clock`: what `currentClock()` is meanwhile, and the timeouts of calls go by. */
  readonly clock: {
    /** Milliseconds since the beginning of the test. */
    now(): number;
    /** Calls `fn` once the clock was moved on by `ms`. Returns what takes that back. */
    callLater(ms: number, fn: () => void): () => void;
    /** How many calls are waiting to be made: 0 when nothing was left behind. */
    readonly pending: number;
  };
  /** Moves the clock on by `ms` milliseconds, and makes the calls that fall due, each with all that follows of it. */
  advance(ms: number): void;
}

/** Options of `withTestReactor()`. */
export interface TestReactorOptions {
  /** Which reactor: that of the classes tagged `@reactor <name>`. Default: the one with no name. */
  readonly name?: string;
  /** Modules of the reactor layer to load first. Those of the facades that the test has imported are, and most others when a call needs them. */
  readonly modules?: readonly (string | URL)[];
  /** Services to start first, as for `setup()`. */
  readonly services?: readonly ServiceReference[];
}

/** Here @picot/services looks for the time of its thread. */
const CLOCK: unique symbol = Symbol.for("picot.clock");

/**
 * Runs `body` with a reactor in this very thread: facades block, and the reactor layer runs, in one thread and without a real
 * wait. While a call waits, promise jobs run, and when they are done the clock jumps to what is due next, up to the call's own
 * timeout. Node's timers go by that clock, those of `node:timers/promises` too; `Date` and `performance` do not. What a socket or
 * a file brings does not come while the one thread waits: such a call ends with its TimeoutError, or with a TestReactorError
 * where it has no timeout.
 *
 * The body is synchronous. At its end running calls are cancelled, services stopped, hooks of `onStop()` run, and provided
 * instances taken back. Any thread that is no reactor; not within another test reactor.
 *
 * The idea is Trio's `MockClock` with its automatic jump, and Twisted's `task.Clock`.
 *
 * @returns a promise of what the body returns; it rejects with what that throws
 * @throws TestReactorError, as a rejection or from a call, for what cannot be done in one thread
 * @example
 * test("the page shows the rate of the last half-minute", () =>
 *   withTestReactor(({ advance }) => {
 *     const rates = new ExchangeRate("EURUSD");
 *     rates.start();
 *     advance(30_000);
 *     expect(ratePage(rates)).toContain("1.08");
 *   }));
 */
export async function withTestReactor<T>(
  body: (reactor: TestReactor) => T,
  options: TestReactorOptions = {},
): Promise<T> {
  const { name = "" } = options;
  const services = (options.services ?? []).map(serviceName);
  const modules = (options.modules ?? []).map((each) => referenceUrl(each, "withTestReactor: modules"));
  const urls = [...modulesOf(name), ...modules, ...services.map(([url]) => url)];
  for (const url of new Set(urls)) await loadModule(url);
  return new Promise((resolve, reject) => {
    // A promise job runs no other: the body runs in a callback of the event loop.
    setImmediate(() => {
      try {
        resolve(run(body, name, services));
      } catch (error) {
        reject(error as Error); // whatever the body throws
      }
    });
  });
}

function run<T>(body: (reactor: TestReactor) => T, name: string, services: Parameters<InThreadReactor["start"]>[0]): T {
  if (isTested() || ownReactor() !== undefined)
    throw new TestReactorError("withTestReactor: this thread has a reactor already.");
  const reactor = new InThreadReactor(name);
  const { clock } = reactor;
  const place = globalThis as { [CLOCK]?: TestReactor["clock"] };
  goBy(() => clock.now());
  const restoreTimers = replaceTimers(clock);
  setTested(true);
  connectBy(reactor);
  place[CLOCK] = clock;
  try {
    const result = inside(reactor, () => {
      reactor.start(services);
      return body({ clock, advance: (ms) => reactor.advance(ms) });
    });
    if (!(result instanceof Promise)) return result;
    result.catch(() => undefined);
    throw new ArgumentError("withTestReactor: the body is synchronous, and this one returned a promise.");
  } finally {
    provideNone();
    delete place[CLOCK];
    connectBy(undefined);
    setTested(false);
    restoreTimers();
    goBy(undefined);
  }
}

/** An error of the body is told before one of the reactor's end, which may come of it. */
function inside<T>(reactor: InThreadReactor, body: () => T): T {
  let result: T;
  try {
    result = body();
  } catch (error) {
    try {
      reactor.end();
    } catch {
      // As said above.
    }
    throw error;
  }
  reactor.end();
  return result;
}
