/** Which of the two roles this thread has: reactor thread or application thread. */
import { TestReactorError, WrongThreadError } from "./errors.ts";
import { perThread } from "./per-thread.ts";

const role = perThread("role", () => ({
  /** Of the reactor that this thread is; "": the default one. */
  reactor: undefined as string | undefined,
  /** In a thread of a reactor's pool: that reactor. */
  pool: "",
  /** What waits for this thread to be a reactor. */
  waiting: [] as (() => void)[],
  /** While a green task makes a step: its name. */
  green: undefined as string | undefined,
  /** A test reactor has this thread, which is in turns a reactor's and an application's. */
  tested: false,
}));

/** Is this thread a reactor's? Any thread. */
export function isInReactor(): boolean {
  return role.reactor !== undefined;
}

/** The name of the reactor that this thread is. */
export function ownReactor(): string | undefined {
  return role.reactor;
}

export function setInReactor(name: string | undefined): void {
  role.reactor = name;
  if (name !== undefined && !role.tested) for (const run of role.waiting.splice(0)) queueMicrotask(run);
}

/** Runs it once this thread has become a reactor; never, if it does not. Keeps nothing alive. */
export function whenInReactor(run: () => void): void {
  role.waiting.push(run);
}

/** The reactor to whose pool this thread belongs; else the default one. */
export function poolReactor(): string {
  return role.pool;
}

export function setPoolReactor(name: string): void {
  role.pool = name;
}

/** Refuses at once what would block this reactor's own event loop, and so wait for ever. Nothing is sent, nothing runs. */
export function refuseInReactor(what: string, reactor: string): void {
  refuseInGreenTask(what);
  if (role.reactor !== reactor) return;
  throw new WrongThreadError(
    `${what} was called in the reactor thread, which would then wait for itself. ` +
      "Reactor-layer code awaits the async class; facades are for application threads.",
  );
}

/** Refuses outside the reactor thread what makes sense only there. */
export function requireReactor(what: string): void {
  if (role.reactor !== undefined) return;
  throw new WrongThreadError(
    `${what} is for the reactor thread: call it in reactor-layer code, or in the thread that called noSetup().`,
  );
}

/** A test reactor takes this thread, or gives it back. */
export function setTested(tested: boolean): void {
  role.tested = tested;
}

/** As requireReactor, for what needs threads of its own. */
export function requireThreads(what: string): void {
  requireReactor(what);
  if (role.tested)
    throw new TestReactorError(
      `${what}: a test reactor has one thread, and no pool. Call the function itself, or let the test use a real reactor.`,
    );
}

/** The green task whose step runs now. */
export function greenTask(): string | undefined {
  return role.green;
}

/** Sets whose step runs from now on, and returns whose ran before. */
export function enterGreenTask(name: string | undefined): string | undefined {
  const before = role.green;
  role.green = name;
  return before;
}

/**
 * Refuses in a green task what would block its thread, and so all tasks in it, also where that thread is no reactor. `module`:
 * that of the reactor layer behind a facade, whose green twin is there to use instead.
 */
export function refuseInGreenTask(what: string, module?: string): void {
  if (role.green === undefined) return;
  const twin = module === undefined ? "a green twin" : `its green twin in ${greenFile(module)}`;
  throw new WrongThreadError(
    `${what} was called in the green task ${role.green}, and would block every task of this thread. ` +
      `Use ${twin} there, with yield* before the call; picot generate writes one for a class tagged @green.`,
  );
}

/** `rates.reactor` has its twins in `rates.green`. */
function greenFile(module: string): string {
  const name = module.slice(module.lastIndexOf("/") + 1).replace(/\.[mc]?[jt]sx?$/, "");
  return `${name.replace(/\.reactor$/, "")}.green`;
}
