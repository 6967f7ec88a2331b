/** What applications say of live objects: until when they are needed, who else is to have one, and who holds which. */
import { setEnvironmentData } from "node:worker_threads";
import { ArgumentError, StaleHandleError } from "./errors.ts";
import { type Scoped, liveHere, receiveFacade, staleReason, stateOf, TRACE } from "./handles.ts";
import { block } from "./handoff.ts";
import { offAll } from "./listen.ts";
import { systemCall } from "./outgoing.ts";
import { planOfClass } from "./plan.ts";
import { isThenable } from "./thenable.ts";
import { SystemMember } from "./wire.ts";

/** Milliseconds for the reactor's own short answers. */
const SHORT = 10_000;

/**
 * Runs a function, and lets go of all facades and iterators at its end that this thread got within it: their objects go at
 * once, if nobody else holds them, and not after a collection of garbage. Those that it returns stay, by themselves or in arrays, ordinary
 * objects, maps and sets; so do those that the thread had before. Scopes nest. A facade whose scope has ended throws
 * StaleHandleError. Any application thread; the function must not be async.
 *
 * @throws ArgumentError if the function returns a promise: what it awaits comes after the end
 * @example
 * const titles = scope(() => library.search("sea").map((book) => book.title()));
 */
export function scope<T>(run: () => T): T {
  const outer = liveHere.scope;
  const own: Scoped = new Map();
  liveHere.scope = own;
  try {
    const result = run();
    if (isThenable(result))
      throw new ArgumentError(
        "scope: the function returned a promise, and goes on after the scope. Pass a plain function.",
      );
    keepReturned(result, own, outer, new Set());
    return result;
  } finally {
    liveHere.scope = outer;
    for (const [handles, its] of own) {
      for (const each of its) endEvents(handles.standing(each));
      handles.release(its);
    }
  }
}

/** Handlers go with their facades. */
function endEvents(facade: object | undefined): void {
  if (facade !== undefined) offAll(facade);
}

/** What is returned is the outer scope's, if there is one. */
function keepReturned(value: unknown, own: Scoped, outer: Scoped | undefined, seen: Set<object>): void {
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  const state = stateOf(value);
  if (state !== undefined) {
    for (const [handles, its] of own) {
      if (!handles.has(state.handle, value) || !its.delete(state.handle)) continue;
      outer?.set(handles, (outer.get(handles) ?? new Set()).add(state.handle));
    }
    return;
  }
  const inside = value instanceof Map ? [...value].flat() : value instanceof Set ? [...value] : Object.values(value);
  for (const each of inside) keepReturned(each, own, outer, seen);
}

declare const shared: unique symbol;

/** Stands for a live object on its way to another thread: plain data that any channel between threads carries. */
export interface Shared<T> {
  readonly reactor: string;
  readonly generation: number;
  readonly handle: number;
  readonly share: number;
  /** Not there: it keeps the type. */
  readonly [shared]?: T;
}

/**
 * Offers the object of a facade to another thread of this process: what it returns can be posted there, and `facadeOf()` makes
 * a facade of it, for the same object. The object is held until that is done once, or until this thread ends. Application thread;
 * blocks for a moment.
 *
 * @throws ArgumentError for what is no facade; StaleHandleError
 * @example worker.postMessage(share(book));   // there: const book = facadeOf<Book>(message);
 */
export function share<T extends object>(facade: T): Shared<T> {
  const state = stateOf(facade);
  const plan = planOfClass(facade?.constructor);
  if (state === undefined || plan === undefined)
    throw new ArgumentError("share: this is no facade of a live object; other values are posted as they are.");
  const { handle, generation } = state;
  const id = block(plan.reactor, "share", SHORT, (connection) => {
    if (generation !== connection.generation) throw new StaleHandleError(`share: ${staleReason(state)}.`);
    return systemCall("share", SystemMember.Share, [handle]);
  });
  return { reactor: plan.reactor, generation, handle, share: id as number }; // as reactor/objects.ts answers
}

/**
 * The facade of an object that another thread has offered by `share()`: the same one as ever in this thread, of the object's most
 * derived class for which this thread has loaded the facade's module. `T` is the caller's word, or that of the `Shared`. The object
 * is freed once no thread holds it any longer. A second time it works as long as any thread does. Application thread; blocks for a moment.
 *
 * @throws ArgumentError for what share() did not make; StaleHandleError if nobody holds the object any longer; ResultError where
 * this thread has no facade of its class
 * @example parentPort.once("message", (message: Shared<Book>) => console.log(facadeOf(message).title()));
 */
export function facadeOf<T>(from: Shared<T>): T {
  const { reactor, generation, handle, share: id } = from ?? {}; // it comes from a channel
  if (typeof reactor !== "string" || [generation, handle, id].some((each) => typeof each !== "number"))
    throw new ArgumentError("facadeOf: this is nothing that share() has made.");
  return block(reactor, "facadeOf", SHORT, (connection, deadline) => {
    if (generation !== connection.generation)
      throw new StaleHandleError("facadeOf: its object lived in a reactor that has ended.");
    connection.registerAll(deadline);
    return systemCall("facadeOf", SystemMember.Take, [id, handle], [], receiveFacade);
  }) as T; // the caller's word
}

/** Objects that one thread holds. */
export interface LiveObjects {
  /** The class in the reactor, or `iterator of Library.books` for an iterator that has not ended. */
  readonly class: string;
  /** Node's number of the thread that has the facades: 0 is the main thread; -1: not known. */
  readonly thread: number;
  /** Where it got them: file, line and column of the application. Undefined where traceLiveObjects() was not on. */
  readonly at: string | undefined;
  readonly count: number;
}

/**
 * The leak report: which objects are held for application threads, by class, thread and line, most first. A facade that nobody uses any
 * more counts until a collection of garbage has taken it. Application thread; blocks for a moment.
 *
 * @param reactor the reactor's name. Default: the one with no name
 * @example console.table(liveObjects());
 */
export function liveObjects(reactor = ""): readonly LiveObjects[] {
  return block(reactor, "liveObjects", SHORT, () =>
    systemCall("liveObjects", SystemMember.Held, []),
  ) as readonly LiveObjects[]; // as reactor/objects.ts answers
}

/**
 * Has this thread, and those that it starts from now on, write down at which line of the application each live object was got, for
 * liveObjects(). Each new facade then costs some 10 us more. Off by default; objects that are there already have no line. Any thread.
 *
 * @example traceLiveObjects();   // at the top of the program, while you look for a leak
 */
export function traceLiveObjects(on = true): void {
  liveHere.traced = on;
  setEnvironmentData(TRACE, on);
}
