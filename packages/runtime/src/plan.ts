/** What generated code tells the runtime about a class: once, as plain data. */
import { type Timeout, checkTimeout } from "./deadline.ts";
import { registerErrorClass } from "./codec/decode-error.ts";
import { bare } from "./parts.ts";
import { perThread } from "./per-thread.ts";
import { type Receive, receiveFacade } from "./handles.ts";
import { BlockingIterator, type IteratorPlan } from "./iterators.ts";
import { moduleUrl, referenceUrl } from "./module-url.ts";
import { hideFrames } from "./stack.ts";
import { type EventsPlan, type EventsSource, eventsPlan } from "./events-plan.ts";
import {
  MemberKind,
  NO_SIGNAL,
  type Part,
  type Parts,
  type Registration,
  ResultKind,
  SYMBOL_MARK,
  type WireMember,
} from "./wire.ts";

/** How a value crosses: copied, as a reference to an object that stays in the reactor, or as a function that stays in the caller. */
export type Crossing =
  | { readonly kind: "copy" }
  | HandleCrossing
  | PartsCrossing
  /** Of a result only: what it iterates over stays. */
  | { readonly kind: "iterator"; readonly item: Crossing; readonly prefetch: number }
  | {
      readonly kind: "callback";
      /** How its arguments cross, by position; shorter than they are: copied. */
      readonly params: readonly Crossing[];
      /** How its result crosses; undefined: it has none. */
      readonly result: Crossing | undefined;
      /** It hears an event, and stays when the call has ended that brought it. */
      readonly listens?: true;
    };
export type HandleCrossing = { readonly kind: "handle"; readonly facade: () => unknown };
/** Copied, with such references in it. */
export type PartsCrossing = Extract<Part, { readonly kind: "parts" }>;
export type CallbackCrossing = Extract<Crossing, { readonly kind: "callback" }>;

/** The value is copied, as structured clone would. The default. */
export const copy: Extract<Crossing, { readonly kind: "copy" }> = { kind: "copy" };

/** The value is an object of a marked class: it stays, a facade stands for it. Lazy, since modules may import in a cycle. */
export function handle(facade: () => unknown): HandleCrossing {
  return { kind: "handle", facade };
}

/** The value is copied, and has live objects at these places, or is one of several things with such places. */
export function parts(of: Parts): PartsCrossing {
  return { kind: "parts", ...of };
}

/** The value is a function: it runs in the caller's thread, while that waits. `result` left out: what it returns is not passed on. */
export function callback(params: readonly Crossing[] = [], result?: Crossing): Crossing {
  return { kind: "callback", params, result };
}

/**
 * The result is an iterator, which stays; one that blocks stands for it. `prefetch`: how many items the reactor may have ready
 * before they are asked for; left out, each is made when it is.
 */
export function iterator(item: Crossing = copy, prefetch = 0): Crossing {
  return { kind: "iterator", item, prefetch };
}

export interface MemberSource {
  readonly timeout: Timeout;
  /** By position; left out, or shorter than the parameters: copied. */
  readonly params?: readonly Crossing[];
  /** Of each argument after those. Left out: copied. */
  readonly rest?: Crossing;
  /** Left out: copied. */
  readonly result?: Crossing;
  /** Whole ArrayBuffers of the arguments and of the result move instead of being copied. Left out: they do not. */
  readonly transfer?: boolean;
  /** Only the object has it, and not its class: a field, or an abstract member. Left out: the class has it. */
  readonly late?: boolean;
  /** The position of the parameter that callers do not see, and that gets the call's own AbortSignal. Left out: there is none. */
  readonly signal?: number;
  /** Of a function: the name that its module exports it under, where it is another than its own. */
  readonly exported?: string;
  /** Of a function: the generated function, so that it can name the call. Lazy, since it comes after its plan. */
  readonly facade?: () => unknown;
}

export type MemberSources = Readonly<Record<string, MemberSource>>;

export type ErrorClass = abstract new (...args: never) => Error;

export interface FacadeSource {
  /** Absent: the class cannot be constructed from outside. */
  readonly construct?: MemberSource;
  readonly methods?: MemberSources;
  readonly statics?: MemberSources;
  /** Accessors and fields: reading one, and setting one, is a call each. */
  readonly getters?: MemberSources;
  readonly setters?: MemberSources;
  readonly staticGetters?: MemberSources;
  readonly staticSetters?: MemberSources;
  /** The name that the module exports the class under, where it is another than its own. */
  readonly exported?: string;
  /** Left out: its objects have none. */
  readonly events?: EventsSource;
  /** Error classes of `@throws` tags, so that they come out as themselves. */
  readonly errors?: readonly ErrorClass[];
  /** The reactor that the class lives in, by its name. Left out: the default one. */
  readonly reactor?: string;
}

/** One member of a plan: its number is all that a call carries of it. */
export interface Member {
  readonly plan: PlanBase;
  readonly number: number;
  readonly kind: MemberKind;
  /** As texts name it: `ExchangeRate.latestValue`. */
  readonly label: string;
  readonly timeout: Timeout;
  readonly params: readonly Crossing[];
  readonly rest: Crossing | undefined;
  readonly result: Crossing;
  /** Its whole ArrayBuffers move, both ways. */
  readonly transfer: boolean;
  /** What a handle in its answer becomes; undefined where the result is copied. */
  readonly receive: Receive | undefined;
  /** Functions are among its parameters. */
  readonly callsBack: boolean;
  /** The reactor must know every class of the thread, since it sends objects of them. */
  readonly namesClasses: boolean;
  /** It puts its object away, and handlers of events with it. */
  readonly disposes: boolean;
}

export interface PlanBase {
  /** The name of its reactor; "": the default one. */
  readonly reactor: string;
  readonly registration: Registration;
  readonly label: string;
  readonly construct: Member | undefined;
  readonly events: EventsPlan | undefined;
  /** Set by bind(): the class that stands for the reactor's objects. */
  facade: FacadeClass | undefined;
}

export type FacadeClass = abstract new (...args: never) => object;
type Members<S> = S extends MemberSources ? { readonly [K in keyof S]: Member } : Readonly<Record<never, Member>>;

/** The members of a marked class, numbered. */
export interface Plan<S extends FacadeSource = FacadeSource> extends PlanBase {
  readonly methods: Members<S["methods"]>;
  readonly statics: Members<S["statics"]>;
  readonly getters: Members<S["getters"]>;
  readonly setters: Members<S["setters"]>;
  readonly staticGetters: Members<S["staticGetters"]>;
  readonly staticSetters: Members<S["staticSetters"]>;
}

/** Every plan of this thread that has its class, by class, and by module and name. */
const bound = perThread("plans", () => ({
  byClass: new WeakMap<object, PlanBase>(),
  byName: new Map<string, PlanBase>(),
  functions: [] as { readonly facade: () => unknown; readonly member: Member }[],
}));

/** Ties a generated class to its plan. */
export function bindPlan(facade: FacadeClass, plan: PlanBase): void {
  plan.facade = facade;
  bound.byClass.set(facade, plan);
  bound.byName.set(`${plan.registration.url}#${plan.registration.name}`, plan);
}

/** The plan of a generated class, or of the nearest generated class that it extends. */
export function planOfClass(facade: unknown): PlanBase | undefined {
  for (let each = facade; typeof each === "function"; each = Object.getPrototypeOf(each)) {
    const plan = bound.byClass.get(each);
    if (plan !== undefined) return plan;
  }
  return undefined;
}

/** Those of this thread's facades whose objects live in this reactor. */
export function plansOf(reactor: string): readonly PlanBase[] {
  return [...bound.byName.values()].filter((plan) => plan.reactor === reactor);
}

/** How many plans this thread has: it only grows. */
export function planCount(): number {
  return bound.byName.size;
}

/**
 * One per generated class. Pure data: it starts nothing and loads nothing. Any thread.
 *
 * @param url the generated module's own `import.meta.url`
 * @param module the reactor-layer module relative to it, without an extension: it has the generated module's own; or, of one
 * in another package, its whole URL
 * @param name the class's own name
 * @throws TimeoutRangeError (a RangeError) for a bad timeout
 */
export function facadePlan<const S extends FacadeSource>(
  url: string,
  module: string,
  name: string,
  source: S,
): Plan<S> {
  const made = new Maker(url, module, name, source.exported ?? name, source.errors, source.reactor, source.events);
  const construct =
    source.construct && made.member(MemberKind.Construct, "constructor", `new ${name}`, source.construct);
  const members = (kind: MemberKind, sources: MemberSources | undefined): Record<string, Member> =>
    made.members(kind, sources, (each) => name + shown(each));
  const all = {
    construct,
    methods: members(MemberKind.Method, source.methods),
    statics: members(MemberKind.Static, source.statics),
    getters: members(MemberKind.Get, source.getters),
    setters: members(MemberKind.Set, source.setters),
    staticGetters: members(MemberKind.StaticGet, source.staticGetters),
    staticSetters: members(MemberKind.StaticSet, source.staticSetters),
  };
  // The records have the keys of the source, which TypeScript cannot follow through Object.entries.
  return Object.assign(made.plan, all) as unknown as Plan<S>;
}

/** A member as whoever calls the facade writes it: what is `[Symbol.asyncDispose]` in the reactor is `[Symbol.dispose]` there. */
function shown(member: string): string {
  const symbol = member.startsWith(SYMBOL_MARK) ? member.slice(SYMBOL_MARK.length) : undefined;
  return symbol === undefined
    ? `.${member}`
    : `[Symbol.${symbol.replace(/^async./, (start) => start.slice(5).toLowerCase())}]`;
}

/** One per generated module, and reactor, with marked functions. As facadePlan. */
export function functionPlan<const F extends MemberSources>(
  url: string,
  module: string,
  functions: F,
  errors?: readonly ErrorClass[],
  reactor?: string,
): { readonly [K in keyof F]: Member } {
  const made = new Maker(url, module, "", "", errors, reactor);
  const members = made.members(MemberKind.Function, functions, (each) => each);
  for (const [name, { facade }] of Object.entries<MemberSource>(functions)) {
    const member = members[name];
    if (facade !== undefined && member !== undefined) bound.functions.push({ facade, member });
  }
  return members as { readonly [K in keyof F]: Member }; // as above
}

/** The member that a generated function calls; undefined for any other function. */
export function memberOfFunction(fn: unknown): Member | undefined {
  return bound.functions.find(({ facade }) => facade() === fn)?.member;
}

/** The modules of the reactor layer for which this thread has facades of that reactor. */
export function modulesOf(reactor: string): readonly string[] {
  const plans = [...plansOf(reactor), ...bound.functions.map(({ member }) => member.plan)];
  return plans.filter((plan) => plan.reactor === reactor).map(({ registration }) => registration.url);
}

/** An export of a reactor-layer module that is called without a facade. */
export function referencePlan(module: string | URL, name: string, timeout: Timeout, reactor = ""): Member {
  const registration: Registration = {
    url: referenceUrl(module, name),
    name: "",
    exported: "",
    members: [[MemberKind.Function, name, ResultKind.Copy, false, false, NO_SIGNAL]],
  };
  const plan: PlanBase = {
    reactor,
    registration,
    label: name,
    construct: undefined,
    events: undefined,
    facade: undefined,
  };
  checkTimeout(timeout, name);
  return {
    plan,
    number: 0,
    kind: MemberKind.Function,
    label: name,
    timeout,
    params: [],
    rest: undefined,
    result: copy,
    transfer: false,
    receive: undefined,
    callsBack: false,
    namesClasses: false,
    disposes: false,
  };
}

const DISPOSE = `${SYMBOL_MARK}asyncDispose`;

class Maker {
  readonly #members: WireMember[] = [];
  readonly plan: PlanBase;

  constructor(
    url: string,
    module: string,
    name: string,
    exported: string,
    errors: readonly ErrorClass[] = [],
    reactor = "",
    events?: EventsSource,
  ) {
    const names = events === undefined ? {} : { events: Object.keys(events.of) };
    const registration: Registration = {
      url: moduleUrl(url, module),
      name,
      exported,
      members: this.#members,
      ...names,
    };
    this.plan = {
      reactor,
      registration,
      label: name,
      construct: undefined,
      events: events && eventsPlan(name, events),
      facade: undefined,
    };
    hideFrames(url);
    for (const each of errors) registerErrorClass(each);
  }

  member(kind: MemberKind, name: string, label: string, source: MemberSource): Member {
    checkTimeout(source.timeout, label);
    const { timeout, params = [], rest, result = copy, transfer = false, late = false, exported = name } = source;
    const { signal = NO_SIGNAL } = source;
    const becomes = kind === MemberKind.Construct ? ResultKind.Handle : RESULT_KINDS[result.kind];
    const inside = result.kind === "iterator" ? result.item : result;
    const live = isLive(inside) && result.kind !== "handle" ? bare(inside) : undefined;
    const wire = [kind, exported, becomes, transfer, late, signal] as const;
    const number = this.#members.push(live === undefined ? wire : ([...wire, live] as const)) - 1;
    const { plan } = this;
    const receive = result.kind === "iterator" ? iterated(plan, label, timeout, result) : received(result, plan);
    const functions = params.filter((each) => each.kind === "callback");
    const callsBack = functions.length > 0;
    const namesClasses = isLive(inside) || functions.some((each) => each.params.some(isLive));
    const disposes = exported === DISPOSE;
    const own = { plan, number, kind, label, timeout, params, rest, result, transfer, receive } as const;
    return { ...own, callsBack, namesClasses, disposes };
  }

  members(
    kind: MemberKind,
    source: MemberSources | undefined,
    label: (name: string) => string,
  ): Record<string, Member> {
    const members = Object.create(null) as Record<string, Member>; // typed any; no prototype, so no inherited names
    for (const [name, each] of Object.entries(source ?? {})) members[name] = this.member(kind, name, label(name), each);
    return members;
  }
}

/** How arguments cross: as many as there are, where those at the end are live objects. */
export function paramsOf({ params, rest }: Member, args: readonly unknown[]): readonly Crossing[] {
  if (rest === undefined) return params;
  return [...params, ...args.slice(params.length).map(() => rest)];
}

/** It is a live object, or has some in it. */
export function isLive(crossing: Crossing): crossing is HandleCrossing | PartsCrossing {
  return crossing.kind === "handle" || crossing.kind === "parts";
}

const RESULT_KINDS = {
  copy: ResultKind.Copy,
  handle: ResultKind.Handle,
  parts: ResultKind.Parts,
  iterator: ResultKind.Iterator,
  callback: ResultKind.Copy,
} as const;

/** The facade of the object's own class, or else of the declared one; undefined where the value is no object that stays. */
function received(crossing: Crossing, plan: PlanBase): Receive | undefined {
  if (crossing.kind === "parts")
    return Object.assign((...given: Parameters<Receive>) => receiveFacade(...given), { part: crossing });
  if (crossing.kind !== "handle") return undefined;
  const { facade } = crossing;
  return (handle, actual, handles) => handles.receive(handle, actual ?? planOfClass(facade()) ?? plan);
}

function iterated(
  plan: PlanBase,
  label: string,
  timeout: Timeout,
  { item, prefetch }: Extract<Crossing, { kind: "iterator" }>,
): Receive {
  const of: IteratorPlan = { plan, label, timeout, isLive: isLive(item), prefetch };
  return (handle, _actual, handles) => new BlockingIterator(of, handle, handles);
}
