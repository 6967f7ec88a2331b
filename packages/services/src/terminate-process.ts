import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { currentClock, requireDuration } from "./clock.ts";
import type { ClockOptions } from "./delayed-call.ts";

/** Options of `terminateProcess()`. */
export interface TerminateOptions extends ClockOptions {
  /** Milliseconds from the start to SIGQUIT. Default: 5,000. */
  readonly quitAfter?: number;
  /** Milliseconds from the start to SIGKILL. Default: 10,000. */
  readonly killAfter?: number;
}

/**
 * Ends a child process: SIGTERM to it at once; then SIGQUIT and at last SIGKILL to its whole process group. Where it leads no
 * group of its own it is in ours, and gets these two alone: start it with `detached: true` to have its children ended too.
 * MAAS's `terminateProcess`. The thread that started the child; on Windows the first signal ends it.
 *
 * @returns a promise that resolves when the child has ended, and at once for one that has
 * @throws {RangeError} (as a rejection) for a time that is no duration
 * @example
 * const child = spawn("dhcpd", ["-f"], { detached: true });
 * onStop(() => terminateProcess(child));
 */
export async function terminateProcess(child: ChildProcess, options: TerminateOptions = {}): Promise<void> {
  const { quitAfter = 5_000, killAfter = 10_000, clock = currentClock() } = options;
  requireDuration("terminateProcess: quitAfter", quitAfter);
  requireDuration("terminateProcess: killAfter", killAfter);
  const { pid } = child;
  // Without a number it never started.
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const later = [
    clock.callLater(quitAfter, () => signal(pid, "SIGQUIT")),
    clock.callLater(killAfter, () => signal(pid, "SIGKILL")),
  ];
  try {
    await ended;
  } finally {
    for (const cancel of later) cancel();
  }
}

/** To the group that the process leads, or to it alone. */
function signal(pid: number, name: NodeJS.Signals): void {
  if (process.platform !== "win32" && send(-pid, name)) return;
  send(pid, name);
}

/** False if there is no such process, or no group that it leads. */
function send(to: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(to, name);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // Node throws errors only
    // Of a group whose members have all ended and are not collected yet, macOS says EPERM.
    if (code === "ESRCH" || (code === "EPERM" && to < 0)) return false;
    throw error;
  }
}
