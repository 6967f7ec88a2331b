/** A pool of threads that may block: the public face of a crew. */
import { contextOrOutside, trackContexts } from "../context.ts";
import { decodeReply } from "../codec/messages.ts";
import { corrupt } from "../codec/reader.ts";
import { valuesToSend } from "../context-value.ts";
import { ArgumentError, PoolClosedError, PoolFullError } from "../errors.ts";
import { ownReactor, requireThreads } from "../role.ts";
import { joinDeferred } from "../stack.ts";
import { Affinities } from "./affinities.ts";
import { Attempt } from "./attempt.ts";
import { Crew } from "./crew.ts";
import { type Described, exportOf } from "./described.ts";
import { type Packed, type Setup, type ThreadContext, packedArguments, unpacked } from "./job.ts";
import type { Limiter } from "./limiter.ts";
import { type JobOptions, type ThreadPoolOptions, checkOptions, checkSize } from "./options.ts";
import type { Caller, Seat } from "./seat.ts";

/** Twisted's default. */
const SIZE = 10;
const MAX_WAITING = 10_000;
/** Milliseconds between two looks whether jobs still run that a closing pool waits for. */
const LOOK = 10;

// A job that its caller's own thread should run is refused, and for that each call must be known where it defers one.
trackContexts();

/** A job of something that lives in a thread. */
export interface Bound {
  readonly seat: Seat;
  /** Right before it begins. Throws where that is gone. */
  readonly check?: () => void;
  /** It has begun, in this thread. */
  readonly begun?: () => void;
}

/**
 * Threads of the reactor in which code may block. The reactor has one pool of its own, which deferToThread() uses; another one
 * is for jobs that must not wait for those, or that need something of their own in each thread. Threads start as jobs come, stay
 * until the pool is closed, and keep no process alive unless they have a job. Reactor thread.
 *
 * @example
 * const reports = new ThreadPool({ size: 2 });
 * await deferToThreadPool(reports, new URL("./reports.js", import.meta.url), "yearly", 2025);
 */
export class ThreadPool {
  readonly name: string;
  readonly #crew: Crew;
  readonly #context: ThreadContext | undefined;
  readonly #maxWaiting: number;
  readonly #affinities: Affinities;
  /** Those who wait for room. */
  readonly #roomy: (() => void)[] = [];
  #jobs = 0;
  #closed: Promise<void> | undefined;
  readonly #retiring = new Set<Promise<void>>();

  /** @throws ArgumentError */
  constructor({ size = SIZE, name = "pool", context, maxWaiting = MAX_WAITING }: ThreadPoolOptions = {}) {
    checkSize(size, "new ThreadPool(): its size is");
    if (!Number.isInteger(maxWaiting) || maxWaiting < 0)
      throw new ArgumentError(`new ThreadPool(): maxWaiting is a whole number, 0 or more; got ${String(maxWaiting)}.`);
    this.name = name;
    this.#maxWaiting = maxWaiting;
    if (context !== undefined) {
      const { module, enter = "enter", leave } = context;
      this.#context = { url: exportOf(module, enter, "new ThreadPool(): its context").url, enter, leave };
    }
    this.#crew = new Crew(size, (seat) => void this.#retire(seat));
    this.#affinities = new Affinities(this.#crew);
  }

  /** Threads at the most. */
  get size(): number {
    return this.#crew.size;
  }

  /** Threads that there are. */
  get threads(): number {
    return this.#crew.seats().filter(({ thread }) => thread.started).length;
  }

  /** Jobs that run. */
  get running(): number {
    return this.#crew.running;
  }

  /** Jobs that wait for a thread. */
  get waiting(): number {
    return this.#crew.waiting;
  }

  /**
   * Sets how many threads there are at the most, 1 to 128. Jobs that run go on. Where all of its threads wait for a reactor, and
   * jobs wait for a thread, the pool has more for a while, one after the other, up to 128.
   *
   * @throws ArgumentError
   */
  resize(size: number): void {
    checkSize(size, "resize");
    this.#crew.resize(size);
    this.#tellRoom();
  }

  /**
   * Resolves once no more than half of the jobs wait that may: whoever defers more than it awaits asks before each.
   *
   * @example
   * for await (const line of lines) {
   *   await pool.room();
   *   callInThread(index, "add", line);
   * }
   */
  async room(): Promise<void> {
    if (!this.#isRoomy()) await new Promise<void>((resolve) => this.#roomy.push(resolve));
  }

  /**
   * Ends it: jobs that wait are refused with PoolClosedError, those that run are waited for, then each thread leaves its context
   * and ends. The reactor's own pool, and that of deferToDatabase(), are closed when the reactor stops. The second time it
   * resolves with the first.
   */
  close(): Promise<void> {
    return (this.#closed ??= this.#close(false));
  }

  /** As close(), since the reactor stops. For this package's own use. */
  closeAtStop(): Promise<void> {
    return (this.#closed ??= this.#close(true));
  }

  /**
   * Sends a job. For this package's own verbs.
   *
   * @returns a promise of its reply, decoded
   * @throws ArgumentError for what cannot cross, PoolFullError, PoolClosedError: all at once, with nothing sent
   */
  submit({ label, work, args, transfer }: Described, options: JobOptions = {}, bound?: Bound): Promise<unknown> {
    requireThreads(label);
    checkOptions(options, label);
    const { affinity, limiter, signal, timeout } = options;
    const seat = bound?.seat ?? (affinity === undefined ? undefined : this.#affinities.seatOf(affinity));
    this.#refuseClosed(label);
    // What is open already goes on, and comes to an end, also where much waits.
    if (work.do !== "pull" && work.do !== "close" && work.do !== "release") this.#refuseFull(label, seat, limiter);
    const move = transfer || options.transfer === true;
    // Now, so that what cannot cross is refused where it was passed, and what the caller changes later changes nothing.
    const sent = packedArguments(args, valuesToSend(), move);
    const number = (this.#jobs += 1);
    const attempt = new Attempt(label, number, this.#crew, { signal, timeout, limiter });
    const started = attempt.begin(seat, callerHere(), (at) => {
      bound?.check?.();
      const reply = at.thread.run({ number, label, work, args: sent, transfer: move }, () => this.#setup(at));
      bound?.begun?.();
      return reply;
    });
    return this.#settled(started, label);
  }

  /** A seat for something that is to live in its thread, until it is given back; that of `beside`, or of this affinity. */
  bind(affinity: unknown, beside?: Seat): Seat {
    const seat = beside ?? (affinity === undefined ? this.#crew.leastBound() : this.#affinities.seatOf(affinity));
    seat.holds += 1;
    return seat;
  }

  unbind(seat: Seat): void {
    seat.holds -= 1;
    this.#crew.unbound(seat);
  }

  #refuseClosed(label: string): void {
    if (this.#closed === undefined) return;
    throw new PoolClosedError(`${label}: the thread pool "${this.name}" is closed, and runs no more jobs.`);
  }

  #refuseFull(label: string, seat: Seat | undefined, limiter: Limiter | undefined): void {
    const { waiting, running, size } = this.#crew;
    const most = Math.max(waiting, limiter?.waiting ?? 0);
    // What finds its thread free does not wait.
    const isFree =
      running < size && seat?.running === undefined && (limiter === undefined || limiter.taken < limiter.limit);
    if (isFree || most < this.#maxWaiting) return;
    throw new PoolFullError(
      `${label}: ${most} jobs wait for a thread of "${this.name}" already. ` +
        "Await room() before each job, have fewer at once, or give the pool more threads or a higher maxWaiting.",
    );
  }

  async #settled(started: Promise<Packed>, label: string): Promise<unknown> {
    try {
      const settled = decodeReply(unpacked(await started), label, corrupt);
      if (settled.kind === "returned") return settled.value;
      joinDeferred(settled.error, label);
      throw settled.error;
    } finally {
      this.#tellRoom();
    }
  }

  #isRoomy(): boolean {
    return this.#crew.waiting * 2 <= this.#maxWaiting;
  }

  #tellRoom(): void {
    while (this.#roomy.length > 0 && this.#isRoomy()) this.#roomy.shift()?.();
  }

  async #close(atStop: boolean): Promise<void> {
    this.#crew.close(
      ({ label }) => new PoolClosedError(`${label}: the thread pool "${this.name}" was closed before it began.`),
    );
    for (const tell of this.#roomy.splice(0)) tell();
    // A job that still waits for a reactor waits for the very stop that closes this pool: it is left to itself.
    const isDone = (): boolean => this.#crew.running === 0 || (atStop && this.#crew.allWait());
    while (!isDone()) await new Promise((resolve) => setTimeout(resolve, LOOK));
    await Promise.all([...this.#crew.seats().map((seat) => this.#retire(seat)), ...this.#retiring]);
  }

  #retire(seat: Seat): Promise<void> {
    const ending = this.#end(seat).finally(() => this.#retiring.delete(ending));
    this.#retiring.add(ending);
    return ending;
  }

  async #end(seat: Seat): Promise<void> {
    // It has a job still, which blocks: it ends with the reactor, or with that job.
    if (!seat.thread.started || seat.running !== undefined) return;
    if (this.#context?.leave !== undefined) await this.#leave(seat);
    await seat.thread.end();
  }

  async #leave(seat: Seat): Promise<void> {
    const label = this.#context?.leave ?? "";
    const about = { number: (this.#jobs += 1), label, work: { do: "leave" } as const, transfer: false };
    const job = { ...about, args: packedArguments([], undefined, false) };
    // Logged in the thread; and a thread that dies of it has ended.
    await seat.thread.run(job, () => this.#setup(seat)).catch(() => {});
  }

  /** What the thread in this seat is told at its start. */
  #setup(seat: Seat): Setup {
    return { place: this.#crew.place(seat), reactor: ownReactor() ?? "", context: this.#context };
  }
}

/** The call that the reactor serves where this runs. */
function callerHere(): Caller | undefined {
  // A running call knows its thread; what is outside any has none.
  const { method, thread } = contextOrOutside() as { readonly method: string; readonly thread?: number };
  return thread === undefined ? undefined : { thread, method };
}
