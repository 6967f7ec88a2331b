/** The calls of generated twins: a function, a method or a constructor that runs in a thread of a pool. Reactor thread. */
import { ArgumentError, PoolClosedError, ThreadDiedError } from "../errors.ts";
import { perThread } from "../per-thread.ts";
import { requireReactor } from "../role.ts";
import { ownPool } from "./defer.ts";
import { type Described, takeMode } from "./described.ts";
import { type Batch, NO_STREAM, type Work } from "./job.ts";
import type { JobOptions } from "./options.ts";
import type { Seat } from "./seat.ts";
import type { Bound, ThreadPool } from "./thread-pool.ts";
import type { ClassJobs, JobMember } from "./twin-plan.ts";

/** Something that lives in one thread of a pool: an object, or an iterator. */
class Resident {
  readonly pool: ThreadPool;
  readonly seat: Seat;
  /** Never reused within the reactor's thread. */
  readonly number: number;
  readonly #label: string;
  /** Which of the threads in its seat has it. */
  #lives = 0;

  constructor(pool: ThreadPool, seat: Seat, label: string) {
    this.pool = pool;
    this.seat = seat;
    this.number = things.last += 1;
    this.#label = label;
  }

  /** For the job that makes it. */
  get making(): Bound {
    return { seat: this.seat, begun: () => void (this.#lives = this.seat.thread.lives) };
  }

  /** For the jobs that use it. */
  get using(): Bound {
    return { seat: this.seat, check: () => this.#check() };
  }

  #check(): void {
    const { started, lives } = this.seat.thread;
    if (started && lives === this.#lives) return;
    throw new ThreadDiedError(
      `${this.#label}: the thread in which it lived has ended, and it went with it. Make a new one.`,
    );
  }
}

/** An object, as the reactor knows it. */
interface ObjectState {
  readonly at: Resident;
  /** Settles once it is made; rejects with the constructor's error. */
  readonly ready: Promise<unknown>;
}

const things = perThread("twins", () => ({
  last: 0,
  objects: new WeakMap<object, ObjectState>(),
  gone: new FinalizationRegistry<Resident>(release),
}));

/** The one call of a generated function or method: runs it in a thread of a pool. R is what the generated one declares. */
export async function defer<R>(receiver: unknown, member: JobMember, args: readonly unknown[]): Promise<R> {
  const mode = takeMode();
  const state = member.kind === "method" ? stateOf(receiver, member) : undefined;
  const job: Described = { ...described(member, args), work: workOf(member, state, NO_STREAM) };
  if (mode?.describe !== undefined) {
    mode.describe(job);
    return undefined as R; // nobody looks at it
  }
  requireReactor(member.label);
  const options = optionsOf(member, mode?.options, state);
  if (state === undefined) return (await (options.pool ?? ownPool()).submit(job, options)) as R; // as the twin declares
  return (await ofObject(state, () => state.at.pool.submit(job, options, state.at.using))) as R; // as above
}

/**
 * The one call of a generated generator function or method. The iterator runs in a thread of a pool, which is asked for some
 * items at a time, as they are needed: what nobody reads is never made. Nothing is sent before the first is asked for.
 */
export function iterate<T, R>(
  receiver: unknown,
  member: JobMember,
  args: readonly unknown[],
): AsyncGenerator<T, R, undefined> {
  const mode = takeMode();
  if (mode?.describe !== undefined)
    throw new ArgumentError(`${member.label}: a generator is iterated, and is no job by itself.`);
  requireReactor(member.label);
  const state = member.kind === "method" ? stateOf(receiver, member) : undefined;
  return items(state, member, args, optionsOf(member, mode?.options, state)) as AsyncGenerator<T, R, undefined>; // as the twin declares
}

async function* items(
  state: ObjectState | undefined,
  member: JobMember,
  args: readonly unknown[],
  { pool, affinity, ...options }: JobOptions,
): AsyncGenerator<unknown, unknown, undefined> {
  const its = state?.at.pool ?? pool ?? ownPool();
  const iterator = new Resident(its, its.bind(affinity, state?.at.seat), member.label);
  const { number: stream } = iterator;
  const { label } = member;
  const ask = (work: Work, sent: readonly unknown[], bound: Bound): Promise<Batch> =>
    its.submit({ ...described(member, sent), work }, options, bound) as Promise<Batch>; // as streams.ts answers
  const first = (): Promise<Batch> =>
    ask(workOf(member, state, stream), args, { ...iterator.making, check: () => state?.at.using.check?.() });
  let isOpen = false;
  try {
    let batch = state === undefined ? await first() : await ofObject(state, first);
    for (;;) {
      isOpen = !batch.done;
      yield* batch.items;
      if (batch.done) return batch.value;
      batch = await ask({ do: "pull", stream }, [], iterator.using);
    }
  } catch (error) {
    // It has ended by itself, or is asked to stop and may take its time: nobody waits for that.
    void close(iterator, label).catch(() => {});
    isOpen = false;
    throw error;
  } finally {
    // The loop was left: the generator's own clean-up runs first, and its error is the loop's.
    if (isOpen) await close(iterator, label);
    its.unbind(iterator.seat);
  }
}

async function close({ pool, number, using }: Resident, label: string): Promise<void> {
  try {
    await pool.submit({ label, work: { do: "close", stream: number }, args: [], transfer: false }, {}, using);
  } catch (error) {
    // Its thread has ended, or does now: the iterator is gone, as it should be.
    if (!(error instanceof ThreadDiedError || error instanceof PoolClosedError)) throw error;
  }
}

/** In the constructor of a generated class: makes the object in a thread of a pool, where it stays. Its error is that of its methods. */
export function place(object: object, jobs: ClassJobs, args: readonly unknown[]): void {
  const mode = takeMode();
  const member = jobs.construct;
  if (member === undefined)
    throw new ArgumentError(`new ${jobs.label}: it cannot be constructed from outside; use what makes one.`);
  requireReactor(member.label);
  const { pool = ownPool(), affinity, ...options } = optionsOf(member, mode?.options, undefined);
  const at = new Resident(pool, pool.bind(affinity), jobs.label);
  let ready: Promise<unknown>;
  try {
    ready = pool.submit({ ...described(member, args), work: workOf(member, { at }, NO_STREAM) }, options, at.making);
  } catch (error) {
    pool.unbind(at.seat);
    throw error;
  }
  // Told by the first method; nobody else hears of it.
  ready.catch(() => {});
  things.objects.set(object, { at, ready });
  things.gone.register(object, at);
}

function release(at: Resident): void {
  const { pool, number } = at;
  const work = { do: "release", object: number } as const;
  try {
    const released = pool.submit({ label: "a release", work, args: [], transfer: false }, {}, at.using);
    // Its thread has ended, and the object with it.
    void released.catch(() => {}).finally(() => pool.unbind(at.seat));
  } catch {
    // The pool is closed, or the reactor has ended: the object went with them.
  }
}

/** An object that was never made has no methods to run: the constructor's error says more than theirs. */
async function ofObject<R>({ ready }: ObjectState, run: () => Promise<R>): Promise<R> {
  try {
    return await run();
  } catch (error) {
    await ready;
    throw error;
  }
}

function stateOf(receiver: unknown, { label }: JobMember): ObjectState {
  const state = typeof receiver === "object" && receiver !== null ? things.objects.get(receiver) : undefined;
  if (state !== undefined) return state;
  throw new ArgumentError(`${label}: a method needs its object, so bind it: object.method.bind(object).`);
}

function optionsOf(member: JobMember, given: JobOptions = {}, state: ObjectState | undefined): JobOptions {
  if (state !== undefined && (given.pool !== undefined || given.affinity !== undefined))
    throw new ArgumentError(`${member.label}: its object lives in one thread; say pool and affinity where it is made.`);
  return { timeout: member.timeout, ...given };
}

function described({ label, transfer }: JobMember, args: readonly unknown[]): Omit<Described, "work"> {
  return { label, args, transfer };
}

function workOf(
  { kind, url, name, member }: JobMember,
  of: { readonly at: Resident } | undefined,
  stream: number,
): Work {
  const object = of?.at.number ?? 0;
  switch (kind) {
    case "function":
      return { do: "call", url, name, stream };
    case "static":
      return { do: "static", url, name, member, stream };
    case "method":
      return { do: "method", url, name, member, object, stream };
    case "construct":
      return { do: "construct", url, name, object };
  }
}
