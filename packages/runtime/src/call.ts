/** The calling half of the hand-off: what an application thread holds of its reactor. It waits by sleeping. */
import { Arrivals } from "./arrivals.ts";
import { Callbacks } from "./callbacks.ts";
import { encodeCall, encodeRegistration } from "./codec/messages.ts";
import { captured, valuesToSend } from "./context-value.ts";
import { afterCollections, lookForCollection } from "./collections.ts";
import { Deadline } from "./deadline.ts";
import { Doorbell } from "./doorbell.ts";
import type { Caller, EventualResult, PendingCall } from "./eventual-result.ts";
import { Events } from "./events.ts";
import { Handles } from "./handles.ts";
import type { Lane } from "./lane.ts";
import type { ThreadBlock } from "./memory/blocks.ts";
import { RingReader } from "./memory/ring.ts";
import { Sleeper } from "./memory/sleep.ts";
import type { Outgoing } from "./outgoing.ts";
import { type PlanBase, planCount, plansOf } from "./plan.ts";
import { Requests, type Watch } from "./requests.ts";
import { CANCEL_GRACE, type Sent } from "./sent.ts";
import { stash } from "./stash.ts";
import { type Waiter, Waits } from "./waits.ts";
import { FIRST_PLAN, Flag, Kind, Want, type Welcome } from "./wire.ts";

/** What a connection may be made with. */
export interface ConnectionOptions {
  /** The reactor's name; "": the default one. */
  readonly reactor?: string;
  /** Known from the start to the thread that starts the reactor; the others find it on their lane. */
  readonly welcome?: Welcome;
  /** Bytes that one message may take. */
  readonly maxMessageBytes?: number;
  /** Whether the thread may look about before it sleeps. */
  readonly spin?: boolean;
  /** What the thread does instead of sleeping: that of a test reactor serves itself. */
  readonly sleeper?: Waiter;
  /** The last id that counts as given out: tests let ids begin where their low words wrap. */
  readonly lastId?: number;
}

export class Connection implements Caller {
  readonly generation: number;
  readonly reactor: string;
  readonly handles: Handles;
  readonly callbacks: Callbacks;
  readonly events = new Events();
  readonly #lane: Lane;
  readonly #requests: Requests;
  readonly #arrivals: Arrivals;
  readonly #waits: Waits;
  readonly #plans: PlanBase[] = [];
  readonly #planNumbers = new Map<PlanBase, number>();
  #lastId: number;
  readonly #endSweeps: () => void;
  /** How many of the thread's plans registerAll() has seen. */
  #named = 0;

  constructor(generation: number, block: ThreadBlock, lane: Lane, watch: Watch, options: ConnectionOptions = {}) {
    const { reactor = "", welcome, maxMessageBytes, spin = true, lastId = 0 } = options;
    this.generation = generation;
    this.reactor = reactor;
    this.handles = new Handles(generation);
    this.#lane = lane;
    this.#lastId = lastId;
    const bell = new Doorbell(block, lane, welcome);
    const replies = new RingReader(block.replies);
    this.#requests = new Requests(block, lane, watch, bell, this, maxMessageBytes);
    this.callbacks = new Callbacks(this.#requests, this);
    this.#arrivals = new Arrivals(block, lane, replies, bell, this, this.callbacks, this.events);
    const sleeper = options.sleeper ?? new Sleeper(block, replies, spin);
    this.#waits = new Waits(this, watch, this.#arrivals, this.callbacks, this.events, bell, sleeper);
    this.events.tellBy(this.#requests);
    this.handles.flush = () => this.#requests.flush();
    this.#endSweeps = afterCollections(
      () => this.#requests.sweep(),
      () => this.handles.size + this.events.size,
    );
  }

  /**
   * Sends a call. Throws, with nothing sent, when an argument cannot cross. `limit`: milliseconds for which the reactor waits for
   * a function among its arguments; whoever blocks until the call ends says by himself when his time is up.
   */
  send(call: Outgoing, deadline: Deadline, limit = Infinity): PendingCall {
    const sent: Sent = {
      id: 0,
      label: call.label,
      settled: undefined,
      ended: 0,
      joined: false,
      stalled: false,
      eventual: false,
      unseen: undefined,
      receive: call.receive,
      given: call.callsBack ? call : undefined,
      after: 0,
      around: call.callsBack ? captured() : undefined,
      grace: undefined,
    };
    sent.id = this.#call(Kind.Call, call, deadline, limit);
    this.#arrivals.expect(sent);
    return sent;
  }

  /** Sends a call that nobody waits for. Throws, with nothing sent, when an argument cannot cross. */
  post(call: Outgoing, deadline: Deadline): void {
    this.#call(Kind.Post, call, deadline, 0);
  }

  #call(kind: Kind, call: Outgoing, deadline: Deadline, limit: number): number {
    lookForCollection();
    const plan = call.plan === undefined ? 0 : this.register(call.plan, deadline);
    const on = call.on === undefined || call.on === call.plan ? plan : this.register(call.on, deadline);
    const id = this.#nextId();
    const values = valuesToSend();
    const to = this.#requests.writer();
    try {
      encodeCall(to, plan, on, call, this.generation, limit, values);
      this.#requests.send(values === undefined ? kind : kind | Flag.Values, id, to, deadline, call.label);
    } finally {
      this.#requests.done(to);
    }
    return id;
  }

  /** The number of a plan in this connection; registers it at its first use. */
  register(plan: PlanBase, deadline: Deadline): number {
    const known = this.#planNumbers.get(plan);
    if (known !== undefined) return known;
    const number = FIRST_PLAN + this.#plans.length;
    const to = this.#requests.writer();
    try {
      encodeRegistration(to, plan.registration);
      this.#requests.send(Kind.Register, number, to, deadline, plan.label);
    } finally {
      this.#requests.done(to);
    }
    this.#plans.push(plan);
    this.#planNumbers.set(plan, number);
    return number;
  }

  /** Registers every plan of this thread and reactor, so that the reactor can name the class of an object that it returns. */
  registerAll(deadline: Deadline): void {
    const count = planCount();
    if (this.#named === count) return;
    for (const plan of plansOf(this.reactor)) this.register(plan, deadline);
    this.#named = count;
  }

  /** The plan that was registered under a number. */
  plan(number: number): PlanBase | undefined {
    return this.#plans[number - FIRST_PLAN];
  }

  await(call: PendingCall, deadline: Deadline, isEnough?: () => boolean): boolean {
    return this.#waits.one(call as Sent, deadline, isEnough); // made by send()
  }

  awaitAny(calls: readonly PendingCall[], deadline: Deadline): boolean {
    return this.#waits.any(calls as readonly Sent[], deadline); // made by send()
  }

  /** Whether something may come that runs in this thread: an event, or what asks for a function of a call that goes on. */
  get hears(): boolean {
    return this.events.size > 0 || this.#arrivals.mayCallBack();
  }

  /**
   * Runs what the reactor asks for, and handlers of events, until it is enough, or returns false at the deadline. What is due
   * runs in any case. Throws where the reactor ended, and HandlerFailure.
   */
  until(label: string, isEnough: () => boolean, deadline: Deadline): boolean {
    return this.#waits.until(label, isEnough, deadline);
  }

  poll(): void {
    this.#arrivals.drain();
  }

  cancel(call: PendingCall): void {
    const sent = call as Sent; // made by send()
    this.#arrivals.drain();
    if (sent.settled !== undefined || sent.grace !== undefined) return;
    sent.grace = Deadline.after(CANCEL_GRACE);
    this.#requests.tell(Kind.Cancel, sent.id);
  }

  /** Nobody waits for this call any longer: asks its work to stop, and drops its answer. */
  abandon(call: PendingCall): void {
    this.#arrivals.forget(call.id);
    this.#requests.tell(Kind.Abandon, call.id);
  }

  stash(call: PendingCall, result: EventualResult<unknown>): number {
    return stash(this, call, result);
  }

  /** Ends it: calls are cancelled, handles let go. What has been answered already may still be waited for. */
  close(): void {
    this.#endSweeps();
    this.events.clear();
    this.#arrivals.drain();
    this.#requests.tell(Kind.Close, 0);
    this.#lane.close();
  }

  #nextId(): number {
    // The low word is what the thread sleeps on, and some values there are no id.
    do this.#lastId += 1;
    while ((this.#lastId | 0) === Want.Nothing || (this.#lastId | 0) === Want.Any);
    return this.#lastId;
  }
}
