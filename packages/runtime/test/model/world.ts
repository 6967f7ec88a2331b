/** One run: threads that stop before each access to shared memory, and go on when they are told to. */

/** A shared place, and whether it is changed. */
export interface Access {
  readonly at: number;
  readonly write: boolean;
}

export interface Op {
  readonly label: string;
  readonly accesses: readonly Access[];
  /** Of one that blocks. */
  readonly enabled?: () => boolean;
  run(): unknown;
}

/** A part of a thread: stops before each access, and goes on with what it gave. */
export type Steps<T> = Generator<Op, T, unknown>;

export class Violation extends Error {}

export interface ThreadOptions {
  /** How often it may find its time up although something else could still happen. Default: never. */
  readonly early?: number;
  /** It ends with the reactor's death. */
  readonly mortal?: boolean;
}

interface Waiting {
  readonly word: number;
  /** What the word held. */
  readonly value: number;
  readonly ms: number;
  how: "ok" | "timed-out" | undefined;
}

export interface Thread {
  readonly id: number;
  readonly name: string;
  readonly mortal: boolean;
  op: Op | undefined;
  steps: Steps<void>;
  waiting: Waiting | undefined;
  early: number;
  /** Milliseconds by its own clock: it moves when its sleeps end, and a little with each look. */
  clock: number;
  /** What it knows of each thread's past, by what it read in shared words. */
  knows: number[];
}

/** The word that lives as long as the reactor's thread. */
const ALIVE = 1;
const WORDS = 100_000;
/** A sleeper's own place in the list of those who sleep on a word. */
const sleepersOf = (word: number): number => word + 1;
const ALIVE_READ: Access = { at: ALIVE, write: false };
/** In order, nobody awakes more often than this after all others have come to rest. */
const MOST_TIMEOUTS = 24;
/** Nor are there so many steps in a run, by far. */
const MOST_STEPS = 2_000;
const CELL = 8;

export class World {
  readonly threads: Thread[] = [];
  alive = true;
  violation: string | undefined;
  readonly log: string[] = [];
  #timeouts = 0;
  #current: Thread | undefined;
  readonly #bases = new Map<ArrayBufferLike, number>();
  readonly #published = new Map<number, number[]>();
  /** Per cell of plain bytes: who wrote it last, and who read it since, each with the moment in its own time. */
  readonly #cells = new Map<number, { writer: number; wrote: number; reads: Map<number, number> }>();
  /** Called when nobody can go on without a timeout. */
  atRest: () => void = () => {};
  /** Whether other orders are tried from here on; before that, one order stands for all. */
  explores: () => boolean = () => true;

  constructor() {
    this.#bases.set(new ArrayBuffer(0), 0);
  }

  spawn(name: string, body: () => Steps<void>, { early = 0, mortal = false }: ThreadOptions = {}): Thread {
    const id = this.threads.length;
    const thread: Thread = {
      id,
      name,
      mortal,
      early,
      steps: body(),
      op: undefined,
      waiting: undefined,
      clock: 0,
      knows: [],
    }; // short
    this.threads.push(thread);
    return thread;
  }

  begin(): void {
    for (const thread of this.threads) thread.knows = this.threads.map(() => 0);
    for (const thread of this.threads) this.#advance(thread, undefined);
  }

  get current(): Thread {
    if (this.#current === undefined) throw new Error("no thread of the model runs");
    return this.#current;
  }

  now(tick: number): number {
    return (this.current.clock += tick);
  }

  /** Who may go on: the threads by number, and after them the clocks of those that sleep. */
  ready(): number[] {
    if (this.violation !== undefined) return [];
    const { threads } = this;
    const ready = threads.filter((each) => this.#isReady(each)).map(({ id }) => id);
    const sleepers = threads.filter((each) => this.#sleeps(each));
    if (ready.length > 0) {
      for (const { id, early } of sleepers) if (early > 0) ready.push(id + threads.length);
      return ready;
    }
    this.atRest();
    if (this.violation !== undefined) return [];
    if (this.#timeouts >= MOST_TIMEOUTS)
      this.fail(`${sleepers.map(({ name }) => name).join(", ")} sleeps again and again`);
    return this.violation === undefined ? sleepers.map(({ id }) => id + threads.length) : [];
  }

  #isReady(thread: Thread): boolean {
    if (thread.op === undefined || (thread.mortal && !this.alive)) return false;
    return thread.op.enabled?.() ?? true;
  }

  #sleeps({ waiting, mortal }: Thread): boolean {
    return waiting !== undefined && waiting.how === undefined && waiting.ms < Infinity && (this.alive || !mortal);
  }

  isClock(id: number): boolean {
    return id >= this.threads.length;
  }

  /** What the next step of a thread or a clock touches; undefined: it has none. */
  accesses(id: number): readonly Access[] | undefined {
    const { threads } = this;
    const thread = threads[id % threads.length]!; // by construction
    if (this.isClock(id)) {
      if (!this.#sleeps(thread)) return undefined;
      const own = { at: sleepersOf(thread.waiting!.word), write: true }; // it sleeps
      return thread.mortal ? [own, ALIVE_READ] : [own];
    }
    if (thread.op === undefined || (thread.mortal && !this.alive)) return undefined;
    return thread.mortal ? [...thread.op.accesses, ALIVE_READ] : thread.op.accesses;
  }

  /** Goes on with one of those that are ready. Returns the threads that it woke. */
  step(id: number): number[] {
    const { threads } = this;
    const thread = threads[id % threads.length]!; // by construction
    const asleep = threads.filter((each) => this.#sleeps(each));
    if (this.log.length > MOST_STEPS) this.fail(`${thread.name} goes on and on`);
    if (this.isClock(id)) {
      this.#timeout(thread, !threads.some((each) => this.#isReady(each)));
    } else {
      const op = thread.op!; // it is ready
      this.log.push(`${thread.name}: ${op.label}`);
      this.#current = thread;
      const given = op.run();
      // What it does to plain bytes from now on is not told by what it has just published.
      thread.knows[thread.id]! += 1; // by construction
      this.#advance(thread, given);
    }
    return asleep.filter((each) => !this.#sleeps(each)).map((each) => each.id);
  }

  #timeout(thread: Thread, nothingElse: boolean): void {
    const waiting = thread.waiting!; // it sleeps
    this.log.push(`${thread.name}: its time is up`);
    if (nothingElse) this.#timeouts += 1;
    else thread.early -= 1;
    thread.clock += waiting.ms;
    waiting.how = "timed-out";
  }

  #advance(thread: Thread, given: unknown): void {
    this.#current = thread;
    try {
      const next = thread.steps.next(given);
      thread.op = next.done === true ? undefined : next.value;
    } catch (error) {
      thread.op = undefined;
      const { message, stack } = error as Error; // our code throws errors only
      this.fail(error instanceof Violation ? message : `${thread.name} throws ${message}\n${stack}`);
    }
  }

  fail(text: string): void {
    this.violation ??= text;
  }

  /** The reactor's thread ends here and now. */
  kill(): Op {
    const run = (): void => {
      this.alive = false;
    };
    return { label: "the reactor dies", accesses: [{ at: ALIVE, write: true }], run };
  }

  /** Blocks until the reactor is dead. */
  death(): Op {
    return { label: "hears of the death", accesses: [ALIVE_READ], enabled: () => !this.alive, run: () => undefined };
  }

  place(memory: ArrayBufferLike, byte: number): number {
    let base = this.#bases.get(memory);
    if (base === undefined) this.#bases.set(memory, (base = this.#bases.size));
    return base * WORDS + byte;
  }

  /** Atomics.<name>(…args), as steps. */
  *atomic(name: string, args: readonly unknown[]): Steps<unknown> {
    const [words, index] = args as [Int32Array, number]; // as Atomics takes them
    const word = this.place(words.buffer, words.byteOffset + index * 4);
    const label = `${name} ${word} ${args.slice(2).join(" ")}`;
    if (name === "notify") {
      const run = (): number => this.#notify(word);
      return yield { label, accesses: [{ at: sleepersOf(word), write: true }], run };
    }
    if (name === "wait") return yield* this.#wait(word, label, args as [Int32Array, number, number, number]);
    const real = Atomics[name as "load"] as (...args: readonly unknown[]) => number; // one of its functions
    const run = (): number => {
      const { current } = this;
      const before = words[index]!; // within the block
      const result = real(...args);
      if (name !== "store") this.#learn(current, word);
      const changed = name !== "load" && (name !== "compareExchange" || before === args[2]);
      if (changed) this.#published.set(word, [...current.knows]);
      return result;
    };
    return yield { label, accesses: [{ at: word, write: name !== "load" }], run };
  }

  #learn(thread: Thread, word: number): void {
    const told = this.#published.get(word);
    if (told !== undefined) thread.knows = thread.knows.map((known, i) => Math.max(known, told[i]!)); // of one length
  }

  *#wait(word: number, label: string, [words, index, value, ms]: [Int32Array, number, number, number]): Steps<string> {
    const thread = this.current;
    const begin = (): boolean => {
      if (words[index] !== value) return false;
      thread.waiting = { word, value, ms: Math.max(0, ms), how: undefined };
      return true;
    };
    const accesses = [
      { at: word, write: false },
      { at: sleepersOf(word), write: true },
    ];
    if ((yield { label, accesses, run: begin }) === false) return "not-equal";
    const waiting = thread.waiting!; // just set
    const end = (): string => {
      thread.waiting = undefined;
      return waiting.how!; // it is enabled by that
    };
    const woken = yield { label: "goes on", accesses: [], enabled: () => waiting.how !== undefined, run: end };
    return woken as string; // from end()
  }

  #notify(word: number): number {
    const asleep = this.threads.filter((each) => each.waiting?.word === word && this.#sleepsOrWould(each));
    for (const each of asleep) each.waiting!.how = "ok"; // just tested
    return asleep.length;
  }

  #sleepsOrWould({ waiting, mortal }: Thread): boolean {
    return waiting !== undefined && waiting.how === undefined && (this.alive || !mortal);
  }

  /** Plain bytes are touched: a violation, if another thread touches them with no shared word to order the two. */
  touch(memory: ArrayBufferLike, from: number, length: number, write: boolean): void {
    const me = this.#current;
    if (me === undefined) return;
    for (let byte = from; byte < from + length; byte += CELL - (byte % CELL)) {
      const place = this.place(memory, byte - (byte % CELL));
      let cell = this.#cells.get(place);
      if (cell === undefined) this.#cells.set(place, (cell = { writer: me.id, wrote: 0, reads: new Map() }));
      const unordered = (id: number, moment: number): boolean => id !== me.id && me.knows[id]! < moment; // by construction
      if (unordered(cell.writer, cell.wrote)) this.#race(me, cell.writer, byte);
      const moment = me.knows[me.id]!; // by construction
      if (!write) {
        cell.reads.set(me.id, moment);
        continue;
      }
      for (const [id, read] of cell.reads) if (unordered(id, read)) this.#race(me, id, byte);
      cell.writer = me.id;
      cell.wrote = moment;
      cell.reads.clear();
    }
  }

  #race(me: Thread, other: number, byte: number): void {
    this.fail(`${me.name} touches byte ${byte} of a ring while ${this.threads[other]?.name} does`);
  }
}
