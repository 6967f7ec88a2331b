/** This thread's connection to its reactor: found, announced, or started with the reactor itself. */
import { BroadcastChannel, isMainThread } from "node:worker_threads";
import { Connection } from "../call.ts";
import type { Deadline } from "../deadline.ts";
import { TimeoutError } from "../errors.ts";
import { Lane } from "../lane.ts";
import { newThreadBlock } from "../memory/blocks.ts";
import { generationOf, movePhase, phaseOf, readPhase, waitPhase } from "../memory/phase.ts";
import { perThread } from "../per-thread.ts";
import { type Tree, doorName, tree } from "../tree.ts";
import { type Knock, PROTOCOL, Phase } from "../wire.ts";
import { type SetupOptions, launch } from "./launch.ts";
import { PhaseWatch, endOf } from "./watch.ts";

/** Milliseconds between two looks at a phase that another thread is expected to change. */
const SLICE = 50;

const slot = perThread("connection", () => ({
  connection: undefined as Connection | undefined,
  owned: 0,
  hooked: false,
}));

/**
 * The connection to the reactor that serves now; starts one if there is none, and with `restart` also after a stop or a
 * death. Blocks only while another thread starts one, or while one is stopping that is to be started again.
 */
export function connect(label: string, deadline: Deadline, options: SetupOptions = {}, restart = false): Connection {
  const here = tree();
  for (;;) {
    const word = readPhase(here.block);
    const phase = phaseOf(word);
    const generation = generationOf(word);
    const current = slot.connection?.generation === generation ? slot.connection : undefined;
    if (phase === Phase.Running || phase === Phase.Hosted) return current ?? use(knock(here, generation));
    if (phase === Phase.Starting) {
      // The owner need not wait: what it sends is served once the reactor is there.
      if (current !== undefined) return current;
      awaitPhase(here, word, label, deadline);
      continue;
    }
    if (phase !== Phase.None && !restart) throw endOf(here, generation, label, false);
    if (phase === Phase.Stopping) {
      if (deadline.passed()) throw endOf(here, generation, label, false);
      waitPhase(here.block, word, Math.min(SLICE, deadline.remaining()));
      continue;
    }
    const started = launch(here, word, label, options);
    // Another thread may have been first.
    if (started === undefined) continue;
    slot.owned = started.generation;
    return use(started);
  }
}

function awaitPhase(here: Tree, word: number, label: string, deadline: Deadline): void {
  const watch = new PhaseWatch(here, generationOf(word));
  while (readPhase(here.block) === word) {
    if (deadline.passed()) {
      throw new TimeoutError(label, deadline.milliseconds, false, "The reactor was still starting; nothing was sent.");
    }
    waitPhase(here.block, word, Math.min(SLICE, deadline.remaining()));
    // The watch notices an owner that ended while it started.
    if (readPhase(here.block) === word) watch.check(true, label, false);
  }
}

/** Announces this thread at the reactor's door. What it sends from now on is served once the reactor has opened. */
function knock(here: Tree, generation: number): Connection {
  const block = newThreadBlock();
  const name = `${doorName(here, generation)}:${crypto.randomUUID()}`;
  const lane = new Lane(new BroadcastChannel(name));
  const door = new BroadcastChannel(doorName(here, generation));
  const message: Knock = { protocol: PROTOCOL, block: block.memory, lane: name };
  door.postMessage(message);
  door.close();
  return new Connection(generation, block, lane, new PhaseWatch(here, generation));
}

function use(connection: Connection): Connection {
  // Of a former generation: it keeps the answers that have arrived.
  slot.connection?.close();
  slot.connection = connection;
  if (!slot.hooked) {
    slot.hooked = true;
    // Not at import: a thread that never calls has nothing to say at its end.
    if (!isMainThread) process.once("exit", leave);
  }
  return connection;
}

/** The end of a worker: its calls are cancelled, and a reactor that it owns ends with it, so that the next call starts another. */
function leave(): void {
  const { block } = tree();
  slot.connection?.close();
  movePhase(block, slot.owned, [Phase.Starting, Phase.Running], Phase.None);
  // What was stopped stays stopped.
  movePhase(block, slot.owned, [Phase.Stopping], Phase.Stopped);
}
