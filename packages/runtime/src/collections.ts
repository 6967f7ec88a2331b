/**
 * Tells when garbage was collected, also in a thread that only blocks: no FinalizationRegistry calls back there, and what a
 * WeakRef was made of or gave out lives until the job ends. An empty script in a context with a microtask queue of its own
 * ends that: after it, a WeakRef tells what a collection has taken. The same holds for WeakRefs of the program's own then.
 *
 * A facade is small, and what it stands for is large perhaps, and in another thread: the engine sees no reason to collect. So
 * where there are many more than the last collection left, one is made.
 */
import { perThread } from "./per-thread.ts";

/** Calls between two looks, which cost some microseconds. */
const LOOK_EVERY = 256;
/** So many, and twice as many as the last collection left, are a reason for another one. */
const MANY = 32_768;

const here = perThread("collections", () => ({
  /** With how many things each looks after. */
  sweeps: new Map<() => void, () => number>(),
  left: 0,
  /** Of an object that nothing else holds: it goes with the next full collection, as all WeakRefs are cleared by one. */
  sentinel: undefined as WeakRef<object> | undefined,
  registry: undefined as FinalizationRegistry<undefined> | undefined,
  means: undefined as Means | undefined,
  calls: 0,
}));

interface Means {
  /** Ends what the job holds back. */
  letGo(): void;
  /** Collects garbage, all of it. */
  collect(): void;
}

/** Has `sweep` run after each full collection of garbage. Returns what ends that. `size`: how many things it looks after. */
export function afterCollections(sweep: () => void, size: () => number = () => 0): () => void {
  here.sweeps.set(sweep, size);
  if (here.sentinel === undefined) arm();
  return () => void here.sweeps.delete(sweep);
}

/** At each call that is sent: now and then it looks whether there was a collection. */
export function lookForCollection(): void {
  here.calls += 1;
  if (here.calls % LOOK_EVERY !== 0 || here.sweeps.size === 0) return;
  const { letGo, collect } = (here.means ??= findMeans());
  // What this job has held back so far may be collected from now on.
  letGo();
  if (count() >= Math.max(MANY, 2 * here.left)) collect();
  collected();
  letGo();
}

function collected(): void {
  if (here.sentinel?.deref() !== undefined) return;
  arm();
  for (const sweep of here.sweeps.keys()) sweep();
  here.left = count();
}

function count(): number {
  let all = 0;
  for (const size of here.sweeps.values()) all += size();
  return all;
}

function arm(): void {
  const target = {};
  here.sentinel = new WeakRef(target);
  // Where the loop turns, this calls back soon after the collection.
  here.registry ??= new FinalizationRegistry(collected);
  here.registry.register(target, undefined);
}

/** Late and seldom needed, so fetched when they are. */
function findMeans(): Means {
  try {
    const { Script, createContext, runInNewContext } = process.getBuiltinModule("node:vm");
    const context = createContext({}, { microtaskMode: "afterEvaluate" });
    const script = new Script("");
    let collect = (globalThis as { gc?: () => void }).gc; // there under --expose-gc
    if (collect === undefined) {
      const { setFlagsFromString } = process.getBuiltinModule("node:v8");
      // A flag that matters for the globals of a new context only, and only for a moment.
      setFlagsFromString("--expose-gc");
      collect = runInNewContext("gc") as () => void; // by that flag
      setFlagsFromString("--no-expose-gc");
    }
    return { letGo: () => void script.runInContext(context), collect };
  } catch {
    // Another runtime than Node: what its own registry tells has to do.
    return { letGo: () => undefined, collect: () => undefined };
  }
}
