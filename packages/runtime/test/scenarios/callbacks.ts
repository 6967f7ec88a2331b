/** Functions of this thread, called from the reactor while it waits. */
import { eventual, isInReactor, isPicotError, stop } from "@picot/runtime";
import { Account, Callbacks } from "../fixtures/callbacks.facade.ts";
import { Signalled } from "../fixtures/signalled.facade.ts";
import { thrownBy } from "./hand-made.ts";
import { type Outcome, failure, outcomeOf } from "./outcome.ts";
import { blockFor, inThread } from "./threads.ts";

const codeOf = (error: unknown): string => (isPicotError(error) ? error.code : String(error));

export function values(): unknown {
  const callbacks = new Callbacks();
  const where: boolean[] = [];
  const twice = callbacks.twice(4, (n) => {
    where.push(isInReactor());
    return n + 1;
  });
  // A call in a function that is called.
  const nested = callbacks.twice(5, (n) => callbacks.twice(n, (m) => m + 0.5));
  return { twice, nested, where, sum: callbacks.each(1_000, (i) => i) };
}

export function objects(): unknown {
  const callbacks = new Callbacks();
  const [first, second] = [new Account(1), new Account(2)];
  const same: boolean[] = [];
  const chosen = callbacks.choose(first, second, (one, other) => {
    same.push(one === first, other === null || other === second);
    return other;
  });
  const after = first.transaction((account, before) => {
    same.push(account === first);
    account.add(before);
    account.add(40);
  });
  const failed = outcomeOf(() =>
    first.transaction((account) => {
      account.add(1_000);
      throw new RangeError("not that much");
    }),
  );
  return { chosen, same, after, failed: failed.error?.message, balance: first.balance() };
}

export function atOnce(): unknown {
  const order: number[] = [];
  const ticks = new Callbacks().atOnce(3, (i) => {
    blockFor(300);
    order.push(i);
  });
  return { ticks, order };
}

export function deep(depth: number): Outcome<number> & { after: number } {
  const callbacks = new Callbacks();
  const down = (left: number): number => callbacks.down(left, down);
  const outcome = outcomeOf(() => down(depth));
  return { ...outcome, after: callbacks.twice(1, (n) => n) };
}

class OddError extends Error {
  readonly inner = { deep: [1] };
}

export function errors(): unknown {
  const callbacks = new Callbacks();
  const thrown = new OddError("from the function");
  const raise = (): never => {
    throw thrown;
  };
  const stack = thrown.stack;
  const passed = thrownBy(() => callbacks.pass(raise));
  const wrapped = thrownBy(() => callbacks.wrap(raise)) as Error; // wrap throws errors only
  const nested = thrownBy(() => callbacks.pass(() => callbacks.pass(raise)));
  const eventually = eventual(callbacks).pass(raise);
  const waited = [thrownBy(() => eventually.wait(5_000)), thrownBy(() => eventually.wait(0))];
  return {
    same: [passed, wrapped.cause, nested, ...waited].map((each) => each === thrown),
    untouched: thrown.stack === stack,
    wrapped: wrapped.message,
    other: codeOf(thrownBy(() => callbacks.pass(() => thrownValue(5)))),
  };
}

function thrownValue(value: unknown): never {
  // oxlint-disable-next-line no-throw-literal -- what is no error may be thrown, too
  throw value;
}

export function refused(): unknown {
  const callbacks = new Callbacks();
  const error = (run: () => unknown): unknown => failure(thrownBy(run));
  // TypeScript takes it for one that returns nothing.
  const asynchronous = error(() => callbacks.atOnce(1, async () => {}));
  return {
    asynchronous,
    // @ts-expect-error -- no function
    text: error(() => callbacks.pass("text")),
    result: error(() => callbacks.pass(() => () => 1)),
    after: callbacks.twice(1, (n) => n),
  };
}

/** The functions run before the call returns, in their order. */
export function progress(): unknown {
  const steps: number[] = [];
  const end = new Callbacks().progress(5, (step) => steps.push(step));
  return { end, steps };
}

export function progressFails(): unknown {
  const callbacks = new Callbacks();
  const end = callbacks.progress(1, () => {
    throw new RangeError("nobody awaits it");
  });
  return { end, after: callbacks.later(50, "alive") };
}

/** Called when its caller had given up, and when its call had ended. */
export function gone(): unknown {
  const callbacks = new Callbacks();
  let ran = 0;
  const run = (): string => `ran ${(ran += 1)}`;
  const late = outcomeOf(() => callbacks.tooLate(300, run));
  // The same thread waits again, and the function must not run in that.
  callbacks.later(500, "");
  callbacks.keep(run);
  return { late: late.error?.code, told: callbacks.told(), kept: callbacks.useKept(), ran };
}

/** The time of its caller is up while a function runs. */
export function overdue(): unknown {
  const callbacks = new Callbacks();
  let late: Outcome | undefined;
  // Again where its time was up before it was asked to run: on a busy machine that is soon.
  const ran: string[] = [];
  while (ran.length === 0)
    late = outcomeOf(() =>
      callbacks.overdue(() => {
        ran.push("once");
        blockFor(300);
        return "too late";
      }),
    );
  // The answer was read together with what follows it.
  callbacks.later(20, "");
  return { late: late?.error?.code, told: callbacks.told(), after: callbacks.twice(1, (n) => n) };
}

/** The thread of the function sleeps, as a pool's does that waits for a job, and never waits for its call in time. */
export function idle(): unknown {
  const callbacks = new Callbacks();
  let ran = 0;
  const soon = eventual(callbacks).impatient(() => `ran ${(ran += 1)}`);
  blockFor(900);
  const end = codeOf(thrownBy(() => soon.wait(5_000)));
  callbacks.later(50, "");
  return { end, told: callbacks.told(), ran };
}

/** Functions of calls that go on run in any wait of their thread. */
export function eventually(): unknown {
  const callbacks = new Callbacks();
  const order: string[] = [];
  const soon = eventual(callbacks).twice(1, (n) => {
    order.push("function");
    return n;
  });
  callbacks.later(200, "");
  order.push("another call has ended");
  return { order, value: soon.wait(0) };
}

export function ends(how: "dies" | "stops"): unknown {
  const callbacks = new Callbacks();
  let inner = "";
  const outer = outcomeOf(() =>
    callbacks[how === "dies" ? "dieDuring" : "pass"](() => {
      if (how === "stops") stop({ within: 200 });
      blockFor(300);
      inner = codeOf(thrownBy(() => callbacks.later(0, "")));
    }),
  );
  return { outer: outer.error?.code, inner };
}

export function cancelled(): unknown {
  const callbacks = new Callbacks();
  const soon = eventual(callbacks).pass(() => {
    soon.cancel();
    return "run";
  });
  // Work that was told to stop, and ends well all the same.
  return [soon.wait(5_000), callbacks.twice(1, (n) => n)];
}

/** Ctrl-C while a function waits for a call of its own. */
export function interrupted(): unknown {
  const callbacks = new Callbacks();
  const work = new Signalled("work");
  let inner: unknown;
  work.signal("SIGINT", 200);
  const outer = thrownBy(() =>
    callbacks.pass(() => {
      inner = thrownBy(() => work.poll(60_000));
      throw inner;
    }),
  );
  return { code: codeOf(inner), same: outer === inner, after: callbacks.twice(1, (n) => n) };
}

/** In a worker: its function calls forever; the reactor hears of its end. */
export function callForEver(shared: SharedArrayBuffer): void {
  new Callbacks().pass(() => {
    Atomics.add(new Int32Array(shared), 0, 1);
    blockFor(60_000);
  });
}

export async function callerTerminated(): Promise<unknown> {
  const shared = new SharedArrayBuffer(8);
  const thread = inThread<void>(import.meta.url, "callForEver", shared);
  const callbacks = new Callbacks();
  while (Atomics.load(new Int32Array(shared), 0) === 0) callbacks.later(10, "");
  await thread.worker.terminate();
  return callbacks.twice(1, (n) => n);
}
