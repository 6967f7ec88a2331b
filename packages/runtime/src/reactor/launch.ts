/** Starts the embedded reactor: elected among all threads by the phase word. */
import { type ResourceLimits, MessageChannel, isMainThread } from "node:worker_threads";
import { Connection } from "../call.ts";
import { ArgumentError, ReactorStartError } from "../errors.ts";
import { Lane } from "../lane.ts";
import { newReactorBlock, newThreadBlock } from "../memory/blocks.ts";
import { beginWatch } from "../memory/care.ts";
import { beginGeneration, movePhase } from "../memory/phase.ts";
import { defaults, writeSettings } from "../memory/settings.ts";
import { referenceUrl } from "../plan.ts";
import type { Tree } from "../tree.ts";
import { LEAST_MESSAGE_BYTES, MAX_MESSAGE_BYTES, MOST_MESSAGE_BYTES, Phase } from "../wire.ts";
import { release } from "./claim.ts";
import { OWNER, type ReactorEntry, type ServedNote } from "./entry.ts";
import { own } from "./owner.ts";
import { type ReactorThread, startReactor, startSupervisor } from "./threads.ts";
import { PhaseWatch } from "./watch.ts";

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
  /** Milliseconds that setup() waits for the reactor. Default: 10,000. */
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
}

/**
 * Starts the next generation, or returns undefined if another thread was first. The reactor starts while this thread goes on,
 * which calls `supervise()` before it returns to user code.
 *
 * @throws ReactorStartError where Node refuses to start a thread with these options
 */
export function launch(here: Tree, word: number, label: string, options: SetupOptions): Connection | undefined {
  const settings = {
    maxMessageBytes: checkMaxMessage(options.maxMessageBytes),
    spin: options.spin ?? defaults.spin,
    interrupts: options.interrupts ?? defaults.interrupts,
  };
  const modules = (options.modules ?? []).map((each) => referenceUrl(each, "setup: modules"));
  const generation = beginGeneration(here.block, word, Phase.Starting);
  if (generation === 0) return undefined;
  writeSettings(here.block, settings);
  // The main thread's end is the end of the process, and needs no telling.
  const beats = !isMainThread;
  beginWatch(here.block, generation, beats);
  const block = newThreadBlock();
  const reactor = newReactorBlock();
  const lane = new MessageChannel();
  const line = new MessageChannel();
  // Ahead of the line's end, which is otherwise taken off it, and told to nobody, before the supervisor listens.
  line.port1.postMessage([OWNER, block.memory] satisfies ServedNote);
  const entry: ReactorEntry = {
    name: here.name,
    generation,
    reactor: reactor.memory,
    owner: block.memory,
    lane: lane.port2,
    line: line.port1,
    modules,
  };
  let thread: ReactorThread;
  try {
    thread = startReactor(here, entry, options);
  } catch (error) {
    lane.port1.close();
    line.port2.close();
    movePhase(here.block, generation, [Phase.Starting], Phase.None);
    release(here);
    const { code, message } = error as NodeJS.ErrnoException; // Node throws errors only
    const advice = code === "ERR_ACCESS_DENIED" ? ". Node's permission model is on: run with --allow-worker" : "";
    throw new ReactorStartError(`${label}: the reactor's thread could not be started: ${message}${advice}`, {
      cause: error,
    });
  }
  own({
    tree: here,
    generation,
    terminate: () => thread.terminate(),
    giveUp: (because) => thread.giveUp(because),
    startSupervisor: () => startSupervisor({ name: here.name, generation, line: line.port2, beats }, thread),
  });
  return new Connection(generation, block, new Lane(lane.port1), new PhaseWatch(here, generation), {
    reactor: here.name,
    welcome: { reactor: reactor.memory, number: OWNER },
    ...settings,
  });
}

function checkMaxMessage(bytes = MAX_MESSAGE_BYTES): number {
  if (Number.isInteger(bytes) && bytes >= LEAST_MESSAGE_BYTES && bytes <= MOST_MESSAGE_BYTES) return bytes;
  throw new ArgumentError(
    `setup: maxMessageBytes is a whole number from ${LEAST_MESSAGE_BYTES} to ${MOST_MESSAGE_BYTES}; got ${String(bytes)}.`,
  );
}
