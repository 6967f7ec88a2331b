/** The hand-off's own sources, made steppable and loaded so that their shared memory is that of a world. */
import { readFileSync } from "node:fs";
import { Transform } from "./transform.ts";
import { type Steps, World } from "./world.ts";

const src = new URL("../../src/", import.meta.url);

/** What is stepped: all that touches shared memory, and all that decides when. */
const STEPPED = [
  "memory/bell",
  "memory/blocks",
  "memory/credit",
  "memory/nap",
  "memory/obituary",
  "memory/phase",
  "memory/ring",
  "memory/sleep",
  "memory/spin",
  "parcel",
  "doorbell",
  "events",
  "requests",
  "callbacks",
  "arrivals",
  "waits",
  "call",
  "functions",
  "emitted",
  "run-work",
  "serve",
  "replies",
  "deadline",
  "eventual-result",
  "handoff",
  "reactor/turns",
  "reactor/pace",
] as const; // in the order of their layers
/** A replacement in one source, which must fit exactly once. */
export interface Edit {
  readonly file: (typeof STEPPED)[number];
  readonly find: string;
  readonly put: string;
}

/** A ring that two or three records fill. */
export const RING_BYTES = 256;

/** The model's own sizes: small enough that a few calls reach each limit. */
const SMALL: readonly Edit[] = [
  { file: "memory/ring", find: "const LARGE = 8192;", put: "const LARGE = 96;" },
  { file: "memory/spin", find: "const LOOKS_PER_CLOCK = 32;", put: "const LOOKS_PER_CLOCK = 1;" },
  { file: "memory/spin", find: "const GAP_MS = 0.01;", put: "const GAP_MS = 1000;" },
];
const WIRE = {
  RING_BYTES,
  MAX_INLINE_BYTES: RING_BYTES / 2 - 16,
  MAX_INLINE_BUFFER: 64,
  LAST_WORDS_BYTES: 256,
  OPTIONS_BYTES: 64,
  MAX_REACTORS: 1,
};

type Exports = Record<string, unknown>;
// Functions of any signature; which one is a generator shows when it is called.
export type Callee = (this: unknown, ...args: readonly unknown[]) => unknown;

const sources = new Map<string, string>(
  STEPPED.map((name) => [name, readFileSync(new URL(`${name}.ts`, src), "utf8")]),
);
const transform = new Transform([...sources].map(([name, text]) => ({ name: `${name}.ts`, text })));

/** What they import and touches nothing that is shared: it runs as built. */
const asItIs = new Map<string, Exports>();
for (const [name, text] of sources) {
  for (const [, specifier = ""] of text.matchAll(/from "(\..*)";/g)) {
    const path = resolve(specifier, `${name}.ts`);
    if (asItIs.has(path) || sources.has(path.replace(/\.ts$/, ""))) continue;
    const exports = (await import(
      new URL(`../../dist/${path.replace(/\.ts$/, ".js")}`, import.meta.url).href
    )) as Exports; // a namespace object
    asItIs.set(path, path === "wire.ts" ? { ...exports, ...WIRE } : exports);
  }
}
const { Reader } = asItIs.get("codec/reader.ts") as { readonly Reader: abstract new () => object }; // arrivals.ts imports it

/** A path within src, as a source there names it. */
function resolve(specifier: string, from: string): string {
  return new URL(specifier, new URL(from, "file:///")).pathname.slice(1);
}

/** What is none of the protocol's business, and would outlive a run or leave the model. */
const INSTEAD: ReadonlyMap<string, Exports> = new Map<string, Exports>([
  // Each machine has a shelf of its own.
  ["per-thread.ts", { perThread: (_: string, make: () => unknown) => make() }],
  ["collections.ts", { afterCollections: () => () => {}, lookForCollection: () => {} }],
  ["unseen.ts", { notYetSeen: () => ({}), seen: () => {} }],
  ["reactor/owner.ts", { supervise: () => {} }],
  ["node:os", { availableParallelism: () => 2 }],
  ["node:worker_threads", { isMainThread: false }],
]);

export class Machine {
  #world: World | undefined;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #loaded = new Map<string, Exports>();
  /** What each reader stands on. */
  readonly #open = new Map<object, readonly [memory: ArrayBufferLike, from: number, length: number]>();
  /** Milliseconds that pass with each look at the clock. */
  tick = 0.001;
  /** What a thread that calls is connected by. */
  connection: unknown;

  constructor(edits: readonly Edit[] = []) {
    const texts = new Map(sources);
    for (const { file, find, put } of [...SMALL, ...edits]) {
      const text = texts.get(file) ?? "";
      if (text.split(find).length !== 2) throw new Error(`${file}.ts has not once: ${find}`);
      texts.set(
        file,
        text.replace(find, () => put),
      );
    }
    this.#texts = texts;
  }

  /** The exports of a stepped source. Their types are those of the source, but that what reaches shared memory is a generator. */
  module<T>(name: (typeof STEPPED)[number]): T {
    return this.#require(`${name}.ts`) as T; // the scenario says what it is
  }

  get world(): World {
    if (this.#world === undefined) throw new Error("no run has begun");
    return this.#world;
  }

  /** A new run begins. */
  use(world: World): void {
    this.#world = world;
    this.#open.clear();
    tasks = { jobs: [], immediates: [] };
  }

  /** Calls what may be a generator. */
  *call(self: unknown, callee: Callee, args: readonly unknown[]): Steps<unknown> {
    this.#see(self, callee, args);
    const result = Reflect.apply(callee, self, args);
    return isSteps(result) ? yield* result : result;
  }

  /** Plain bytes that code which is not stepped reads and writes in a ring. */
  #see(self: unknown, { name }: Callee, args: readonly unknown[]): void {
    if (name === "copyTo") {
      const [bytes, at] = args as [Buffer, number]; // as Payload has it
      if (bytes.buffer instanceof SharedArrayBuffer)
        this.world.touch(bytes.buffer, bytes.byteOffset + at, (self as { length: number }).length, true); // a payload
      return;
    }
    const reader = [self, args[0]].find((each) => each instanceof Reader);
    if (reader === undefined) return;
    if (name === "begin") {
      const [bytes, start, length] = args as [Buffer, number, number]; // as Reader has it
      this.#open.set(reader as object, [bytes.buffer, bytes.byteOffset + start, length]); // it is one
    }
    const part = this.#open.get(reader as object); // it is one
    if (part !== undefined && part[0] instanceof SharedArrayBuffer) this.world.touch(...part, false);
  }

  #require(path: string): Exports {
    const known = this.#loaded.get(path) ?? asItIs.get(path);
    if (known !== undefined) return known;
    const text = this.#texts.get(path.replace(/\.ts$/, ""));
    if (text === undefined) throw new Error(`the model has no ${path}`);
    const exports: Exports = {};
    this.#loaded.set(path, exports);
    const require = (name: string): Exports => {
      const full = name.startsWith(".") ? resolve(name, path) : name;
      if (full === "reactor/connect.ts") return { connect: () => this.connection };
      if (full === "answer.ts") return { Answer };
      return INSTEAD.get(full) ?? this.#require(full);
    };
    const given = {
      exports,
      require,
      $atomic: (name: string, args: readonly unknown[]) => this.world.atomic(name, args),
      $call: (self: unknown, callee: Callee, args: readonly unknown[]) => this.call(self, callee, args),
      performance: { now: () => this.world.now(this.tick) },
      Promise: Later,
      setTimeout: () => ({ unref: () => undefined }),
      clearTimeout: () => undefined,
      setImmediate: (task: Callee) => void tasks.immediates.push({ callee: task, args: [] }),
      ...(path === "memory/ring.ts" && {
        Int32Array: seen(Int32Array, this),
        Float64Array: seen(Float64Array, this),
      }),
    };
    // The sources, transformed: what they import and what they share is given to them.
    new Function(
      ...Object.keys(given),
      `"use strict";${transform.apply({ name: path, text })}\n//# sourceURL=model/${path}`,
    )(...Object.values(given));
    return exports;
  }
}

/** Nothing that is stepped makes generators of its own. */
function isSteps(result: unknown): result is Steps<unknown> {
  return (result as { [Symbol.toStringTag]?: unknown } | null | undefined)?.[Symbol.toStringTag] === "Generator";
}

/** A typed array that tells the world when it is read and written. */
function seen(of: Int32ArrayConstructor | Float64ArrayConstructor, machine: Machine): unknown {
  const touch = (array: Int32Array | Float64Array, key: string | symbol, write: boolean): void => {
    const { buffer, byteOffset, BYTES_PER_ELEMENT: size } = array;
    machine.world.touch(buffer, byteOffset + Number(key) * size, size, write);
  };
  // A constructor that returns another object than its own.
  return function (memory: ArrayBuffer, offset: number, length: number): object {
    return new Proxy(new of(memory, offset, length), {
      get: (array, key) => (touch(array, key, false), array[Number(key)]),
      set: (array, key, value: number) => (touch(array, key, true), (array[Number(key)] = value), true),
    });
  };
}

/** What the event loop of the reactor has to do: the only thread of a model that has one. */
export interface Tasks {
  readonly jobs: Task[];
  readonly immediates: Task[];
}

export interface Task {
  readonly callee: Callee;
  readonly args: readonly unknown[];
}

/** Of the run that goes on. */
export let tasks: Tasks = { jobs: [], immediates: [] };

/** Its promise is one of the model's. */
class Answer {
  readonly promise = new Later();

  resolve(value: unknown): void {
    this.promise.settle(false, value);
  }

  reject(error: unknown): void {
    this.promise.settle(true, error);
  }
}

/** As much of a promise as the sources use: its jobs are the model's, since they may stop at an access. */
export class Later {
  #settled: { readonly threw: boolean; readonly value: unknown } | undefined;
  readonly #waiting: (() => void)[] = [];

  static resolve(value?: unknown): Later {
    if (value instanceof Later) return value;
    const later = new Later();
    later.settle(false, value);
    return later;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- it stands for a promise
  then(onValue?: Callee, onError?: Callee): void {
    const enqueue = (): void => {
      const { threw, value } = this.#settled!; // called once it is
      const callee = threw ? onError : onValue;
      if (callee !== undefined) tasks.jobs.push({ callee, args: [value] });
    };
    if (this.#settled === undefined) this.#waiting.push(enqueue);
    else enqueue();
  }

  settle(threw: boolean, value: unknown): void {
    this.#settled = { threw, value };
    for (const each of this.#waiting) each();
  }
}
