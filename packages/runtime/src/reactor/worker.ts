/** Worker entry: the reactor of the embedded topology. */
import { workerData } from "node:worker_threads";
import { Lane } from "../lane.ts";
import { logError } from "../log.ts";
import { reactorBlock, threadBlock } from "../memory/blocks.ts";
import { movePhase } from "../memory/phase.ts";
import { tree } from "../tree.ts";
import { Phase } from "../wire.ts";
import { writeConsoleAtOnce } from "./console.ts";
import { ECHO, OWNER, type ReactorEntry, type ServedNote } from "./entry.ts";
import { leaveLastWords } from "./last-words.ts";
import { loadModule } from "./modules.ts";
import { Reactor } from "./reactor.ts";
import { startServices } from "./services.ts";
import { stopsBy } from "./setup.ts";
import type { StopRequest } from "./stop-request.ts";

const entry = workerData as ReactorEntry; // given by launch.ts
const { generation, line } = entry;
const here = tree(entry.name);
const { block } = here;

leaveLastWords(here, generation, threadBlock(entry.owner));
writeConsoleAtOnce();

const reactor = new Reactor(here, generation, reactorBlock(entry.reactor), {
  stop,
  stopping: () => void movePhase(block, generation, [Phase.Running], Phase.Stopping),
  // The supervisor wakes them where this thread ends without a chance to.
  admitted: (number, memory) => note([number, memory]),
  closed: (number) => note([number]),
});
stopsBy(entry.name, stop);
// An idle reactor has nothing that keeps its loop alive; its door does. The process does not wait for it: its worker is unref'd.
reactor.keepAlive(true);

if (entry.echoes) {
  line.on("message", () => line.postMessage(ECHO));
  // Listening keeps no thread that would end otherwise.
  line.unref();
}
if (entry.logsRejections)
  process.on("unhandledRejection", (reason) => logError("a promise was rejected, and nobody handled that", reason));

function note(note_: ServedNote): void {
  line.postMessage(note_);
}

function stop(request: StopRequest): void {
  void reactor.stop(request).then(() => process.exit(0));
}

async function open(): Promise<void> {
  for (const module of entry.modules) await loadModule(module);
  await startServices(entry.services);
  // Before the phase: a thread that sees "running" knocks at once.
  reactor.admit(OWNER, entry.owner, new Lane(entry.lane), "", entry.thread);
  movePhase(block, generation, [Phase.Starting], Phase.Running);
}

// Thrown out of any promise: a program may have said that rejections are only warned of.
open().catch((error: unknown) =>
  process.nextTick(() => {
    throw error;
  }),
);
