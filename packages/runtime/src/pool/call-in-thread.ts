/** From the reactor to its pool, with nobody waiting: Twisted's callInThread and its kin. */
import { logError } from "../log.ts";
import { perThread } from "../per-thread.ts";
import { isLive, phaseOf, readPhase } from "../memory/phase.ts";
import { isInReactor, poolReactor, requireReactor, whenInReactor } from "../role.ts";
import { tree } from "../tree.ts";
import { ownPool } from "./defer.ts";
import { type Described, type JobCall, describe, describedExport } from "./described.ts";

const early = perThread("callInThread", () => ({ jobs: [] as Described[] }));

/**
 * Runs a function in a thread of the reactor's pool, and returns at once; an error is logged, once. Twisted's word, same meaning.
 * The function is named by (module URL, export name), or is a generated one of a `.deferred` module. Reactor thread; before
 * noSetup() in the thread that will be the reactor: then it runs once that is called, and never if it is not.
 *
 * @throws ArgumentError for what cannot cross; PoolFullError while too many wait: `room()` of the pool waits for less
 * @example callInThread(new URL("./audit.js", import.meta.url), "write", entry);
 */
export function callInThread(...job: JobCall): void {
  post(describe(job, "callInThread"));
}

/**
 * As callInThread, and then, in the same thread, calls `callback(true, value)`, or `callback(false, error)`. An error of the
 * callback is logged. Twisted's word, same meaning, except that a callback is named as a job is: [module URL, export name].
 */
export function callInThreadWithCallback(
  callback: readonly [module: string | URL, name: string],
  ...job: JobCall
): void {
  const { url, name, args } = describedExport(job, "callInThreadWithCallback");
  const told = describedExport(callback, "callInThreadWithCallback: its callback");
  post({
    label: name,
    work: { do: "notify", url, name, callback: { url: told.url, name: told.name } },
    args,
    transfer: false,
  });
}

/**
 * Runs several functions, one after the other, in one thread of the reactor's pool, and returns at once. The first error ends
 * the row, and is logged. Twisted's word, same meaning.
 *
 * @example callMultipleInThread([[log, "append", 1], [log, "append", 2]]);
 */
export function callMultipleInThread(jobs: readonly JobCall[]): void {
  const calls = jobs.map((job) => describedExport(job, "callMultipleInThread"));
  post({
    label: calls.map(({ name }) => name).join(", "),
    work: { do: "several", calls: calls.map(({ url, name }) => ({ url, name })) },
    args: calls.map(({ args }) => args),
    transfer: false,
  });
}

function post(job: Described): void {
  if (isInReactor()) return begin(job);
  // Another thread is the reactor, so this one will hardly be.
  if (isLive(phaseOf(readPhase(tree(poolReactor()).block)))) requireReactor(`callInThread of ${job.label}`);
  if (early.jobs.length === 0) whenInReactor(beginEarly);
  early.jobs.push(job);
}

function beginEarly(): void {
  for (const job of early.jobs.splice(0)) {
    try {
      begin(job);
    } catch (error) {
      failed(job, error);
    }
  }
}

function begin(job: Described): void {
  ownPool()
    .submit(job)
    .catch((error: unknown) => failed(job, error));
}

function failed({ label }: Described, error: unknown): void {
  logError(`${label}, called in a thread of the pool, failed`, error);
}

/**
 * Calls a function and gives back a value: for a row of steps that pass one value on. MAAS's word. Any thread.
 *
 * @returns a promise of `value`, once what `run` returns has settled; it rejects with its error
 * @example const node = await getNode(id).then((found) => callOut(found, audit, "read", found.id));
 */
export async function callOut<T, A extends readonly unknown[]>(
  value: T,
  run: (...args: A) => unknown,
  ...args: A
): Promise<T> {
  await run(...args);
  return value;
}

/** As callOut, with a job in a thread of the reactor's pool. MAAS's word. Reactor thread. */
export async function callOutToThread<T>(value: T, ...job: JobCall): Promise<T> {
  requireReactor("callOutToThread");
  await ownPool().submit(describe(job, "callOutToThread"));
  return value;
}
