/**
 * Worker entry: hears the end of the reactor's thread within milliseconds, also while every other thread is blocked, and wakes
 * those that wait for it. It does nothing else, so it is never busy; it does not own the reactor.
 */
import { parentPort, workerData } from "node:worker_threads";
import { type ThreadBlock, threadBlock } from "../memory/blocks.ts";
import { askToKill, beat, isAskedToKill, sayUp } from "../memory/care.ts";
import { writeObituary } from "../memory/obituary.ts";
import { phaseOf, readPhase } from "../memory/phase.ts";
import { wake, wakeForEnd } from "../memory/sleep.ts";
import { tree } from "../tree.ts";
import { Phase } from "../wire.ts";
import { tellEnd } from "./end.ts";
import { ECHO, OWNER, type ServedNote, type SupervisorEntry } from "./entry.ts";
import { answerFor } from "./rendezvous.ts";

/** Milliseconds. Threads that sleep take the owner for gone after some slices without one (watch.ts). */
const BEAT = 250;
/** Looks within the time for which a reactor may stand still. */
const STALL_LOOKS = 8;

const { name, generation, line, beats, stallLimit } = workerData as SupervisorEntry; // given by launch.ts
const here = tree(name);
const { block } = here;
const threads = new Map<number, ThreadBlock>();

line.on("message", (note: ServedNote | typeof ECHO) => {
  if (note === ECHO) {
    unanswered = 0;
    return;
  }
  const [number, memory] = note;
  if (memory === undefined) threads.delete(number);
  else threads.set(number, threadBlock(memory));
});
// Node closes the other end with the reactor's thread, however that ends, and after all that it has posted.
line.on("close", () => {
  tellEnd(here, generation);
  for (const each of threads.values()) wakeForEnd(each);
  // Nothing is left that keeps this thread.
  stopAnswering();
  clearInterval(timer);
  clearInterval(asking);
});
const stopAnswering = answerFor(here, passOnKill);
const timer = beats ? setInterval(() => beat(block), BEAT) : undefined;
/** Looks in a row at which the reactor had not answered. Counted and not timed: a process that was suspended has looked once. */
let unanswered = 0;
const asking = stallLimit > 0 ? setInterval(askForTurn, stallLimit / STALL_LOOKS) : undefined;
sayUp(block, generation);
// Asked before this thread listened.
passOnKill();

/** Asks whether the reactor's loop turns; where it has not for the whole limit, has it ended. */
function askForTurn(): void {
  // It loads its modules: that has a limit of its own.
  if (phaseOf(readPhase(block)) !== Phase.Running) return;
  if (unanswered === 0) line.postMessage(ECHO);
  unanswered += 1;
  if (unanswered <= STALL_LOOKS || isAskedToKill(block, generation)) return;
  const message = `its event loop did not turn for ${stallLimit} ms (setup({ onStall, stallLimit }))`;
  const error = { name: "Error", message, stack: "" };
  writeObituary(block, generation, { reason: "stalled", exitCode: null, error, starting: false });
  askToKill(block, generation);
  passOnKill();
}

/** To the owner: a message for its loop, and a look between two sleeps where it is blocked. */
function passOnKill(): void {
  if (!isAskedToKill(block, generation)) return;
  parentPort?.postMessage("kill");
  const owner = threads.get(OWNER);
  if (owner !== undefined) wake(owner);
}
