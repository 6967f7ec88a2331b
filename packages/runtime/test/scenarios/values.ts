import { Worker } from "node:worker_threads";
import { ArgumentError, eventual, isPicotError } from "@picot/runtime";
import { Calls } from "../fixtures/calls.facade.ts";
import { Values } from "../fixtures/values.facade.ts";
import { thrownBy } from "./hand-made.ts";

/** What cannot cross, each at a place within the first argument. */
const refused: Record<string, () => unknown> = {
  function: () => () => 1,
  method: () => ({ name() {} }).name,
  class: () => class Local {},
  symbol: () => Symbol("s"),
  proxy: () => new Proxy({}, {}),
  promise: () => Promise.resolve(1),
  instance: () => new (class Point {})(),
  generator: () => (function* () {})(),
  weakMap: () => new WeakMap(),
  url: () => new URL("http://localhost/"),
  headers: () => new Headers({ a: "b" }),
  signal: () => new AbortController().signal,
  event: () => new Event("e"),
  revoked: () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  detached: () => {
    const view = new Uint8Array(8);
    structuredClone(view, { transfer: [view.buffer] });
    return view;
  },
  shared: () => new Uint8Array(new SharedArrayBuffer(8)),
};

/** The texts of the refusals, how many of them began to run, and that the next call is fine. */
export function refusals(): unknown {
  const values = new Values();
  const texts: Record<string, unknown> = {};
  for (const [name, make] of Object.entries(refused)) {
    const error = thrownBy(() => values.echo({ a: [1, { "b c": make() }] }));
    texts[name] =
      error instanceof TypeError && error instanceof ArgumentError && isPicotError(error)
        ? error.message
        : String(error);
  }
  return { texts, ran: values.calls(), next: values.echo("fine") };
}

export function refusalPaths(): unknown {
  const values = new Values();
  const calls = new Calls();
  const f = (): void => {};
  const acts = [
    () => values.echo(f),
    () => values.echo([0, [f]]),
    () => values.echo(new Map([["k", f]])),
    () => values.echo(new Map([[f, 1]])),
    () => values.echo(new Set([1, f])),
    () => values.echo({ "": { 7: f } }),
    () => calls.received("a", 1, "b", { c: f }),
  ];
  return acts.map((act) => String(thrownBy(act)));
}

/** A call that is refused through eventual() is refused at once. */
export function refusedEventual(): unknown {
  const error = thrownBy(() => eventual(new Values()).echo(() => 1));
  return error instanceof ArgumentError;
}

/** Getters of an argument that throw. */
export function throwingGetters(): unknown {
  const values = new Values();
  const own = new RangeError("of the getter");
  const error = thrownBy(() =>
    values.echo({
      first: "some text",
      get second() {
        throw own;
      },
    }),
  );
  return { same: error === own, message: own.message, ran: values.calls(), next: values.echo(["fine"]) };
}

/** A getter of an argument makes a call of its own, of a facade, while the argument is encoded. */
export function reentrantGetters(): unknown {
  const values = new Values();
  const outer = values.echo({
    before: ["a", { b: 1 }],
    get inner() {
      return values.echo({
        before: ["c", { d: 2 }],
        get innermost() {
          return values.echo("deep");
        },
        after: "e",
      });
    },
    after: new Uint8Array(40_000).length,
  });
  return { outer, ran: values.calls() };
}

/** Large getters: each of the calls, also the one within, is larger than a ring. */
export function largeReentrantGetters(): unknown {
  const values = new Values();
  const text = "x".repeat(500_000);
  const outer = values.echo({
    text,
    get inner() {
      return values.echo({ text: `${text}y`, bytes: new Uint8Array(100_000).fill(1) });
    },
  }) as {
    text: string;
    inner: { text: string; bytes: Uint8Array };
  }; // echo gives back what it got
  return [outer.text.length, outer.inner.text.length, outer.inner.bytes.length];
}

export function views(): unknown {
  const values = new Values();
  const pooled = Buffer.from("abc");
  const piece = values.smallPiece();
  return {
    pool: pooled.buffer.byteLength > 3,
    there: values.backingStore(pooled),
    back: [Buffer.isBuffer(piece), piece.toString(), piece.buffer.byteLength],
    sentStillThere: pooled.toString(),
  };
}

/** Own keys called __proto__ in an argument, in a reply and deep in both. */
export function protoKeys(): unknown {
  const values = new Values();
  const hostile = JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}') as object; // typed any
  const there = values.protoKeys(hostile);
  const back = values.hasProtoKey() as object; // an object, from JSON
  const deep = values.echo([[hostile]]) as object[][]; // what was sent
  return {
    there,
    back: [
      Object.hasOwn(back, "__proto__"),
      Object.getPrototypeOf(back) === Object.prototype,
      Reflect.get({}, "polluted") === undefined,
    ],
    deep: JSON.stringify(deep),
  };
}

/** A level too deep, as an argument. The last that is not is fine. */
export function depths(): unknown {
  const values = new Values();
  let deep: unknown = 1;
  for (let i = 0; i < 1_000; i += 1) deep = [deep];
  const error = thrownBy(() => values.echo([deep]));
  return [
    isPicotError(error) && error.code,
    error instanceof Error && error.message,
    JSON.stringify(values.echo(deep)).length,
    values.calls(),
  ];
}

export function functionResult(): unknown {
  const values = new Values();
  const error = thrownBy(() => values.returnsFunction());
  return [isPicotError(error) && error.code, error instanceof Error && error.message, values.echo("fine")];
}

/** What a tree of plain data, bytes and texts look like after they went there and back. */
export function large(): unknown {
  const values = new Values();
  const text = `${"x".repeat(100_000)}é`;
  const wide = "€".repeat(100_000);
  const bytes = new Uint8Array(1_000_000).fill(3);
  const tree = values.tree(90_000);
  const json = JSON.stringify(tree);
  return {
    text: values.echo(text) === text,
    wide: values.echo(wide) === wide,
    sum: values.sum(bytes),
    bytes: Buffer.compare(values.echo(bytes) as Uint8Array, bytes), // echo gives back what it got
    kept: bytes.length,
    filled: values.bytes(1_000_000).every((each) => each === 7),
    tree: json.length > 8_000_000 && JSON.stringify(values.echo(tree)) === json,
    many: Array.isArray(values.echo(Array.from({ length: 50 }, (_, i) => new Uint8Array(50_000).fill(i)))),
  };
}

/**
 * A thousand calls in flight, whose answers are far more than the reply ring holds, and are read only then. Those of some
 * travel beside the ring.
 */
export function pipeline(size: number): unknown {
  const values = eventual(new Values());
  const soon = Array.from({ length: 1_000 }, (_, i) =>
    values.echo({ i, text: `${i}:`.padEnd(i % 50 === 0 ? size * 40 : size, "x") }),
  );
  const wrong = soon.filter((each, i) => {
    const { i: number, text } = each.wait(30_000) as { i: number; text: string }; // echo gives back what it got
    return number !== i || !text.startsWith(`${i}:`) || text.length !== (i % 50 === 0 ? size * 40 : size);
  });
  return wrong.length;
}

/** The same, waited for from the last to the first, with bytes that travel beside the ring. */
export function backwards(): unknown {
  const values = eventual(new Values());
  const soon = Array.from({ length: 200 }, (_, i) => values.echo(new Uint8Array(i % 3 === 0 ? 60_000 : 3_000).fill(i)));
  let wrong = 0;
  for (let i = soon.length - 1; i >= 0; i -= 1) {
    const bytes = soon[i]?.wait(30_000) as Uint8Array; // echo gives back what it got
    if (!bytes.every((each) => each === (i & 0xff))) wrong += 1;
  }
  return wrong;
}

/** A refused argument, and nothing else: the process must end in silence. */
export function onlyRefused(): unknown {
  const error = thrownBy(() => new Values().echo({ handler: () => 1 }));
  return error instanceof TypeError && error.message;
}

/** These scenarios in two threads at once that did not start the reactor: large things travel on channels of another kind there. */
export async function inWorkers(): Promise<unknown> {
  new Values().echo("the reactor is there");
  const workers = [1, 2].map(() => new Worker(new URL("./workers/runs-values.js", import.meta.url)));
  return Promise.all(
    workers.map((each) => new Promise((resolve, reject) => each.once("message", resolve).once("error", reject))),
  );
}

/** Results a level too deep, and far too deep. The last that is not is fine. */
export function deepResults(): unknown {
  const values = new Values();
  const errors = [1_001, 8_000, 100_000].map((levels) => thrownBy(() => values.nested(levels)));
  return [
    errors.map((each) => isPicotError(each) && [each.code, each.message]),
    JSON.stringify(values.nested(1_000)).length,
  ];
}

/** A getter of an argument makes a call that is refused itself: the error is of that call. */
export function refusedInGetter(): unknown {
  const values = new Values();
  const error = thrownBy(() =>
    values.echo({
      get inner() {
        return values.describe(() => 1);
      },
    }),
  );
  return [error instanceof ArgumentError && error.message, values.calls()];
}
