/** From the numbers of a call to the member that it runs. Nothing else on the wire selects code. Reactor thread. */
import { type Path, pathText } from "../codec/refusal.ts";
import { ArgumentError, ResultError } from "../errors.ts";
import type { ProcessBlock } from "../memory/blocks.ts";
import { readSettings } from "../memory/settings.ts";
import { type HandleResult, type Kept, visitLive } from "../parts.ts";
import type { RunningCall } from "../running-call.ts";
import type { Dispatcher, Incoming, Served, Work } from "../serve.ts";
import { Listener } from "../emitted.ts";
import { FIRST_PLAN, MemberKind, NO_SIGNAL, type Part, type Registration, ResultKind, SystemMember } from "../wire.ts";
import { Listeners } from "./listeners.ts";
import { Loadable, type Resolved, type ResolvedMember, noSuchMember } from "./modules.ts";
import { Objects } from "./objects.ts";
import { find } from "./provided.ts";
import { Source, sourceOf } from "./source.ts";
import { type StopRequest, stopRequest } from "./stop-request.ts";
import { Stashes } from "./stashes.ts";

/** What the dispatcher needs of the reactor that it belongs to. */
export interface Behind {
  replying(): void;
  resume(served: Served): void;
  closed(served: Served): void;
  stop(request: StopRequest): void;
}

export class Dispatch implements Dispatcher {
  readonly maxMessageBytes: number;
  readonly #objects = new Objects();
  readonly #listeners = new Listeners();
  readonly #stashes: Stashes;
  readonly #behind: Behind;
  /** Of each thread, by the number that it gave. */
  readonly #plans = new Map<Served, Loadable[]>();
  /** Of each thread, the number of the plan whose class an object's prototype is. */
  readonly #exact = new Map<Served, Map<unknown, number>>();
  /** Shared by all threads, by module and name: resolved once. */
  readonly #known = new Map<string, Loadable>();

  constructor(block: ProcessBlock, behind: Behind) {
    this.maxMessageBytes = readSettings(block).maxMessageBytes;
    this.#stashes = new Stashes(block);
    this.#behind = behind;
  }

  register(from: Served, number: number, registration: Registration): void {
    const key = JSON.stringify(registration);
    let loadable = this.#known.get(key);
    if (loadable === undefined) this.#known.set(key, (loadable = new Loadable(registration)));
    const plans = this.#plans.get(from) ?? [];
    plans[number - FIRST_PLAN] = loadable;
    this.#plans.set(from, plans);
  }

  resolve(call: Incoming): Work | Promise<Work> {
    if (call.plan === 0) return this.#system(call);
    const plan = this.#plan(call.from, call.plan);
    const on = call.on === call.plan ? plan : this.#plan(call.from, call.on);
    if (plan.resolved !== undefined && on.resolved !== undefined) return this.#work(call, plan.resolved, on.resolved);
    return Promise.all([plan.load(), on.load()]).then(([first, second]) => this.#work(call, first, second));
  }

  object(handle: number): unknown {
    return this.#objects.get(handle);
  }

  release(from: Served, handle: number): void {
    this.#objects.release(from, handle);
  }

  trace(from: Served, handle: number, at: string): void {
    this.#objects.trace(from, handle, at);
  }

  unlisten(from: Served, id: number): void {
    this.#listeners.remove(from, id);
  }

  replying(): void {
    this.#behind.replying();
  }

  resume(from: Served): void {
    this.#behind.resume(from);
  }

  closed(from: Served): void {
    this.#listeners.removeAll(from);
    this.#objects.releaseAll(from);
    this.#stashes.dropAll(from);
    this.#plans.delete(from);
    this.#exact.delete(from);
    this.#behind.closed(from);
  }

  #plan(from: Served, number: number): Loadable {
    const plan = this.#plans.get(from)?.[number - FIRST_PLAN];
    if (plan === undefined) throw noSuchMember(`The call names plan ${number}, which this thread never registered`);
    return plan;
  }

  #work(call: Incoming, plan: Resolved, on: Resolved): Work {
    const member = plan.members[call.member];
    if (member === undefined)
      throw noSuchMember(`The call names member ${call.member} of a plan with ${plan.members.length}`);
    const { label, signal } = member;
    const bare = this.#runner(member, plan, on, call.target, call.args);
    const run = signal === NO_SIGNAL ? bare : signalled(bare, call.args, signal);
    const work: Work = { label, run, transfer: member.transfer, toHandle: this.#stays(member, call.from) };
    return member.result === ResultKind.Parts ? { ...work, live: member.live } : work;
  }

  /** What becomes of a result that does not cross. */
  #stays({ result, label, live, signal }: ResolvedMember, to: Served): Work["toHandle"] {
    switch (result) {
      case ResultKind.Handle:
        return (value) => this.#give(value, to, label);
      case ResultKind.Parts:
        return live && ((value) => this.keep(value, live, to, label, "its result"));
      case ResultKind.Iterator:
        return (value, call) => {
          const source = sourceOf(value, label, live, signal === NO_SIGNAL ? undefined : call);
          if (source === undefined) throw new ResultError(`${label}: its result is nothing that can be iterated over.`);
          return { handle: this.#objects.give(source, to), plan: 0 };
        };
      default:
        return undefined;
    }
  }

  #runner(member: ResolvedMember, plan: Resolved, on: Resolved, target: number, args: unknown[]): () => unknown {
    switch (member.kind) {
      case MemberKind.Construct: {
        const made = on.class;
        if (made === undefined) throw noSuchMember(`${member.label} is no class`);
        return () => new made(...args);
      }
      case MemberKind.Function:
        return () => member.run!.apply(undefined, args); // resolved with a function
      case MemberKind.Static:
        return () => member.run!.apply(on.class, args); // as above
      case MemberKind.StaticGet:
      case MemberKind.StaticSet:
        return access(on.class, member, args);
    }
    const object = this.#objects.get(target);
    if (!(object instanceof (plan.class ?? Object)))
      throw new ArgumentError(`${member.label}: the handle is of another class.`);
    if (member.kind !== MemberKind.Method) return access(object, member, args);
    // By name on the object and not the resolved function: a subclass may override it. The name is a registered one.
    return () => (object as Record<string | symbol, (...args: unknown[]) => unknown>)[member.name]!(...args); // its class has the method
  }

  #system(call: Incoming): Work | Promise<Work> {
    const { from, member, args } = call;
    switch (member) {
      case SystemMember.Provided: {
        const plan = this.#plan(from, Number(args[0]));
        const label = `${plan.registration.name}.provided`;
        const work = ({ class: of }: Resolved): Work => {
          if (of === undefined) throw noSuchMember(`${label}: the plan has no class`);
          return own(
            label,
            () => find(String(args[1]), of),
            (value) => this.#give(value, from, label),
          );
        };
        return plan.resolved === undefined ? plan.load().then(work) : work(plan.resolved);
      }
      case SystemMember.Stash:
        return own("stash", () => this.#stash(from, args));
      case SystemMember.Claim:
        return own("retrieveResult", () => this.#stashes.claim(from, Number(args[0]), args[1] === true));
      case SystemMember.Attach: {
        const stashed = this.#stashes.attach(Number(args[0]));
        const { label, outcome } = stashed;
        return own(
          label,
          () => outcome,
          (value) =>
            stashed.live === undefined
              ? this.#find(value, from)
              : this.keep(value, stashed.live, from, label, "its result"),
        );
      }
      case SystemMember.Share:
        return own("share", () => this.#objects.share(Number(args[0]), from));
      case SystemMember.Take: {
        const label = "facadeOf";
        const run = (): object => this.#objects.take(Number(args[0]), Number(args[1]));
        return own(label, run, (value) => this.#give(value, from, label, "what was shared"));
      }
      case SystemMember.Held:
        return own("liveObjects", () => this.#objects.held());
      case SystemMember.Step:
        return this.#step(from, args);
      case SystemMember.Listen:
        return this.#listen(call);
      case SystemMember.Stop:
        return own("stop", () => this.#behind.stop(stopRequest(args)));
      default:
        throw noSuchMember(`The call names member ${member} of the reactor itself`);
    }
  }

  #step(from: Served, [value, handle, kind, ahead]: readonly unknown[]): Work {
    const source = this.#objects.get(Number(handle));
    if (!(source instanceof Source)) throw new ArgumentError("The handle is of no iterator.");
    const { label, live } = source;
    const run = (call: RunningCall): Promise<unknown> => source.step(kind, value, Number(ahead), call);
    // The end is no array.
    const items: Part | undefined = live && { kind: "parts", items: live };
    return own(label, run, items && ((stepped) => this.keep(stepped, items, from, label, "its items")));
  }

  #listen({ from, id, args: [handle, number, index, once, listener] }: Incoming): Work | Promise<Work> {
    const plan = this.#plan(from, Number(number));
    const { name, events = [] } = plan.registration;
    const work = ({ class: of }: Resolved): Work => {
      const event = events[Number(index)];
      if (of === undefined || typeof event !== "string" || !(listener instanceof Listener))
        throw noSuchMember(`The call names event ${String(index)} of a plan with ${events.length}`);
      const label = `${name}.on(${JSON.stringify(event)})`;
      const object = this.#objects.get(Number(handle));
      if (!(object instanceof of)) throw new ArgumentError(`${label}: the handle is of another class.`);
      listener.label = label;
      return own(label, () => this.#listeners.add(from, id, object, event, once === true, listener));
    };
    return plan.resolved === undefined ? plan.load().then(work) : work(plan.resolved);
  }

  #stash(from: Served, [id, label, threw, outcome, live]: readonly unknown[]): number | null {
    if (typeof threw === "boolean")
      return this.#stashes.keepSettled(from, String(label), threw, outcome, live as Part | undefined); // as stash.ts sends it
    return this.#stashes.keepRunning(from, from.running.get(Number(id)), String(label));
  }

  toHandle(value: unknown, to: Served, label: string): HandleResult | Promise<HandleResult> {
    return this.#give(value, to, label, "it");
  }

  keep(value: unknown, part: Part, to: Served, label: string, root: string): Kept | Promise<Kept> {
    const seen: Seen[] = [];
    visitLive(value, part, [root], (each, _, sure, path) => seen.push({ value: each, sure, path: [...path] }));
    return this.#keepFrom(0, seen, new Map(), to, label);
  }

  /** From a place on: later, where a module has to be loaded for one of them. */
  #keepFrom(from: number, seen: readonly Seen[], kept: Kept, to: Served, label: string): Kept | Promise<Kept> {
    try {
      for (let i = from; i < seen.length; i += 1) {
        const { value, sure, path } = seen[i]!; // within it
        if (kept.has(value as object)) continue; // whatever else it is, it is not there
        const note = (found: HandleResult | undefined): void => {
          if (found !== undefined) kept.set(value as object, { ...found, written: false }); // an object was found
          else if (sure) throw notKept(label, pathText(path));
        };
        const found = this.#find(value, to);
        if (found instanceof Promise) {
          const others = (): Kept | Promise<Kept> => this.#keepFrom(i + 1, seen, kept, to, label);
          return found.then(note).then(others, (error: unknown) => this.#keptNone(to, kept, error));
        }
        note(found);
      }
      return kept;
    } catch (error) {
      return this.#keptNone(to, kept, error);
    }
  }

  #keptNone(to: Served, kept: Kept, error: unknown): never {
    this.releaseUnwritten(to, kept);
    throw error;
  }

  releaseUnwritten(from: Served, kept: Kept): void {
    for (const { handle, written } of kept.values()) if (!written) this.release(from, handle);
  }

  /** As find, for a value that must be an object of a marked class. */
  #give(value: unknown, to: Served, label: string, what = "its result"): HandleResult | Promise<HandleResult> {
    const sure = (found: HandleResult | undefined): HandleResult => {
      if (found !== undefined) return found;
      throw notKept(label, what);
    };
    const found = this.#find(value, to);
    return found instanceof Promise ? found.then(sure) : sure(found);
  }

  /** Keeps an object here and hands out its number, with the most derived class that the thread has a facade for. */
  #find(value: unknown, to: Served): HandleResult | undefined | Promise<HandleResult | undefined> {
    if (typeof value !== "object" || value === null) return undefined;
    const exact: unknown = Object.getPrototypeOf(value);
    const known = this.#exact.get(to)?.get(exact);
    if (known !== undefined) return { handle: this.#objects.give(value, to), plan: known };
    const plans = this.#plans.get(to) ?? [];
    const unloaded = plans.filter((each) => each.resolved === undefined && each.registration.name !== "");
    if (unloaded.length === 0 || plans.some((each) => each.resolved?.class?.prototype === exact))
      return this.#match(value, to, plans);
    // A class not met yet: its facade may be among those whose module nobody asked for so far.
    return Promise.allSettled(unloaded.map((each) => each.load())).then(() => this.#match(value, to, plans));
  }

  #remember(to: Served, prototype: unknown, plan: number): void {
    const its = this.#exact.get(to) ?? new Map<unknown, number>();
    this.#exact.set(to, its.set(prototype, plan));
  }

  #match(value: object, to: Served, plans: readonly Loadable[]): HandleResult | undefined {
    for (
      let prototype: unknown = Object.getPrototypeOf(value);
      prototype !== null;
      prototype = Object.getPrototypeOf(prototype)
    ) {
      const index = plans.findIndex((each) => each.resolved?.class?.prototype === prototype);
      if (index < 0) continue;
      if (prototype === Object.getPrototypeOf(value)) this.#remember(to, prototype, FIRST_PLAN + index);
      return { handle: this.#objects.give(value, to), plan: FIRST_PLAN + index };
    }
    return undefined;
  }
}

/** What may be a live object, or must be one. */
interface Seen {
  readonly value: unknown;
  readonly sure: boolean;
  readonly path: Path;
}

function notKept(label: string, what: string): ResultError {
  return new ResultError(`${label}: ${what} is no object of a class that this thread has a facade for.`);
}

/** Reads or sets what an object, or a class, has under a registered name. */
function access(of: object | undefined, { kind, name }: ResolvedMember, args: unknown[]): () => unknown {
  const holder = of as Record<string | symbol, unknown>; // resolved with that name, or late
  if (kind === MemberKind.Get || kind === MemberKind.StaticGet) return () => holder[name];
  return () => {
    holder[name] = args[0];
  };
}

/** Puts the call's own signal in the place of the parameter that its callers do not see. */
function signalled(run: () => unknown, args: unknown[], at: number): Work["run"] {
  return ({ signal }) => {
    // Arguments that were left out are undefined, as everywhere.
    while (args.length < at) args.push(undefined);
    args[at] = signal;
    return run();
  };
}

/** Work of the reactor itself. */
function own(label: string, run: Work["run"], toHandle?: Work["toHandle"]): Work {
  return { label, run, transfer: false, toHandle };
}
