/** Options of a start: checked, and kept for whichever thread starts the next reactor. */
import type { ResourceLimits } from "node:worker_threads";
import { ArgumentError } from "../errors.ts";
import type { ProcessBlock } from "../memory/blocks.ts";
import { type Settings, defaults, readStart } from "../memory/settings.ts";
import { referenceUrl } from "../module-url.ts";
import { type FacadeClass, planOfClass } from "../plan.ts";
import { LEAST_MESSAGE_BYTES, MAX_MESSAGE_BYTES, MOST_MESSAGE_BYTES, OPTIONS_BYTES } from "../wire.ts";

/**
 * Names a service, since objects do not cross threads: by (module URL, export name) an object with `startService()` and
 * `stopService()`, or a class of such objects; or by the facade of a marked class. Of a class the reactor makes one object,
 * with no arguments.
 */
export type ServiceReference = readonly [module: string | URL, name: string] | FacadeClass;

/** As it travels. */
export type ServiceName = readonly [url: string, name: string];

/** Options of `setup()`. */
export interface SetupOptions {
  /**
   * Which reactor: that of the classes and functions tagged `@reactor <name>`. 1 to 60 letters, digits, - and _. A process has
   * 31 of them at the most, each a thread of its own. Default: the one with no name.
   */
  readonly name?: string;
  /** Name of the reactor's thread, as debuggers and profilers show it. Default: `picot-reactor-<process>-<generation>`. */
  readonly threadName?: string;
  /** Modules of the reactor layer to load before setup() returns, as file URLs. Default: none; each is loaded at its first call. */
  readonly modules?: readonly (string | URL)[];
  /**
   * Services that the reactor starts before setup() returns, each once the one before it runs; where one fails, those that run
   * are stopped, and setup() throws. stop() stops them in reverse, within its time, and says on standard error which did not
   * end. Each is provided, under its own `name` or else the export's, as `provide()` does. Not those of a reactor that runs
   * already. Default: none.
   */
  readonly services?: readonly ServiceReference[];
  /** Milliseconds that setup() waits for the reactor, modules and services included; one that is not ready then is ended. Default: 10,000. */
  readonly startTimeout?: number;
  /**
   * Bytes that one message may take, all arguments of a call or its result: 65,536 to 2,147,483,647. What is larger is
   * refused with MessageTooBigError. Default: 536,870,912 (512 MB), since all texts of a message together are one string,
   * and V8 has no longer one.
   */
  readonly maxMessageBytes?: number;
  /**
   * Whether a thread that waits looks about for up to 50 us before it sleeps, and the reactor likewise. They do so only as
   * long as it has lately paid, which it does where both run on cores of their own: then a call takes a tenth of the time.
   * Default: true. False: for a process whose cores others need more.
   */
  readonly spin?: boolean;
  /**
   * Whether Ctrl-C (SIGINT) ends a call for which the main thread waits: its work is asked to stop and may clean up for 2
   * seconds, then the program's own SIGINT listeners run, and the call throws InterruptedError. It is heard from the 20th
   * millisecond of a wait on, and in the next wait at once if one was that long. Before that, where nobody listens, it ends
   * the process, as always; where somebody does, it waits for the event loop to turn, or is lost to a long wait that comes
   * first. For many short calls in a row there is the topology of `noSetup()`, whose main thread never waits. Default: true.
   * False: as Node does it, which ends the process, or tells the listeners once the event loop turns.
   */
  readonly interrupts?: boolean;
  /** Memory limits of the reactor's thread, as for a Worker. Default: Node's own. */
  readonly resourceLimits?: ResourceLimits;
  /**
   * Whether a call that finds the reactor dead starts another one, with the same options: at most `max` times within
   * `within` milliseconds; over that it stays dead. Calls that were running still fail with ReactorDiedError, and are not made
   * again, since they may have run; facades of the old reactor's objects throw StaleHandleError. What `provide()` shared is
   * shared again only if a module does it as it is loaded. Default: false, since state that was lost unheard is worse than a
   * call that fails: then all calls throw ReactorDiedError until setup() is called.
   */
  readonly restart?: { readonly max: number; readonly within: number } | false;
  /**
   * What becomes of a reactor whose event loop does not turn for `stallLimit`, since code in it computes, blocks or never
   * ends: "wait" for it, and calls end at their timeouts, with `TimeoutError.stalled`; or "terminate" it, and all its callers
   * get ReactorDiedError with the reason "stalled". A suspended process does not count; a breakpoint does. The thread that
   * started the reactor must wait in a call or turn its loop; a thread in a blocking system call cannot be ended. Default:
   * "wait", since what computes for long may be what the program is for.
   */
  readonly onStall?: "wait" | "terminate";
  /** Milliseconds, 100 or more, for `onStall: "terminate"`. Default: 5,000. */
  readonly stallLimit?: number;
  /**
   * What becomes of a rejected promise in the reactor that nobody handles, neither a call nor its own code: "end" the
   * reactor, as Node does it, or "log" it on standard error and go on. Default: "end", since nobody knows what is broken then.
   */
  readonly unhandledRejections?: "end" | "log";
}

/** Milliseconds. */
const STALL_LIMIT = 5000;
const LEAST_STALL_LIMIT = 100;

/** Options as a start uses them, and as JSON keeps them. */
export interface StartOptions extends SetupOptions {
  readonly modules: readonly string[];
  readonly services: readonly ServiceName[];
}

const NONE: StartOptions = { modules: [], services: [] };

/** What of the past decides whether a dead reactor is started again. */
interface Kept {
  readonly options: StartOptions;
  /** When reactors were restarted, in milliseconds of the clock. */
  readonly restarts: readonly number[];
}

export function checked(options: SetupOptions): StartOptions {
  const { maxMessageBytes = MAX_MESSAGE_BYTES, stallLimit = STALL_LIMIT, restart } = options;
  const within = LEAST_MESSAGE_BYTES <= maxMessageBytes && maxMessageBytes <= MOST_MESSAGE_BYTES;
  if (!Number.isInteger(maxMessageBytes) || !within)
    refuse("maxMessageBytes", `a whole number from ${LEAST_MESSAGE_BYTES} to ${MOST_MESSAGE_BYTES}`, maxMessageBytes);
  if (!(stallLimit >= LEAST_STALL_LIMIT && stallLimit < 2 ** 31))
    refuse("stallLimit", `a number of milliseconds, ${LEAST_STALL_LIMIT} or more`, stallLimit);
  oneOf("onStall", options.onStall, ["wait", "terminate"]);
  oneOf("unhandledRejections", options.unhandledRejections, ["end", "log"]);
  if (restart !== undefined && restart !== false) {
    if (!(Number.isInteger(restart.max) && restart.max >= 1))
      refuse("restart.max", "a whole number, 1 or more", restart.max);
    if (!(restart.within > 0)) refuse("restart.within", "a number of milliseconds, more than 0", restart.within);
  }
  const modules = (options.modules ?? []).map((each) => referenceUrl(each, "setup: modules"));
  return { ...options, modules, services: (options.services ?? []).map(serviceName) };
}

/** Checks a reference to a service, and returns it as it travels. */
export function serviceName(service: ServiceReference): ServiceName {
  if (typeof service === "function") {
    const { url, exported } = planOfClass(service)?.registration ?? refuse("services", "a list of references", service);
    return [url, exported];
  }
  const [module, name] = service;
  if (typeof name !== "string" || name === "") refuse("services", "a list of (module URL, export name)", name);
  return [referenceUrl(module, "setup: services"), name];
}

function oneOf(name: string, value: unknown, known: readonly string[]): void {
  if (value !== undefined && !known.includes(value as string))
    refuse(name, known.map((each) => `"${each}"`).join(" or "), value); // compared only
}

function refuse(name: string, what: string, got: unknown): never {
  throw new ArgumentError(`setup: ${name} is ${what}; got ${typeof got === "object" ? "an object" : String(got)}.`);
}

export function settingsOf({ maxMessageBytes, spin, interrupts }: StartOptions): Settings {
  return {
    maxMessageBytes: maxMessageBytes ?? defaults.maxMessageBytes,
    spin: spin ?? defaults.spin,
    interrupts: interrupts ?? defaults.interrupts,
  };
}

/** Milliseconds after which a reactor that stands still is ended; 0: never. */
export function stallLimitOf({ onStall, stallLimit = STALL_LIMIT }: StartOptions): number {
  return onStall === "terminate" ? stallLimit : 0;
}

/** What to keep for the start after this one. `options`: undefined for a start that no setup() asks for. */
export function startText(block: ProcessBlock, options: StartOptions | undefined): string {
  const last = kept(block);
  const next: Kept =
    options === undefined
      ? { options: last?.options ?? NONE, restarts: [...recent(last), Date.now()] }
      : { options, restarts: [] };
  const text = JSON.stringify(next);
  if (Buffer.byteLength(text) > OPTIONS_BYTES - 4)
    throw new ArgumentError("setup: the options are too long, as JSON: name fewer modules.");
  return text;
}

/** Options for a start that no setup() asks for: those of the last one, or none. */
export function lastOptions(block: ProcessBlock): StartOptions {
  return kept(block)?.options ?? NONE;
}

/** Whether a reactor that has died is to be started again. */
export function mayRestart(block: ProcessBlock): boolean {
  const known = kept(block);
  const restart = known?.options.restart;
  return restart !== undefined && restart !== false && recent(known).length < restart.max;
}

function recent(known: Kept | undefined): readonly number[] {
  const restart = known?.options.restart;
  if (known === undefined || restart === undefined || restart === false) return [];
  return known.restarts.filter((each) => Date.now() - each < restart.within);
}

function kept(block: ProcessBlock): Kept | undefined {
  try {
    return JSON.parse(readStart(block)) as Kept; // written by keepOptions only
  } catch {
    // Nothing yet; or just being written, and then the phase has moved as well.
    return undefined;
  }
}
