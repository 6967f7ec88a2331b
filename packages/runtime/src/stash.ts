/** Results kept under a number for another thread, or for later: crochet's stash() and retrieve_result(). */
import { Deadline } from "./deadline.ts";
import { TimeoutError, UnknownResultError } from "./errors.ts";
import {
  type Caller,
  EventualResult,
  type PendingCall,
  behind,
  markSeen,
  markUnseen,
  takeSettled,
} from "./eventual-result.ts";
import { receiveFacade, stateOf } from "./handles.ts";
import { type Outgoing, systemCall } from "./outgoing.ts";
import { bare } from "./parts.ts";
import { perThread } from "./per-thread.ts";
import { type Crossing, type PlanBase, copy, handle, plansOf } from "./plan.ts";
import type { Sent } from "./sent.ts";
import { SystemMember } from "./wire.ts";

/** What stashing needs of a connection. */
export interface StashConnection extends Caller {
  send(call: Outgoing, deadline: Deadline): PendingCall;
  register(plan: PlanBase, deadline: Deadline): number;
}

/** Milliseconds for the reactor's own short answers. */
const SHORT = 10_000;

/** Results that this thread stashed: it retrieves the very object. */
const mine = perThread("stashed", () => new Map<number, EventualResult<unknown>>());

export function stash(connection: StashConnection, call: PendingCall, result: EventualResult<unknown>): number {
  connection.poll(call);
  let id: unknown = null;
  if (call.settled === undefined) id = ask(connection, SystemMember.Stash, "stash", [call.id, call.label]);
  if (id === null) {
    // It has ended, and its answer came before this one: the reactor keeps a copy of what we have.
    connection.poll(call);
    const settled = call.settled;
    const outcome = settled?.kind === "returned" ? settled.value : settled?.error;
    const part = (call as Sent).receive?.part; // made by send()
    const crossing = part ?? (stateOf(outcome) === undefined ? copy : handle(() => undefined));
    id = ask(
      connection,
      SystemMember.Stash,
      "stash",
      [call.id, call.label, settled?.kind === "threw", outcome, part && bare(part)],
      [copy, copy, copy, settled?.kind === "threw" ? copy : crossing],
    );
  }
  // A failure that nobody retrieves is told by the reactor, also one that is still to come.
  markSeen(call);
  call.eventual = false;
  mine.set(id as number, result); // the reactor answers with a number, or with null in the first case only
  return id as number;
}

/** Takes a stashed result, once: the same object in the thread that stashed it. */
export function retrieve(connection: StashConnection, id: number): EventualResult<unknown> {
  const own = mine.get(id);
  const label = ask(connection, SystemMember.Claim, "retrieveResult", [id, own !== undefined]) as string | null; // as reactor/stashes.ts answers
  if (label === null) {
    throw new UnknownResultError(
      `retrieveResult(${id}): no such result. It was retrieved already, was never stashed, or its reactor has ended.`,
    );
  }
  if (own !== undefined) {
    mine.delete(id);
    const call = behind(own)?.call;
    if (call !== undefined) {
      call.eventual = true;
      markUnseen(call);
    }
    return own;
  }
  const deadline = Deadline.after(SHORT);
  // The result may be an object of any marked class: this thread says which facades it has.
  for (const plan of plansOf(connection.reactor)) connection.register(plan, deadline);
  return new EventualResult(
    connection.send(systemCall(label, SystemMember.Attach, [id], [], receiveFacade), deadline),
    connection,
  );
}

function ask(
  connection: StashConnection,
  member: number,
  label: string,
  args: readonly unknown[],
  params: readonly Crossing[] = [],
): unknown {
  const deadline = Deadline.after(SHORT);
  const call = connection.send(systemCall(label, member, args, params), deadline);
  if (!connection.await(call, deadline))
    throw new TimeoutError(label, SHORT, true, "The reactor does not turn its event loop.");
  return takeSettled(call);
}
