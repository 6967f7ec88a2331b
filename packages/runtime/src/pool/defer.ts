/** From the reactor to a thread that may block, and back with its result: Twisted's deferToThread and its kin. */
import { SetupError } from "../errors.ts";
import { perThread } from "../per-thread.ts";
import { onStop } from "../reactor/hooks.ts";
import { requireReactor } from "../role.ts";
import { type AnyFunction, type Described, type JobCall, describe, inMode } from "./described.ts";
import { type JobOptions, type ThreadPoolOptions, checkSize } from "./options.ts";
import { ThreadPool } from "./thread-pool.ts";

const pools = perThread("pools", () => ({
  own: undefined as ThreadPool | undefined,
  database: undefined as ThreadPool | undefined,
  size: undefined as number | undefined,
}));

/** Closed with the reactor: what its threads have entered is left, where there is time. */
function closing(pool: ThreadPool): ThreadPool {
  onStop(async () => {
    await pool.closeAtStop();
    // Of the reactor that ends: a thread that becomes one again has pools of its own then, and nothing holds these.
    if (pools.own === pool) pools.own = undefined;
    if (pools.database === pool) pools.database = undefined;
  });
  return pool;
}

/** The reactor's own pool. */
export function ownPool(): ThreadPool {
  return (pools.own ??= closing(new ThreadPool(pools.size === undefined ? {} : { size: pools.size })));
}

/** Runs a described job. */
export function run(job: Described, { pool = ownPool(), ...options }: JobOptions): Promise<unknown> {
  return pool.submit(job, options);
}

/**
 * Runs an exported function of a module in a thread of the reactor's pool, where it may block, and call facades. Twisted's
 * word, same meaning; the function is named by (module URL, export name), since functions do not cross threads. A promise that
 * it returns is awaited in its thread. Reactor thread.
 *
 * @returns a promise of its result; it rejects with the function's own error
 * @throws (as rejections) WrongThreadError outside the reactor thread; ArgumentError for an argument that cannot cross;
 *   ThreadDiedError where the job ends its thread; PoolFullError
 * @example const html = await deferToThread<string>(new URL("./pages.js", import.meta.url), "ratePage", "/eurusd");
 */
export async function deferToThread<T>(module: string | URL, name: string, ...args: unknown[]): Promise<T> {
  return (await start("deferToThread", {}, [module, name, ...args])) as T; // T is the caller's word
}

/**
 * As deferToThread, in a pool of one's own, or with options: `{ pool, affinity, signal, timeout, limiter, transfer }`. Twisted's
 * word. A generated function of a `.deferred` module may stand in place of module and name. Reactor thread.
 *
 * @throws as deferToThread; also, as rejections, CancelledError, TimeoutError and PoolClosedError
 * @example
 * const rows = await deferToThreadPool<Row[]>({ affinity: account.id, timeout: 5_000 }, ledger, "rows", account.id);
 */
export async function deferToThreadPool<T>(where: ThreadPool | JobOptions, ...job: JobCall): Promise<T> {
  return (await start("deferToThreadPool", where instanceof ThreadPool ? { pool: where } : where, job)) as T; // T is the caller's word
}

function start(verb: string, options: JobOptions, call: JobCall): Promise<unknown> {
  requireReactor(verb);
  return run(describe(call, verb), options);
}

/**
 * A generated function of a `.deferred` module, or a method of an object of one (`(n) => ledger.add(n)`), whose next call runs with
 * these options. Reactor thread.
 *
 * @example const html = await withOptions({ signal, timeout: 2_000 }, renderInvoice)(invoice);
 */
export function withOptions<F extends AnyFunction>(options: JobOptions, job: F): F {
  // The parameters and the result are those of F.
  return ((...args: Parameters<F>) => inMode({ options }, "withOptions", () => job(...args))) as unknown as F;
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
  checkSize(size, "suggestThreadPoolSize");
  pools.size = size;
  pools.own?.resize(size);
}

/**
 * Sets up the pool that deferToDatabase() uses, before its first job: with a context each of its threads has a connection of its
 * own. Once. MAAS's idea: what waits for the database takes no thread from what does not. Reactor thread.
 *
 * @returns the pool
 * @throws SetupError ("Too late") the second time, or after the first job; ArgumentError
 * @example
 * installDatabasePool({ size: 4, context: { module: new URL("./connection.js", import.meta.url), enter: "open", leave: "close" } });
 */
export function installDatabasePool(options: ThreadPoolOptions = {}): ThreadPool {
  requireReactor("installDatabasePool");
  if (pools.database !== undefined)
    throw new SetupError(
      "Too late: the database pool is there already. installDatabasePool() is called once, before any job.",
    );
  return (pools.database = closing(new ThreadPool({ name: "database", ...options })));
}

/**
 * As deferToThread, in the database pool, never in the reactor's own. MAAS's word. Without installDatabasePool() that has 10
 * threads and no context. Reactor thread.
 *
 * @example const node = await deferToDatabase<Node>(new URL("./queries.js", import.meta.url), "getNode", id);
 */
export async function deferToDatabase<T>(...job: JobCall): Promise<T> {
  requireReactor("deferToDatabase");
  return (await start("deferToDatabase", { pool: pools.database ?? installDatabasePool() }, job)) as T; // T is the caller's word
}
