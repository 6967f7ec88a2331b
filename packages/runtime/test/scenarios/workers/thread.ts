/** Worker: runs one exported function of a module, posts how that ended, and then lives until it is told to end. See threads.ts. */
import { parentPort, workerData } from "node:worker_threads";
import { outcome } from "../outcome.ts";

const { url, name, args } = workerData as { url: string; name: string; args: unknown[] }; // as inThread gives them
const port = parentPort!; // this is a worker
const exports = (await import(url)) as Record<string, (...args: unknown[]) => unknown>; // a module of this theme
const run = exports[name];
if (run === undefined) throw new Error(`${url} has no ${name}`);
port.postMessage(await outcome(() => run(...args)));
// Once heard, nothing listens any more, and the port keeps the thread alive no longer.
port.once("message", () => undefined);
