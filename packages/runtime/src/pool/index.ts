/** "@picot/runtime/pool": from the reactor to threads that may block, on piscina. */
import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import { decodeReply, encodeAt } from "../codec/messages.ts";
import { corrupt } from "../codec/reader.ts";
import { FOREVER } from "../deadline.ts";
import { ArgumentError } from "../errors.ts";
import { perThread } from "../per-thread.ts";
import { referencePlan } from "../plan.ts";
import { ownReactor, requireReactor } from "../role.ts";
import { Crew, MOST_THREADS } from "./crew.ts";
import { type Job, type Packed, packed, unpacked } from "./job.ts";

export { callFromThread } from "./call-from-thread.ts";

/** Twisted's default. */
const SIZE = 10;

const pool = perThread("pool", () => ({
  piscina: undefined as Piscina<Job, Packed> | undefined,
  crew: new Crew(SIZE),
}));

function started(): Piscina<Job, Packed> {
  return (pool.piscina ??= new Piscina<Job, Packed>({
    filename: fileURLToPath(new URL("./pool-worker.js", import.meta.url)),
    minThreads: 0,
    // How many there are is the crew's business.
    maxThreads: MOST_THREADS,
    // A thread that waits for its next job turns its event loop: with piscina's default it would sleep on shared memory, and
    // neither its timers nor the collection of its facades would ever run.
    atomics: "disabled",
  }));
}

/**
 * Runs an exported function of a module in a thread of the reactor's pool, where it may block, and call facades. Twisted's
 * word, same meaning; the function is named by (module URL, export name), since functions do not cross threads. Reactor thread.
 *
 * @returns a promise of its result; it rejects with the function's own error
 * @throws WrongThreadError outside the reactor thread; ArgumentError for an argument that cannot cross
 * @example const html = await deferToThread<string>(new URL("./pages.js", import.meta.url), "ratePage", "/eurusd");
 */
export async function deferToThread<T>(module: string | URL, name: string, ...args: unknown[]): Promise<T> {
  requireReactor("deferToThread");
  const { url } = referencePlan(module, name, FOREVER).plan.registration;
  const job = packed((to) => {
    to.begin();
    encodeAt("args", args, to);
    return to.finish();
  });
  const reactor = ownReactor() ?? "";
  const transferList = [...job.transfers];
  const done = await pool.crew.run((place) =>
    started().run({ place, reactor, url, name, args: job }, { transferList }),
  );
  const reply = unpacked(done);
  const settled = decodeReply(reply, name, corrupt);
  if (settled.kind === "threw") throw settled.error;
  return settled.value as T; // T is the caller's word
}

/**
 * Sets how many threads the reactor's pool has at the most: 1 to 128; 10, unless this is called. Twisted's word, same meaning.
 * Jobs that run go on. Where all of its threads wait for a reactor, and jobs wait for a thread, the pool has more for a while,
 * one after the other, up to 128. Reactor thread.
 *
 * @throws WrongThreadError outside the reactor thread; ArgumentError
 */
export function suggestThreadPoolSize(size: number): void {
  requireReactor("suggestThreadPoolSize");
  if (!Number.isInteger(size) || size < 1 || size > MOST_THREADS)
    throw new ArgumentError(`suggestThreadPoolSize: a whole number from 1 to ${MOST_THREADS}; got ${String(size)}.`);
  pool.crew.resize(size);
}
