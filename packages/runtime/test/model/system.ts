/** One reactor over the real sources, and all around it that is no shared memory: lanes, an event loop, a supervisor. */
import type * as Blocks from "../../dist/memory/blocks.js";
import { FOREVER } from "@picot/runtime";
import { type Outgoing, systemCall } from "../../dist/outgoing.js";
import { callback, copy } from "../../dist/plan.js";
import { type Obituary, Phase, ThreadWord } from "../../dist/wire.js";
import { type Callee, Later, type Machine, tasks } from "./machine.ts";
import { type Method, type Options, answerOf } from "./method.ts";
import { checkRest, unread } from "./rest.ts";
import { type Op, type Steps, type ThreadOptions, Violation, World } from "./world.ts";

/** Places that are shared, and no memory. */
const [EVENTS, POSTED, TIMERS] = [2, 3, 4];
const GENERATION = 1;
const LISTENER = { kind: "callback", params: [copy], result: undefined, listens: true } as const;
const MAX_MESSAGE = 1 << 20;

type Message =
  | { readonly kind: "bell" }
  | { readonly kind: "attached"; readonly attachments: readonly unknown[] }
  | { readonly kind: "run"; readonly run: () => Steps<void> | void };

/** An object of a stepped class: what reaches shared memory returns steps. */
type Stepped = Readonly<Record<string, Callee>>;
type Made = new (...args: unknown[]) => Stepped;

/** How a call ended for the one who made it. */
export type End = "value" | "timeout" | "cancelled" | "ended" | "stopped";

export class System {
  readonly world = new World();
  readonly machine: Machine;
  readonly connection: Stepped;
  readonly #block: Blocks.ThreadBlock;
  readonly #reactor: Blocks.ReactorBlock;
  readonly #process: Blocks.ProcessBlock;
  readonly #served: Serving;
  readonly #turns: Stepped;
  readonly #methods: readonly Method[];
  readonly #events: Message[] = [];
  readonly #inbox: (readonly unknown[])[] = [];
  readonly #posted: (readonly unknown[])[] = [];
  readonly #armed: (() => Steps<void> | void)[] = [];
  #stopped = false;
  /** The call that the caller is blocked in; -1: none. */
  #blockedIn = -1;

  /** `methods`: what each call does, by the number that is its argument. */
  constructor(machine: Machine, methods: readonly Method[], options: Options = {}) {
    const { spin = false, late = false, tick = 0.001, reactorEarly = 0 } = options;
    this.machine = machine;
    this.#methods = methods;
    machine.use(this.world);
    machine.tick = tick;
    const blocks = machine.module<typeof Blocks>("memory/blocks");
    this.#block = blocks.newThreadBlock();
    this.#reactor = blocks.newReactorBlock();
    this.#process = blocks.newProcessBlock();
    Atomics.store(this.#process.words, 0, (GENERATION << 3) | Phase.Running);
    const welcome = { reactor: this.#reactor.memory, number: 0 };
    if (late) this.#posted.push([welcome]);
    this.connection = this.#connect(late ? { spin } : { spin, welcome });
    machine.connection = this.connection;
    this.#turns = this.#newTurns(spin);
    this.#served = this.#serve();
    this.world.atRest = () => {
      const [block, reactor] = [this.#block, this.#reactor];
      checkRest({ world: this.world, block, reactor, stopped: this.#stopped });
    };
    this.world.spawn("reactor", () => this.#loop(), { mortal: true, early: reactorEarly });
    for (const each of methods)
      if (each === "later" || each === "emits") this.world.spawn("timer", () => this.#timer());
  }

  /** A thread that calls; it must come to its end. */
  caller(body: () => Steps<void>, options?: ThreadOptions): void {
    this.world.spawn("caller", body, options);
  }

  /** Other orders are tried once answers of so many bytes are published: up to there, one call alone has shown them all. */
  afterAnswers(bytes = 1): this {
    this.world.explores = () => this.#block.words[ThreadWord.ReplyTail]! >= bytes; // within the block
    return this;
  }

  /** Ends the reactor's thread at any moment; the supervisor then says so. */
  killer(): void {
    const { world } = this;
    world.spawn("killer", function* () {
      yield world.kill();
    });
    world.spawn("supervisor", () => this.#supervise());
  }

  /** Asks the reactor to stop at any moment. */
  stopper(): void {
    this.world.spawn("stopper", () => this.#push({ kind: "run", run: () => this.#stop() }));
  }

  /** A blocking call, as a facade makes it. Anything but its own answer, or an error that is one of those, is a violation. */
  *block(number: number, timeout: unknown): Steps<End> {
    const { block } = this.machine.module<Stepped>("handoff");
    this.#blockedIn = number;
    return yield* this.#end(
      number,
      () => this.machine.call(undefined, block!, ["", "call", timeout, () => this.#outgoing(number)]), // exported there
    );
  }

  #outgoing(number: number): Outgoing {
    const method = this.#methods[number]!; // the scenario's own
    if (method !== "asks") return systemCall("call", 0, [number]);
    const given = (): string => {
      if (this.#blockedIn !== number) this.world.fail("a function runs in the wait for another call");
      return answerOf(number, method);
    };
    return systemCall("call", 0, [number, given], [copy, callback([], copy)]);
  }

  /** Begins to listen, and waits until an event has come. */
  *listen(number: number): Steps<End | "heard"> {
    const { block } = this.machine.module<Stepped>("handoff");
    const { Deadline } = this.machine.module<{ Deadline: { after(timeout: unknown): unknown } }>("deadline");
    let heard = false;
    const hear = (args: readonly unknown[]): void => {
      if (heard || args[0] !== "event") this.world.fail("what nobody has emitted is heard");
      heard = true;
    };
    const call = systemCall("call", 0, [number, hear], [copy, LISTENER]);
    const hearing = { label: "call", crossing: LISTENER, owner: new WeakRef(this), runs: true, hear };
    const { events } = this.connection as unknown as { events: { add(id: number, of: unknown): void } }; // a Connection
    const isSent = ({ id }: { id: number }): void => events.add(id, hearing);
    const end = yield* this.#end(number, () =>
      this.machine.call(undefined, block!, ["", "call", FOREVER, () => call, isSent]),
    ); // exported there
    if (end !== "value") return end;
    return yield* this.#heard(() => heard, Deadline.after(FOREVER));
  }

  *#heard(heard: () => boolean, deadline: unknown): Steps<End | "heard"> {
    try {
      yield* this.#call(this.connection, "until", "pump", heard, deadline);
    } catch (error) {
      if ((error as Error).name !== "Ended") throw error; // our code throws errors only
      const { callbacks } = this.connection as unknown as { callbacks: { readonly came: number } }; // a Connection
      if ((callbacks.came > 0 && !heard()) || unread(this.#block).length > 0)
        throw new Violation("an event that was sent before the death is not heard");
      return "ended";
    }
    return "heard";
  }

  /** Sends a call, and returns the handle to it. */
  *begin(number: number): Steps<Stepped> {
    const { begin } = this.machine.module<Stepped>("handoff");
    const args = ["", "call", FOREVER, () => systemCall("call", 0, [number])];
    return (yield* this.machine.call(undefined, begin!, args)) as Stepped; // an EventualResult
  }

  /** Waits until one of them has ended. */
  *awaitAny(results: readonly Stepped[]): Steps<void> {
    const { Deadline } = this.machine.module<{ Deadline: { after(timeout: unknown): unknown } }>("deadline");
    const { behind } = this.machine.module<{ behind(result: Stepped): { readonly call: unknown } }>("eventual-result");
    const calls = results.map((each) => behind(each).call);
    yield* this.#call(this.connection, "awaitAny", calls, Deadline.after(FOREVER));
  }

  *wait(number: number, result: Stepped, timeout: unknown): Steps<End> {
    return yield* this.#end(number, () => this.#call(result, "wait", timeout));
  }

  *cancel(result: Stepped): Steps<void> {
    yield* this.#call(result, "cancel");
  }

  *#end(number: number, run: () => Steps<unknown>): Steps<End> {
    try {
      const value = yield* run();
      if (value === answerOf(number, this.#methods[number]!)) return "value"; // the scenario's own
      throw new Violation(`call ${number} is answered by ${JSON.stringify(value)}`);
    } catch (error) {
      const { name } = error as Error; // our code throws errors only
      if (name === "TimeoutError") return "timeout";
      if (name === "CancelledError") return "cancelled";
      if (name !== "Ended") throw error;
      if (Atomics.load(this.#process.words, 0) !== ((GENERATION << 3) | Phase.Dead)) return "stopped";
      // Nothing is published any longer.
      if (unread(this.#block).length > 0)
        throw new Violation("an answer that was sent before the death is not delivered");
      return "ended";
    }
  }

  *#call(on: object, name: string, ...args: readonly unknown[]): Steps<unknown> {
    return yield* this.machine.call(on, (on as Stepped)[name]!, args); // one of its methods
  }

  #connect(options: object): Stepped {
    const { Connection } = this.machine.module<{ Connection: Made }>("call");
    const lane = {
      moves: true,
      ring: () => this.#push({ kind: "bell" }),
      post: (attachments: readonly unknown[]) => this.#push({ kind: "attached", attachments: [...attachments] }),
      take: () => this.#takePosted(),
      close: () => undefined,
    };
    return new Connection(GENERATION, this.#block, lane, { check: () => this.#check() }, options);
  }

  #newTurns(spin: boolean): Stepped {
    const { Turns } = this.machine.module<{ Turns: Made }>("reactor/turns");
    const threads = {
      serve: (_: number, limit: number) => this.#call(this.#served, "serve", limit),
      calls: () => this.#call(this.#served, "calls"),
      busy: () => this.#served.running.size > 0,
    };
    return new Turns(this.#reactor, threads, spin);
  }

  #serve(): Serving {
    const { Served } = this.machine.module<{ Served: Made }>("serve");
    const lane = {
      moves: true,
      post: (attachments: readonly unknown[]) => this.#post([...attachments]),
      take: () => this.#takeEvent(),
      isCurrent: () => true,
      close: () => undefined,
    };
    const dispatcher = {
      maxMessageBytes: MAX_MESSAGE,
      replying: () => this.#call(this.#turns, "replying"),
      resolve: ({ args, id }: { args: [number, Callee]; id: number }) => ({
        label: "call",
        run: () => this.#work(args, id),
      }),
      object: () => undefined,
      closed: () => undefined,
    };
    return new Served(this.#block, lane, dispatcher) as Serving; // the map is a field of it
  }

  #work([number, given]: readonly [number, unknown], id: number): unknown {
    const method = this.#methods[number]!; // the scenario's own
    if (method === "asks") return this.#ask(number, given as Callee); // as it was sent
    return method.startsWith("emits") ? this.#emit(number, given as Stepped) : this.#run(number, id); // a Listener
  }

  *#emit(number: number, listener: Stepped): Steps<string> {
    const hear = (): Steps<unknown> => this.machine.call(listener, listener["hear"]!, ["event"]); // it is one
    if (this.#methods[number] === "emits at once") yield* hear();
    else this.#armed.push(hear as () => Steps<void>);
    return answerOf(number, "at once");
  }

  #run(number: number, id: number): unknown {
    const method = this.#methods[number]!; // the scenario's own
    const answer = answerOf(number, method);
    if (method === "at once" || method === "at length") return answer;
    const later = new Later();
    if (method === "later") this.#armed.push(() => later.settle(false, answer));
    if (method === "obeys") {
      const { signal } = this.#served.running.get(id)!; // it runs
      signal.addEventListener("abort", () => later.settle(true, signal.reason));
    }
    return later;
  }

  *#ask(number: number, given: Callee): Steps<Later> {
    const later = new Later();
    const answer = (yield* this.machine.call(undefined, given, [number])) as Later; // as the machine makes them
    answer.then(
      (value) => later.settle(false, value),
      (error) => later.settle(true, error),
    );
    return later;
  }

  /** The watch of a connection. */
  *#check(): Steps<void> {
    const { readPhase } = this.machine.module<Stepped>("memory/phase");
    const word = yield* this.machine.call(undefined, readPhase!, [this.#process]); // exported there
    if (word !== ((GENERATION << 3) | Phase.Running)) throw Object.assign(new Error(), { name: "Ended" });
  }

  *#move(from: number, to: number): Steps<void> {
    const { movePhase } = this.machine.module<Stepped>("memory/phase");
    yield* this.machine.call(undefined, movePhase!, [this.#process, GENERATION, [from], to]); // exported there
  }

  *#supervise(): Steps<void> {
    yield this.world.death();
    const { writeObituary } = this.machine.module<Stepped>("memory/obituary");
    const obituary: Obituary = { reason: "exit", exitCode: 0, error: null, starting: false };
    yield* this.machine.call(undefined, writeObituary!, [this.#process, GENERATION, obituary]); // exported there
    yield* this.#move(Phase.Running, Phase.Dead);
    const { wakeForEnd } = this.machine.module<Stepped>("memory/sleep");
    yield* this.machine.call(undefined, wakeForEnd!, [this.#block]); // exported there
  }

  /** What reactor/reactor.ts does at its end, with no time for what still runs. */
  *#stop(): Steps<void> {
    yield* this.#move(Phase.Running, Phase.Stopping);
    const reason = Object.assign(new Error("stopped"), { name: "Ended" });
    yield* this.#call(this.#turns, "stop");
    for (const call of this.#served.running.values()) call.cancel(reason);
    yield* this.#call(this.#served, "wake");
    yield* this.#jobs();
    yield* this.#call(this.#served, "close", reason);
    this.#stopped = true;
    yield* this.#move(Phase.Stopping, Phase.Stopped);
  }

  *#loop(): Steps<void> {
    const { accept } = this.machine.module<Stepped>("memory/sleep");
    yield* this.machine.call(undefined, accept!, [this.#block]); // exported there
    yield* this.#call(this.#turns, "admit", 0);
    const take: Op = {
      label: "turns its loop",
      accesses: [{ at: EVENTS, write: true }],
      enabled: () => this.#events.length > 0 || tasks.immediates.length > 0,
      run: () => this.#events.shift(),
    };
    while (!this.#stopped) {
      const message = (yield take) as Message | undefined; // from run()
      if (message?.kind === "run") yield* this.machine.call(undefined, message.run, []);
      else if (message !== undefined) yield* this.#hear(message);
      yield* this.#jobs();
      for (const { callee, args } of tasks.immediates.splice(0)) {
        yield* this.machine.call(undefined, callee, args);
        yield* this.#jobs();
      }
    }
  }

  *#jobs(): Steps<void> {
    for (let job = tasks.jobs.shift(); job !== undefined; job = tasks.jobs.shift())
      yield* this.machine.call(undefined, job.callee, job.args);
  }

  *#hear(message: Message): Steps<void> {
    if (message.kind === "attached") this.#inbox.push(message.attachments);
    yield* this.#call(this.#turns, "turn", message.kind === "attached" ? 0 : undefined);
  }

  *#timer(): Steps<void> {
    const enabled = (): boolean => this.#armed.length > 0;
    const ring = (): unknown => this.#armed.shift();
    const settle = yield { label: "is due", accesses: [{ at: TIMERS, write: true }], enabled, run: ring };
    yield* this.#push({ kind: "run", run: settle as () => Steps<void> | void }); // from #armed
  }

  *#push(message: Message): Steps<void> {
    const run = (): unknown => this.#events.push(message);
    yield { label: `sends the reactor: ${message.kind}`, accesses: [{ at: EVENTS, write: true }], run };
  }

  /** As lane.ts takes attachments: bells that come before them are dropped. */
  *#takeEvent(): Steps<unknown> {
    const run = (): unknown => {
      const kept = this.#inbox.shift();
      if (kept !== undefined) return kept;
      const at = this.#events.findIndex(({ kind }) => kind === "attached");
      const found = this.#events[at];
      if (found?.kind !== "attached") throw new Violation("a record came before its attachments");
      const before = this.#events.splice(0, at + 1);
      this.#events.unshift(...before.filter(({ kind }) => kind === "run"));
      return found.attachments;
    };
    return yield { label: "takes attachments", accesses: [{ at: EVENTS, write: true }], run };
  }

  *#post(attachments: readonly unknown[]): Steps<void> {
    yield {
      label: "posts attachments",
      accesses: [{ at: POSTED, write: true }],
      run: () => this.#posted.push(attachments),
    };
  }

  *#takePosted(): Steps<unknown> {
    const run = (): unknown => this.#posted.shift() ?? new Violation("a record came before its attachments");
    const taken = yield { label: "takes attachments", accesses: [{ at: POSTED, write: true }], run };
    if (taken instanceof Violation) throw taken;
    return taken;
  }
}

type Serving = Stepped & { readonly running: ReadonlyMap<number, Running> };

interface Running {
  readonly signal: AbortSignal;
  cancel(reason: Error): void;
}
