/**
 * Worker entry: hears the end of the reactor's thread within milliseconds, also while every other thread is blocked, and wakes
 * those that wait for it. It does nothing else, so it is never busy; it does not own the reactor.
 */
import { parentPort, workerData } from "node:worker_threads";
import { type ThreadBlock, threadBlock } from "../memory/blocks.ts";
import { beat, isAskedToKill, sayUp } from "../memory/care.ts";
import { wake, wakeForEnd } from "../memory/sleep.ts";
import { tree } from "../tree.ts";
import { tellEnd } from "./end.ts";
import { OWNER, type ServedNote, type SupervisorEntry } from "./entry.ts";
import { answerFor } from "./rendezvous.ts";

/** Milliseconds. Threads that sleep take the owner for gone after some slices without one (watch.ts). */
const BEAT = 250;

const { name, generation, line, beats } = workerData as SupervisorEntry; // given by launch.ts
const here = tree(name);
const { block } = here;
const threads = new Map<number, ThreadBlock>();

line.on("message", ([number, memory]: ServedNote) => {
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
});
const stopAnswering = answerFor(here, passOnKill);
const timer = beats ? setInterval(() => beat(block), BEAT) : undefined;
sayUp(block, generation);
// Asked before this thread listened.
passOnKill();

/** To the owner: a message for its loop, and a look between two sleeps where it is blocked. */
function passOnKill(): void {
  if (!isAskedToKill(block, generation)) return;
  parentPort?.postMessage("kill");
  const owner = threads.get(OWNER);
  if (owner !== undefined) wake(owner);
}
