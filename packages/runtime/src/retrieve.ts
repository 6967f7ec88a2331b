import { Deadline } from "./deadline.ts";
import type { EventualResult } from "./eventual-result.ts";
import { orInterrupted } from "./interrupted.ts";
import { stashedWith } from "./memory/phase.ts";
import { connect } from "./reactor/connect.ts";
import { refuseInReactor } from "./role.ts";
import { retrieve } from "./stash.ts";
import { nameAt } from "./tree.ts";

/** Milliseconds. */
const SHORT = 10_000;

/**
 * Takes back a stashed EventualResult, once: the same object in the thread that stashed it, one of its own in any other.
 * Application thread; may block for a moment. `T` is the caller's word.
 *
 * @throws UnknownResultError when there is none of this id, or it was retrieved already
 * @example const rate = retrieveResult<number>(Number(request.params.id)).wait(1_000);
 */
export function retrieveResult<T = unknown>(id: number): EventualResult<T> {
  const reactor = nameAt(stashedWith(id));
  refuseInReactor("retrieveResult", reactor);
  try {
    return retrieve(connect(reactor, "retrieveResult", Deadline.after(SHORT)), id) as EventualResult<T>; // as documented
  } catch (error) {
    throw orInterrupted(error, "retrieveResult", "");
  }
}
