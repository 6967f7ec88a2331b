/** Starts the embedded reactor: elected among all threads by the phase word. */
import { MessageChannel, isMainThread, threadId } from "node:worker_threads";
import { Connection } from "../call.ts";
import { ReactorStartError } from "../errors.ts";
import { Lane } from "../lane.ts";
import { newReactorBlock, newThreadBlock } from "../memory/blocks.ts";
import { beginWatch } from "../memory/care.ts";
import { beginGeneration, movePhase } from "../memory/phase.ts";
import { writeSettings, writeStart } from "../memory/settings.ts";
import type { Tree } from "../tree.ts";
import { Phase } from "../wire.ts";
import { release } from "./claim.ts";
import { OWNER, type ReactorEntry, type ServedNote } from "./entry.ts";
import { type SetupOptions, checked, lastOptions, settingsOf, stallLimitOf, startText } from "./options.ts";
import { own } from "./owner.ts";
import { type ReactorThread, startReactor, startSupervisor } from "./threads.ts";
import { PhaseWatch } from "./watch.ts";

/**
 * Starts the next generation, or returns undefined if another thread was first. The reactor starts while this thread goes on,
 * which calls `supervise()` before it returns to user code.
 *
 * @param options of setup(); undefined: those of the last start
 * @throws ReactorStartError where Node refuses to start a thread with these options
 */
export function launch(here: Tree, word: number, label: string, options?: SetupOptions): Connection | undefined {
  const start = options === undefined ? lastOptions(here.block) : checked(options);
  const text = startText(here.block, options === undefined ? undefined : start);
  const stallLimit = stallLimitOf(start);
  const settings = settingsOf(start);
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
    thread: threadId,
    line: line.port1,
    modules: start.modules,
    services: start.services,
    echoes: stallLimit > 0,
    logsRejections: start.unhandledRejections === "log",
  };
  let thread: ReactorThread;
  try {
    thread = startReactor(here, entry, start);
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
  // Not before: options that Node refuses are nobody's.
  writeStart(here.block, text);
  own({
    tree: here,
    generation,
    terminate: () => thread.terminate(),
    giveUp: (because) => thread.giveUp(because),
    startSupervisor: () =>
      startSupervisor({ name: here.name, generation, line: line.port2, beats, stallLimit }, thread),
  });
  return new Connection(generation, block, new Lane(lane.port1), new PhaseWatch(here, generation), {
    reactor: here.name,
    welcome: { reactor: reactor.memory, number: OWNER },
    ...settings,
  });
}
