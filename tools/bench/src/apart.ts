/** Threads apart: those of the application on one core, all others of the process on another. Linux only. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, readlinkSync } from "node:fs";
import { basename } from "node:path";

/** One core for the threads that make the calls, one for the thread that answers and whatever else there is. */
export type Apart = readonly [application: number, others: number];

/** The calling thread's number in the system, by which another thread can pin it. */
export function ownThread(): number {
  return Number(basename(readlinkSync("/proc/thread-self"))); // <process>/task/<thread>
}

/**
 * Moves every thread of this process that is not where it belongs, and makes sure that it went. Does nothing where threads are
 * not kept apart. Called once the contestant's threads are there, for a new thread stays with whoever starts it; and once more
 * before anything is timed, for those that have come since. `application` are the threads that make the calls: the main one,
 * unless said.
 */
export function keepApart(apart: Apart | undefined, application: readonly number[] = [process.pid]): void {
  if (apart === undefined) return;
  for (const { thread, core } of misplaced(apart, application)) {
    try {
      execFileSync("taskset", ["-cp", String(core), String(thread)], { stdio: ["ignore", "ignore", "pipe"] });
    } catch (error) {
      if (existsSync(`/proc/self/task/${thread}`)) throw error; // else it has ended meanwhile
    }
  }
  const left = misplaced(apart, application);
  if (left.length > 0) throw new Error(`threads that are not apart: ${left.map(({ thread }) => thread).join(", ")}`);
}

function misplaced([mine, others]: Apart, application: readonly number[]): { thread: number; core: number }[] {
  return readdirSync("/proc/self/task").flatMap((name) => {
    const thread = Number(name);
    const core = application.includes(thread) ? mine : others;
    const where = allowed(thread);
    return where === undefined || where === String(core) ? [] : [{ thread, core }];
  });
}

/** The cores that a thread may use, as a list such as 0-3,7. Undefined if it has ended, or where the system does not say. */
export function allowed(thread: number | "self"): string | undefined {
  const folder = thread === "self" ? "/proc/self" : `/proc/self/task/${thread}`;
  try {
    return /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync(`${folder}/status`, "utf8"))?.[1];
  } catch {
    return undefined;
  }
}
