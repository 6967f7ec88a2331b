/** Worker entry: the reactor of the embedded topology. */
import { workerData } from "node:worker_threads";
import { encodeThrew } from "../codec/messages.ts";
import { Writer } from "../codec/writer.ts";
import { Lane } from "../lane.ts";
import { reactorBlock } from "../memory/blocks.ts";
import { movePhase, writeCause } from "../memory/phase.ts";
import { tree } from "../tree.ts";
import { Phase } from "../wire.ts";
import { writeConsoleAtOnce } from "./console.ts";
import { OWNER, type ReactorEntry } from "./entry.ts";
import { loadModule } from "./modules.ts";
import { Reactor } from "./reactor.ts";
import { onStop } from "./setup.ts";

const entry = workerData as ReactorEntry; // given by the supervisor
const { generation, options } = entry;
const { block } = tree();

// Written down here: across a thread's end Node keeps neither class nor fields of an error.
process.on("uncaughtExceptionMonitor", (error: unknown) => {
  const writer = new Writer();
  encodeThrew(writer, error);
  writeCause(block, generation, writer.take());
});

writeConsoleAtOnce();

const reactor = new Reactor(tree(), generation, reactorBlock(entry.reactor), stop);
onStop(stop);
// An idle reactor has nothing that keeps its loop alive; its door does. The process does not wait for it: its worker is unref'd.
reactor.keepAlive(true);

function stop(within: number): void {
  movePhase(block, generation, [Phase.Running], Phase.Stopping);
  void reactor.stop(within).then(() => process.exit(0));
}

async function open(): Promise<void> {
  for (const module of options.modules) await loadModule(module);
  // Before the phase: a thread that sees "running" knocks at once.
  reactor.admit(OWNER, entry.owner, new Lane(entry.lane));
  movePhase(block, generation, [Phase.Starting], Phase.Running);
}

// Thrown out of any promise: a program may have said that rejections are only warned of.
open().catch((error: unknown) =>
  process.nextTick(() => {
    throw error;
  }),
);
