/** Loops over iterators of the reactor. */
import { isPicotError } from "@picot/runtime";
import { Iterators, Page } from "../fixtures/iterators.facade.ts";
import { thrownBy } from "./hand-made.ts";
import { inThread } from "./threads.ts";

const codeOf = (error: unknown): string => (isPicotError(error) ? error.code : String(error));

export function alternates(): unknown {
  const iterators = new Iterators();
  const events: string[] = [];
  for (const i of iterators.count(3)) {
    events.push(...iterators.events(), `got ${i}`);
  }
  return { events, after: iterators.events() };
}

export function conversation(): unknown {
  const squares = new Iterators().squares();
  return [squares.next(1), squares.next(42 * 42), squares.next(-1), squares.next(1)];
}

export function thrownInto(): unknown {
  const hello = new Iterators().hello();
  const first = hello.next();
  return [
    first,
    hello.throw(new RangeError("into it")),
    hello.next(),
    String(thrownBy(() => hello.throw(new Error("late")))),
  ];
}

export function leaves(): unknown {
  const iterators = new Iterators();
  for (const i of iterators.count(100)) if (i === 1) break;
  const afterBreak = { events: iterators.events(), open: iterators.open() };
  const slow = codeOf(
    thrownBy(() => {
      for (const each of iterators.slowEnd(1_000)) if (each === 1) break;
    }),
  );
  iterators.later(1_300);
  const quick: number[] = [];
  for (const each of iterators.slowEnd(50)) {
    quick.push(each);
    break;
  }
  return { afterBreak, slow, quick, events: iterators.events() };
}

export function kinds(): unknown {
  const iterators = new Iterators();
  return {
    iterable: [...iterators.iterable()],
    stream: [...iterators.stream()].map(String),
    web: [...iterators.web()],
    plain: [...iterators.plain()],
    itself: [...iterators],
    pages: [...iterators.pages()].map((page) => [page instanceof Page, page.number()]),
    returned: lastOf(iterators.count(2)),
  };
}

function lastOf(generator: Generator<unknown, unknown, undefined>): unknown {
  for (;;) {
    const { done, value } = generator.next();
    if (done === true) return value;
  }
}

export function independent(): unknown {
  const iterators = new Iterators();
  const [one, other] = [iterators.count(3), iterators.count(5)];
  return [one.next(), other.next(), other.next(), one.next(), other.return("enough"), one.next(), one.next()].map(
    ({ value }) => value as unknown,
  );
}

export function failures(): unknown {
  const iterators = new Iterators();
  const got: number[] = [];
  const error = thrownBy(() => {
    for (const each of iterators.fails()) got.push(each);
  });
  const ahead: number[] = [];
  const late = thrownBy(() => {
    for (const each of iterators.failsAhead()) ahead.push(each);
  });
  return { got, error: String(error), range: error instanceof RangeError, ahead, late: String(late) };
}

export function prefetched(): unknown {
  const iterators = new Iterators();
  const ahead = iterators.ahead(1_000);
  const first = ahead.next();
  iterators.later(20);
  // No more than it may have ready, and what was asked for before.
  const made = iterators.events().length;
  let sum = 0;
  for (const each of ahead) sum += each;
  return { first, made, sum, after: ahead.next() };
}

/** Many rows in one job: how much memory has grown, in MB. */
export function million(rows: number): unknown {
  const iterators = new Iterators();
  let sum = 0;
  for (const { id } of iterators.many(rows / 10)) sum -= id % 2;
  const before = process.memoryUsage().rss;
  for (const { id } of iterators.many(rows)) sum += id % 2;
  return { sum, grown: (process.memoryUsage().rss - before) / 1e6 };
}

/** Under --expose-gc. */
export async function dropped(): Promise<unknown> {
  const iterators = new Iterators();
  (() => {
    for (let i = 0; i < 5; i += 1) iterators.count(10).next();
  })();
  const before = iterators.open();
  let after = before;
  for (let i = 0; i < 50 && after > 0; i += 1) {
    globalThis.gc!();
    await new Promise((resolve) => setTimeout(resolve, 10));
    after = iterators.open();
  }
  return { before, after };
}

export function begin(): number {
  return new Iterators().count(10).next().value as number; // the first
}

export async function endedWithThread(): Promise<unknown> {
  // First, since a reactor ends with the thread that started it.
  const iterators = new Iterators();
  const thread = inThread<number>(import.meta.url, "begin");
  const { value } = await thread.outcome;
  const before = iterators.open();
  await thread.end();
  let after = before;
  for (let i = 0; i < 50 && after > 0; i += 1) {
    iterators.later(10);
    after = iterators.open();
  }
  return { value, before, after };
}
