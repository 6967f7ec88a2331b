/**
 * Worker entry: owns the reactor's thread and hears of its end within milliseconds, also while every other thread is blocked.
 * It does nothing else, so it is never busy, and its beat tells that the thread that owns it is there.
 */
import { Worker, workerData } from "node:worker_threads";
import { textOf } from "../errors.ts";
import { beat, isAskedToKill, movePhase, phaseOf, readPhase, writeObituary } from "../memory/phase.ts";
import { tree } from "../tree.ts";
import { type DeathReason, type Obituary, Phase } from "../wire.ts";
import { release } from "./claim.ts";
import { type ReactorEntry, workerExecArgv } from "./entry.ts";
import { answerFor } from "./rendezvous.ts";

/** Milliseconds. */
const BEAT = 100;

const entry = workerData as ReactorEntry; // given by launch.ts
const here = tree();
const { block } = here;
const { generation, options, lane } = entry;

let error: Obituary["error"] = null;
let reason: DeathReason = "exit";

function onError(thrown: unknown): void {
  reason = (thrown as { code?: unknown } | null)?.code === "ERR_WORKER_OUT_OF_MEMORY" ? "out-of-memory" : "uncaught"; // any value may be thrown
  const { name, message, stack } =
    thrown instanceof Error ? thrown : { name: "Error", message: textOf(thrown), stack: "" };
  error = { name, message, stack: stack ?? "" };
}

function onExit(exitCode: number): void {
  const starting = phaseOf(readPhase(block)) === Phase.Starting;
  // Before the phase: the next generation of this tree makes a claim of its own, which must not be taken for ours.
  release(here.key);
  stopAnswering();
  writeObituary(block, generation, { reason, exitCode, error, starting });
  // Stopping first: a reactor that ends because it was asked to has not died.
  if (!movePhase(block, generation, [Phase.Stopping], Phase.Stopped)) {
    movePhase(block, generation, [Phase.Starting, Phase.Running], Phase.Dead);
  }
  clearInterval(timer);
}

function start(): Worker | undefined {
  try {
    const worker = new Worker(new URL("./worker.js", import.meta.url), {
      name: options.threadName,
      workerData: entry,
      transferList: [lane],
      execArgv: workerExecArgv(),
      resourceLimits: options.resourceLimits,
    });
    worker.on("error", onError);
    worker.on("exit", onExit);
    return worker;
  } catch (refused) {
    // Node refuses some options at once, and the thread that gave them is blocked: it learns it from the obituary.
    onError(refused);
    onExit(1);
    return undefined;
  }
}

const timer = setInterval(() => {
  beat(block);
  if (!isAskedToKill(block, generation)) return;
  reason = "terminated";
  void worker?.terminate();
}, BEAT);
const stopAnswering = answerFor(here);
const worker = start();
