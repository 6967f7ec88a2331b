/** Several calls at once, in the order in which they end: MAAS's gather(). */
import { noteBlocking } from "./blocked-loop.ts";
import { Deadline, type Timeout, checkTimeout, refuseMissingTimeout } from "./deadline.ts";
import { ArgumentError } from "./errors.ts";
import {
  type Caller,
  type EventualResult,
  type PendingCall,
  type Settled,
  behind,
  settledOf,
} from "./eventual-result.ts";
import { HandlerFailure, orInterrupted } from "./interrupted.ts";
import { Interrupted } from "./memory/nap.ts";
import { ownReactor, refuseInReactor } from "./role.ts";

/** Milliseconds for which the results of one of several reactors are waited for before those of the next. */
const TURN = 2;

/** How one of several results ended: which one it is, and its value or its error. A kind and not a truth value. */
export type Completion<R extends EventualResult<unknown>> =
  R extends EventualResult<infer T>
    ? { readonly index: number; readonly result: R } & (
        | { readonly kind: "returned"; readonly value: T }
        | { readonly kind: "threw"; readonly error: Error }
      )
    : never;

interface Open<R> {
  readonly index: number;
  readonly result: R;
  readonly call: PendingCall;
  readonly caller: Caller;
}

/**
 * The results in the order in which they end, each with its place among those given, and with its value or its error:
 * nothing is thrown for a call that failed. Between two of them the thread sleeps. At the limit the rest is cancelled and
 * the iteration ends; of no results, at once. At Ctrl-C, too, in the main thread, the rest is cancelled, and where the handler of an event throws meanwhile. To leave the loop early cancels nothing. Application thread.
 *
 * @param timeout milliseconds from now for all of them together, or FOREVER; required
 * @throws WrongThreadError, TimeoutRangeError, InterruptedError; ArgumentError for what is no EventualResult of this thread
 * @example
 * const soon = pairs.map((pair) => eventual(rates).latest(pair));
 * for (const each of gather(soon, 2_000)) {
 *   if (each.kind === "returned") show(pairs[each.index], each.value);
 *   else console.error(pairs[each.index], each.error);
 * }
 */
export function gather<R extends EventualResult<unknown>>(
  results: Iterable<R>,
  timeout: Timeout,
): IterableIterator<Completion<R>> {
  if (arguments.length < 2) refuseMissingTimeout("gather");
  checkTimeout(timeout, "gather");
  const open = Array.from(results, (result, index) => {
    const parts = typeof result === "object" && result !== null ? behind(result) : undefined;
    if (parts === undefined) throw new ArgumentError(`gather: results[${index}] is no EventualResult.`);
    refuseInReactor("gather", parts.caller.reactor);
    return { index, result, ...parts };
  });
  if (open.length === 0) refuseInReactor("gather", ownReactor() ?? "");
  return completions(open, Deadline.after(timeout));
}

function* completions<R extends EventualResult<unknown>>(
  open: readonly Open<R>[],
  deadline: Deadline,
): Generator<Completion<R>, void, undefined> {
  while (open.length > 0) {
    let ended: Map<Open<R>, Settled>;
    if (open.every(({ call }) => call.settled === undefined)) noteBlocking("gather");
    try {
      ended = nextEnded(open, deadline);
    } catch (error) {
      cancelAll(open);
      throw orInterrupted(error, "gather", "What had not ended was cancelled.");
    }
    if (ended.size === 0) return cancelAll(open);
    open = open.filter((each) => !ended.has(each));
    for (const [{ index, result }, settled] of ended) yield { index, result, ...settled } as Completion<R>; // T is the result's word
  }
}

function cancelAll<R extends EventualResult<unknown>>(open: readonly Open<R>[]): void {
  for (const { result } of open) result.cancel();
}

/** Sleeps until at least one has ended, and returns all that have, in their order; none at the deadline. */
function nextEnded<R>(open: readonly Open<R>[], deadline: Deadline): Map<Open<R>, Settled> {
  const callers = new Set(open.map(({ caller }) => caller));
  const lost: [Open<R>, Settled][] = [];
  let ended: Open<R>[];
  do {
    for (const caller of callers) {
      const own = open.filter((each) => each.caller === caller);
      try {
        // A thread sleeps for one reactor at a time: of several, each in its turn.
        caller.awaitAny(
          own.map(({ call }) => call),
          callers.size === 1 ? deadline : Deadline.after(Math.min(TURN, deadline.remaining())),
        );
      } catch (error) {
        if (error instanceof Interrupted || error instanceof HandlerFailure) throw error;
        for (const each of own) if (each.call.settled === undefined) lost.push([each, failureOf(each)]);
      }
    }
    ended = open.filter(({ call }) => call.settled !== undefined);
  } while (ended.length === 0 && lost.length === 0 && !deadline.passed());
  ended.sort((a, b) => a.call.ended - b.call.ended);
  return new Map([...ended.map((each): [Open<R>, Settled] => [each, settledOf(each.call)]), ...lost]);
}

/** What waiting for it throws, once its reactor has ended. */
function failureOf<R>({ call, caller }: Open<R>): Settled {
  try {
    caller.await(call, Deadline.after(0));
  } catch (error) {
    return { kind: "threw", error: error as Error }; // waiting throws errors only
  }
  return settledOf(call);
}
