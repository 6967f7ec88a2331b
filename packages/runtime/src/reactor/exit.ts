/** The end of the process: what the reactor has to put away gets its time, which a worker has not by itself. */
import type { Connection } from "../call.ts";
import { Deadline } from "../deadline.ts";
import { hasLeft } from "../memory/obituary.ts";
import { generationOf, phaseOf, readPhase, waitPhase } from "../memory/phase.ts";
import { systemCall } from "../outgoing.ts";
import { tree } from "../tree.ts";
import { Phase, SystemMember } from "../wire.ts";

/** Milliseconds for the reactor's clean-up. */
const WITHIN = 2000;
/** For sending the request: a reactor that has no room for it is stuck. */
const SEND = 100;
/** Until the reactor has read it: one that does not turn its loop has no clean-up either. */
const HEAR = 1000;
/** Between two looks. It is woken, too, but may have been about to sleep. */
const LOOK = 5;

/** Runs something after all listeners of the exit event, since they may still call facades. Main thread. */
export function afterExit(run: () => void): void {
  // A listener of its own would run before those that come later; the event itself ends after the last of them.
  const emit = process.emit.bind(process) as (...args: unknown[]) => boolean; // overloaded for each event
  process.emit = ((...args: unknown[]) => {
    try {
      return emit(...args);
    } finally {
      if (args[0] === "exit") run();
    }
  }) as typeof process.emit; // as above
}

/** Stops the reactors and blocks until they have put away what they had, for 2 seconds at the most. Their threads end with the process. */
export function stopAtExit(connections: readonly Connection[]): void {
  const deadline = Deadline.after(WITHIN);
  // All are asked before the first is waited for.
  for (const wait of connections.map(askToEnd)) wait(deadline);
}

/** Returns what waits for its end. */
function askToEnd(connection: Connection): (deadline: Deadline) => void {
  const { block } = tree(connection.reactor);
  const { generation } = connection;
  const serves = (): boolean => {
    const word = readPhase(block);
    const phase = phaseOf(word);
    return generationOf(word) === generation && SERVING.has(phase) && !hasLeft(block, generation);
  };
  if (phaseOf(readPhase(block)) === Phase.Stopping || !serves()) return () => undefined;
  try {
    connection.send(systemCall("stop", SystemMember.Stop, [WITHIN, "exit"]), Deadline.after(SEND));
  } catch {
    // A reactor that is stuck, or Ctrl-C.
    return () => undefined;
  }
  const heard = Deadline.after(HEAR);
  return (deadline) => {
    try {
      while (serves() && !deadline.passed()) {
        const word = readPhase(block);
        if (phaseOf(word) !== Phase.Stopping && heard.passed()) return;
        waitPhase(block, word, LOOK);
      }
    } catch {
      // Ctrl-C, by somebody who does not want to wait. The process ends either way.
    }
  };
}

const SERVING: ReadonlySet<Phase> = new Set([Phase.Running, Phase.Hosted, Phase.Stopping]);
