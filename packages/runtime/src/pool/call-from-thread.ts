/** From any thread into the reactor, with nobody waiting: Twisted's callFromThread. */
import { type Captured, captured } from "../context-value.ts";
import { FOREVER } from "../deadline.ts";
import { NoSuchMemberError } from "../errors.ts";
import { post } from "../handoff.ts";
import { logError } from "../log.ts";
import { perThread } from "../per-thread.ts";
import { referenceUrl } from "../module-url.ts";
import { type Member, referencePlan } from "../plan.ts";
import { loadModule } from "../reactor/modules.ts";
import { isInReactor, poolReactor } from "../role.ts";
import { outgoing } from "../run.ts";

type AnyFunction = (...args: unknown[]) => unknown;
type Exports = Readonly<Record<string, unknown>>;

interface Post {
  readonly url: string;
  readonly name: string;
  readonly args: readonly unknown[];
  readonly around: Captured | undefined;
}

const here = perThread("callFromThread", () => ({
  /** By module and name: one registration each, however often it is called. */
  members: new Map<string, Member>(),
  /** In the reactor thread: its own calls of the next turn, and the modules that they named before. */
  posts: [] as Post[],
  exports: new Map<string, Exports>(),
  scheduled: false,
}));

/**
 * Runs an exported function of a module in the reactor (of a pool thread: its own; else the default one), and returns at once. Twisted's word, same meaning; the function is
 * named by (module URL, export name), since functions do not cross threads. Calls of one thread begin in the order in which
 * they were made. An error is logged once, in the reactor. Any thread: in the reactor thread itself the function runs in the
 * next turn of its loop, with the very arguments; from elsewhere they are copied, and a thread that is faster than the
 * reactor is held back while a quarter of a megabyte waits. What the program's end leaves undone is not done.
 *
 * @throws ArgumentError for an argument that cannot cross, or a module that is not named by URL; ReactorStoppedError,
 *   ReactorDiedError
 * @example callFromThread(new URL("./metrics.js", import.meta.url), "count", "pages", 1);
 */
export function callFromThread(module: string | URL, name: string, ...args: unknown[]): void {
  if (isInReactor()) return runSoon({ url: referenceUrl(module, name), name, args, around: captured() });
  const reactor = poolReactor();
  const key = `${String(module)}#${name}`;
  let member = here.members.get(key);
  if (member === undefined) here.members.set(key, (member = referencePlan(module, name, FOREVER, reactor)));
  const call = outgoing(member, args);
  post(reactor, name, () => call);
}

function runSoon(call: Post): void {
  here.posts.push(call);
  if (here.scheduled) return;
  here.scheduled = true;
  setImmediate(() => void runAll());
}

async function runAll(): Promise<void> {
  const posts = here.posts;
  // What comes while these run is for the turn after.
  here.posts = [];
  for (const { url, name, args, around } of posts) {
    try {
      // Awaited the first time only: afterwards they run in this very turn, one after the other.
      const exports = here.exports.get(url) ?? (await load(url));
      const run = Object.hasOwn(exports, name) ? exports[name] : undefined;
      if (typeof run !== "function") throw new NoSuchMemberError(`${url} exports no function ${name}.`);
      const asked = run as AnyFunction; // just tested
      const result = around === undefined ? asked(...args) : around(asked, ...args);
      Promise.resolve(result).catch((error: unknown) => failed(name, error));
    } catch (error) {
      failed(name, error);
    }
  }
  // Not before: those of the next turn must not overtake these where one of them waits for its module.
  if (here.posts.length > 0) setImmediate(() => void runAll());
  else here.scheduled = false;
}

async function load(url: string): Promise<Exports> {
  const exports = await loadModule(url);
  here.exports.set(url, exports);
  return exports;
}

function failed(name: string, error: unknown): void {
  logError(`${name}, called by callFromThread, failed`, error);
}
