/**
 * What the reactor's thread writes down of its own end, while it still can: why, with which code, and the error itself, since
 * Node keeps neither class nor fields of an error across a thread's end.
 */
import { encodeThrew } from "../codec/messages.ts";
import { Writer } from "../codec/writer.ts";
import { textOf } from "../errors.ts";
import { logError } from "../log.ts";
import { type ThreadBlock } from "../memory/blocks.ts";
import { begin, sayLeft, writeCause, writeObituary } from "../memory/obituary.ts";
import { phaseOf, readPhase, stirPhase } from "../memory/phase.ts";
import { wake } from "../memory/sleep.ts";
import type { Tree } from "../tree.ts";
import { type Obituary, Phase } from "../wire.ts";

/** Not in Node's types. process.exit() ends in it, and so does an error that nobody catches. */
interface ReallyExit {
  reallyExit(code?: number): never;
  readonly _exiting?: boolean;
}

/** In the worker that is the reactor, before anything else. `owner`: woken by them, since it may still have to start the supervisor. */
export function leaveLastWords({ block }: Tree, generation: number, owner: ThreadBlock): void {
  let error: Obituary["error"] = null;
  let uncaught = false;
  let written = false;

  function write(code: unknown): void {
    written = true;
    const starting = phaseOf(readPhase(block)) === Phase.Starting;
    const words = uncaught ? { reason: "uncaught" as const, error } : { reason: "exit" as const, error: null };
    // process.exit() takes strings, too.
    writeObituary(block, generation, { ...words, exitCode: Number(code) | 0, starting });
    stirPhase(block);
    wake(owner);
  }

  process.on("uncaughtExceptionMonitor", (thrown: unknown) => {
    const { name, message, stack } =
      thrown instanceof Error ? thrown : { name: "Error", message: textOf(thrown), stack: "" };
    error = { name, message, stack: stack ?? "" };
    // Somebody who listens handles it, and the thread lives on; or ends for a reason of its own.
    uncaught = process.listenerCount("uncaughtException") === 0 && !process.hasUncaughtExceptionCaptureCallback();
    if (!uncaught) return;
    // Whoever starts it gets the error; once it serves, perhaps nobody waits.
    if (phaseOf(readPhase(block)) !== Phase.Starting)
      logError("nobody caught an error, which ends the reactor", thrown);
    const writer = new Writer();
    encodeThrew(writer, thrown);
    writeCause(block, generation, writer.take());
  });
  process.on("exit", write);

  const process_ = process as unknown as ReallyExit;
  const reallyExit = process_.reallyExit;
  process_.reallyExit = function (code = 0) {
    // The handler of an error has thrown: Node then ends the thread with no exit event.
    if (!written && process_._exiting === true) uncaught = true;
    // Listeners of the exit event may have changed the code.
    sayLeft(block, generation);
    write(code);
    return reallyExit.call(process, code);
  };

  begin(block, generation);
}
