/** Handlers of events in a thread that makes no calls. */
import { noteBlocking } from "./blocked-loop.ts";
import type { Connection } from "./call.ts";
import { amongHandlers, countRun } from "./callbacks.ts";
import { Deadline, FOREVER, type Timeout, checkTimeout } from "./deadline.ts";
import { ArgumentError, EventsLostError } from "./errors.ts";
import { orInterrupted } from "./interrupted.ts";
import { pause } from "./memory/sleep.ts";
import { connections, isTested } from "./reactor/connect.ts";
import { refuseInGreenTask, refuseInReactor } from "./role.ts";

/** Milliseconds for which one of several reactors is listened to before the next. */
const TURN = 2;

/**
 * Runs the handlers of events that have come to this thread; where none has, blocks until one does, or the time is up. Calls run
 * handlers as well: only a thread that makes none has to pump. Functions of calls that go on (`eventual()`) run likewise. In a
 * handler, it runs those that have come meanwhile. Application thread.
 *
 * @param timeout milliseconds, or FOREVER. Default: 0, which never blocks
 * @returns how many have run; 0 when the time is up
 * @throws what a handler throws; the handlers after it run with the next call, or pump
 * @throws EventsLostError, once, when more events came than may wait for a thread: the reactor has logged which
 * @throws ArgumentError for FOREVER where there is nothing to wait for
 * @throws ReactorStoppedError, ReactorDiedError, InterruptedError, WrongThreadError, TimeoutRangeError
 * @example
 * feed.on("tick", (rate) => show(rate));
 * while (pump(60_000) > 0);   // until there was none for a minute
 */
export function pump(timeout: Timeout = 0): number {
  checkTimeout(timeout, "pump");
  refuseInGreenTask("pump");
  const deadline = Deadline.after(timeout);
  const open = connections();
  for (const { reactor } of open) refuseInReactor("pump", reactor);
  const hearing = isTested() ? open : open.filter(({ hears }) => hears);
  if (timeout !== 0) noteBlocking("pump");
  if (hearing.length === 0) return nothing(deadline);
  const before = countRun();
  const some = (): boolean => countRun() > before;
  try {
    amongHandlers(() => run(hearing, some, deadline));
  } catch (error) {
    throw orInterrupted(error, "pump", "Handlers run with the next call, or pump.");
  }
  const lost = hearing.reduce((count, { events }) => count + events.takeLost(), 0);
  if (lost === 0) return countRun() - before;
  throw new EventsLostError(
    `pump: ${lost} events did not reach their handlers, since too many waited for this thread already. Pump more often.`,
    lost,
  );
}

function run(hearing: readonly Connection[], isEnough: () => boolean, deadline: Deadline): void {
  do {
    for (const each of hearing) {
      // A thread sleeps for one reactor at a time: of several, each in its turn.
      const turn = hearing.length === 1 ? deadline : Deadline.after(Math.min(TURN, deadline.remaining()));
      if (each.until("pump", isEnough, turn)) return;
    }
  } while (!deadline.passed());
}

/** There are no handlers. */
function nothing(deadline: Deadline): number {
  if (deadline.timeout === FOREVER)
    throw new ArgumentError("pump: this thread has no handlers, and expects nothing; it would wait for ever.");
  const remaining = deadline.remaining();
  if (remaining > 0) pause(remaining);
  return 0;
}
