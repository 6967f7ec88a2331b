import { setup, transfer } from "@picot/runtime";
import { Buffers } from "../fixtures/buffers.facade.ts";
import { thrownBy } from "./hand-made.ts";
import { failure } from "./outcome.ts";
import { inThread } from "./threads.ts";

const here = import.meta.url;

/** The same in the thread that starts the reactor, whose lane is a port, and in another one, whose lane can only copy. */
export async function inBoth(name: string): Promise<unknown[]> {
  setup();
  const own = ((await import(here)) as Record<string, () => unknown>)[name]!(); // a scenario of this file
  const thread = inThread<unknown>(here, name);
  const { value, error } = await thread.outcome;
  await thread.end();
  if (error !== undefined) throw new Error(error.message);
  return [own, value];
}

// In every Node, and in none of the types that we compile with.
const { Memory: memoryClass } = Reflect.get(globalThis, "WebAssembly") as {
  Memory: new (size: { initial: number }) => { buffer: ArrayBuffer };
};

const filled = (bytes: number): Uint8Array<ArrayBuffer> => new Uint8Array(bytes).map((_, i) => i);
const whole = (value: unknown, bytes: number): boolean =>
  value instanceof Uint8Array && value.length === bytes && value.every((each, i) => each === (i & 255));

/** A large and a small view, deep in an argument, and a buffer as it is. */
export function argumentsMove(): unknown {
  const buffers = new Buffers();
  const [large, small, bare] = [filled(1_000_000), filled(100), filled(200_000).buffer];
  const value = { deep: [{ large }], small, bare };
  const back = buffers.echo(transfer(value, [large.buffer, small.buffer, bare])) as {
    deep: [{ large: Uint8Array }];
    small: Uint8Array;
    bare: ArrayBuffer;
  }; // echo gives back what it got
  return {
    here: [large.length, large.buffer.byteLength, small.length, bare.byteLength],
    there: [whole(back.deep[0].large, 1_000_000), whole(back.small, 100), whole(new Uint8Array(back.bare), 200_000)],
    // What is not named is copied.
    kept: sentTwice(buffers),
  };
}

function sentTwice(buffers: Buffers): unknown {
  const [moved, kept] = [filled(50_000), filled(50_000)];
  buffers.echo(transfer([moved, kept], [moved.buffer]));
  return [moved.length, kept.length];
}

export function resultsMove(): unknown {
  const buffers = new Buffers();
  const seven = (value: Uint8Array): boolean => value.every((each) => each === 7);
  const given = buffers.give(500_000);
  const left = buffers.keptLength();
  const small = buffers.give(10);
  const leftOfSmall = buffers.keptLength();
  const copied = buffers.copy(500_000);
  return {
    given: [given.length, seven(given), left],
    small: [small.length, leftOfSmall],
    copied: [copied.length, seven(copied), buffers.keptLength()],
  };
}

/** Of a method tagged @transfer, whole buffers move and parts are copied. */
export function tagged(): unknown {
  const buffers = new Buffers();
  const [large, rest, pooled] = [filled(100_000), filled(64), Buffer.from("pooled")];
  const turned = buffers.turn({ whole: large, part: rest.subarray(1, 3) });
  buffers.turn({ whole: pooled, part: pooled });
  buffers.turn({ whole: filled(10), part: new Uint8Array(pooled.buffer) });
  const two = filled(3);
  buffers.turn({ whole: two, part: two });
  return {
    turned: [turned.length, turned[0], turned[99_999]],
    here: [large.length, rest.length, pooled.toString(), two.length],
    there: (buffers.turn({ whole: filled(8), part: filled(1) }), buffers.keptLength()),
  };
}

export function shared(): unknown {
  const buffers = new Buffers();
  const memory = new SharedArrayBuffer(4);
  const words = new Int32Array(memory);
  Atomics.store(words, 0, 40);
  const counted = buffers.count(memory);
  const back = buffers.echo({ memory }) as { memory: SharedArrayBuffer }; // echo gives back what it got
  Atomics.add(new Int32Array(back.memory), 0, 1);
  return [counted, Atomics.load(words, 0)];
}

export function sameMemory(): unknown {
  const bytes = filled(100_000);
  const args = [bytes, new Uint8Array(bytes.buffer)] as const;
  return new Buffers().share(transfer(args[0], [bytes.buffer]), args[1]);
}

export function refusals(): unknown {
  const buffers = new Buffers();
  const usable = filled(100_000);
  const detached = filled(10);
  structuredClone(detached, { transfer: [detached.buffer] });
  const pooled = Buffer.from("hi");
  const elsewhere = filled(70_000);
  const part = filled(80_000);
  const wasm = new memoryClass({ initial: 1 }).buffer;
  const acts: Record<string, () => unknown> = {
    detached: () => buffers.echo(transfer(detached, [detached.buffer])),
    twice: () => buffers.echo(transfer(usable, [usable.buffer, usable.buffer])),
    pooled: () => buffers.echo(transfer(pooled, [pooled.buffer as ArrayBuffer])), // of Node's pool, which is not shared
    pool: () => buffers.echo(transfer(pooled.buffer, [pooled.buffer as ArrayBuffer])), // as above
    wasm: () => buffers.echo(transfer(wasm, [wasm])),
    part: () => buffers.echo(transfer({ a: part.subarray(1) }, [part.buffer])),
    elsewhere: () => buffers.echo(transfer(usable, [usable.buffer, elsewhere.buffer])),
    shared: () => transfer({}, [new SharedArrayBuffer(4) as unknown as ArrayBuffer]), // refused at run time
    noBuffer: () => transfer({}, [usable as unknown as ArrayBuffer]), // refused at run time
    noObject: () => transfer(5 as unknown as object, []), // refused at run time
    beside: () => buffers.echo([transfer(usable, [usable.buffer]), () => 1]),
    result: () => buffers.givePooled(),
  };
  const refused: Record<string, unknown> = {};
  for (const [name, act] of Object.entries(acts)) {
    const { code, message } = failure(thrownBy(act));
    refused[name] = [code, message];
  }
  return {
    refused,
    usable: [usable, pooled, elsewhere, part].every((each) => each.length > 0),
    ran: buffers.calls(),
    // A mark that was refused does not stay.
    copied: [whole(buffers.echo(usable), 100_000), usable.length],
    next: buffers.echo("fine"),
  };
}

const code = (act: () => unknown): unknown => {
  const { code: its, message } = failure(thrownBy(act));
  return [its, message];
};

export const tooBig = (): unknown => {
  setup({ maxMessageBytes: 1_000_000 });
  return overLimit();
};

/** Over a limit of a million bytes, by bytes, by text of one and of two bytes a letter, and by many parts. */
export function overLimit(): unknown {
  const buffers = new Buffers();
  const moved = new Uint8Array(1_000_000);
  const args = {
    bytes: code(() => buffers.echo(new Uint8Array(1_000_000))),
    text: code(() => buffers.echoText("x".repeat(1_000_000))),
    wide: code(() => buffers.echoText("€".repeat(500_000))),
    parts: code(() => buffers.echo(Array.from({ length: 30 }, () => new Uint8Array(40_000)))),
    nodes: code(() => buffers.echo(Array.from({ length: 250_000 }, (_, i) => i))),
    moved: code(() => buffers.echo(transfer(moved, [moved.buffer]))),
  };
  const ran = buffers.calls();
  const results = [code(() => buffers.copy(1_000_000)), code(() => buffers.give(1_000_000))];
  return {
    args,
    ran,
    results,
    usable: moved.length,
    below: buffers.copy(990_000).length,
    text: buffers.echoText("y".repeat(990_000)).length,
  };
}

export function badLimits(): unknown {
  return [0, 65_535, 2 ** 31, 1.5, NaN, "1e6"].map(
    (limit) => failure(thrownBy(() => setup({ maxMessageBytes: limit as number }))).code, // refused at run time
  );
}
