/** "@picot/runtime/pool": from the reactor to threads that may block, on piscina. */
import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import { decodeReply, encodeAt } from "../codec/messages.ts";
import { corrupt } from "../codec/reader.ts";
import { FOREVER } from "../deadline.ts";
import { perThread } from "../per-thread.ts";
import { referencePlan } from "../plan.ts";
import { ownReactor, requireReactor } from "../role.ts";
import { type Job, type Packed, packed, unpacked } from "./job.ts";

export { callFromThread } from "./call-from-thread.ts";

const pool = perThread("pool", () => ({ piscina: undefined as Piscina<Job, Packed> | undefined }));

function started(): Piscina<Job, Packed> {
  return (pool.piscina ??= new Piscina<Job, Packed>({
    filename: fileURLToPath(new URL("./pool-worker.js", import.meta.url)),
    // Twisted's default range is 0 to 10 threads.
    minThreads: 0,
    maxThreads: 10,
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
  const reply = unpacked(
    await started().run({ reactor: ownReactor() ?? "", url, name, args: job }, { transferList: [...job.transfers] }),
  );
  const settled = decodeReply(reply, name, corrupt);
  if (settled.kind === "threw") throw settled.error;
  return settled.value as T; // T is the caller's word
}
