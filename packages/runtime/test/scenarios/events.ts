/** Handlers of events of objects in the reactor, in this thread. */
import { AsyncLocalStorage } from "node:async_hooks";
import { EventsLostError, FOREVER, eventual, gather, isInReactor, isPicotError, pump, stop } from "@picot/runtime";
import { Download, Eager, Page } from "../fixtures/events.facade.ts";
import { Calls } from "../fixtures/calls.facade.ts";
import { disposed, scoped, terminated, tested, twoThreads } from "./events-life.ts";
import { thrownBy } from "./hand-made.ts";
import { failure, outcomeOf } from "./outcome.ts";
import { awaitCount, blockFor, newShared } from "./threads.ts";

const codeOf = (error: unknown): string => (isPicotError(error) ? error.code : String(error));

/** Those of these scenarios that need no process of their own, in one. */
export async function many(...names: readonly string[]): Promise<Record<string, unknown>> {
  const all: Record<string, () => unknown> = {
    ...{ pumps, onceAndOff, twice, values, order, among, eager, throws, offWithin, onceInFlight, twoThreads },
    ...{ terminated, disposed, scoped, endless, expects, expectsAmong, contexts, otherClass, tested },
  };
  const results: Record<string, unknown> = {};
  for (const name of names) results[name] = await all[name]?.();
  return results;
}

export function onceAndOff(): unknown {
  const page = new Page();
  const heard: string[] = [];
  const always = (n: number): void => void heard.push(`on ${n}`);
  const same = page.on("tick", always) === page;
  page.once("tick", (n) => heard.push(`once ${n}`));
  const listening = page.tickListeners();
  page.count(2);
  const afterOnce = page.tickListeners();
  page.off("tick", (n) => void heard.push(`another ${n}`));
  page.count(1);
  page.off("tick", always);
  page.count(1);
  return { heard, same, counts: [listening, afterOnce, page.tickListeners()] };
}

/** Once for each time that it was registered, and taken off the other way round, as in Node. */
export function twice(): unknown {
  const page = new Page();
  let heard = 0;
  const f = (): void => void (heard += 1);
  page.on("tick", f).addListener("tick", f);
  page.count(1);
  const both = heard;
  page.removeListener("tick", f);
  page.count(1);
  return [both, heard];
}

export function values(): unknown {
  const page = new Page();
  const saved = page.saved();
  const heard: unknown[] = [];
  page.on("download", function (this: Page, download, path) {
    heard.push(download === saved, download instanceof Download, download.name(), path, this === page, isInReactor());
  });
  page.on("pair", (first, second) => heard.push([first, second]));
  page.on("all", ([first, second, third], { last }) => heard.push(first === saved, second?.name(), third === last));
  page.mixed();
  page.saveAll();
  page.save(0);
  while (heard.length < 10) pump(FOREVER);
  return heard;
}

export function order(): unknown {
  const page = new Page();
  const heard: string[] = [];
  page.on("tick", (n) => {
    heard.push(`tick ${n} begins`);
    // Waits, and those behind it wait for it.
    page.later(5, "");
    heard.push(`tick ${n} ends`);
  });
  page.on("pair", (_first, { at }) => heard.push(`pair ${at}`));
  page.on("close", () => heard.push("close"));
  page.mixed();
  return heard;
}

/** Functions that are called back run among them, in the order in which they came. */
export function among(): unknown {
  const page = new Page();
  const heard: number[] = [];
  page.on("tick", (n) => heard.push(n));
  const result = page.around((n) => {
    heard.push(n);
    return page.later(1, "").length + n;
  });
  return { heard, result };
}

export function eager(): unknown {
  const eager = new Eager();
  const heard: number[] = [];
  eager.on("hello", (n) => heard.push(n));
  const before = [...heard];
  eager.on("hello", (n) => heard.push(n));
  pump();
  return { before, heard };
}

export function throws(): unknown {
  const page = new Page();
  const thrown = new RangeError("from the handler");
  const { stack } = thrown;
  const fail = (): never => {
    throw thrown;
  };
  page.once("tick", fail);
  const inCall = thrownBy(() => page.count(1));
  page.once("tick", fail);
  page.countLater(1, 20);
  const blocked = outcomeOf(() => page.later(5_000, "never"));
  page.once("tick", fail);
  page.countLater(1, 0);
  const pumped = thrownBy(() => pump(5_000));
  page.once("tick", fail);
  page.countLater(1, 20);
  const soon = eventual(page).later(300, "goes on");
  const waited = thrownBy(() => soon.wait(5_000));
  page.once("tick", fail);
  page.countLater(1, 20);
  const gathered = thrownBy(() => [...gather([eventual(page).later(5_000, "")], 10_000)]);
  page.once("tick", fail);
  const within = thrownBy(() => page.around(() => page.later(50, "").length));
  page.once("tick", async () => {});
  return {
    same: [inCall, pumped, waited, gathered, within].map((each) => each === thrown),
    untouched: thrown.stack === stack,
    blocked: [blocked.error?.message, blocked.ms < 4_000],
    goesOn: soon.wait(5_000),
    promise: failure(thrownBy(() => page.count(1))),
    after: page.later(0, "alive"),
  };
}

export function offWithin(): unknown {
  const page = new Page();
  const heard: string[] = [];
  const first = (n: number): void => {
    heard.push(`first ${n}`);
    page.off("tick", first).off("tick", second);
  };
  const second = (n: number): void => void heard.push(`second ${n}`);
  page.on("tick", first).on("tick", second);
  // Both are on their way before either runs.
  page.count(3);
  return { heard, left: page.tickListeners() };
}

export function onceInFlight(): unknown {
  const page = new Page();
  let heard = 0;
  page.once("tick", () => (heard += 1));
  page.count(2);
  pump();
  return heard;
}

export function pumps(): unknown {
  const page = new Page();
  let heard = 0;
  const nothing = [pump(), pump(20), codeOf(thrownBy(() => pump(FOREVER)))];
  page.on("tick", () => (heard += 1));
  const none = outcomeOf(() => pump(50));
  page.countLater(3, 50);
  let ran = 0;
  while (ran < 3) ran += pump(FOREVER);
  page.off("tick", () => {});
  return { nothing, none: [none.value, none.ms >= 45], ran, heard, bad: codeOf(thrownBy(() => pump(-1))) };
}

/** A call returns although events come without end, and pumping does. */
export function endless(): unknown {
  const page = new Page();
  let heard = 0;
  page.on("tick", () => {
    heard += 1;
    blockFor(2);
  });
  page.countForEver();
  const some = pump(5_000) > 0;
  const value = page.later(20, "returned");
  page.stopCounting();
  return { some, value, heard: heard > 0 };
}

export function unheard(): unknown {
  const page = new Page();
  const heard: number[] = [];
  const kept = (n: number): void => void heard.push(n);
  page.on("tick", kept);
  // Sent by a call that nobody waits for.
  const done = newShared();
  const soon = eventual(page).countAll(10_500, done);
  // Neither a call nor a pump.
  awaitCount(done, 1);
  const lost = thrownBy(() => {
    while (pump(200) > 0);
  });
  soon.wait(5_000);
  page.count(1);
  pump();
  const count = lost instanceof EventsLostError ? lost.count : 0;
  const before = heard.slice(0, -1);
  const inOrder = before.every((n, i) => n === i + 1);
  return { code: codeOf(lost), all: before.length + count, inOrder, last: heard.at(-1) };
}

export function refused(): unknown {
  const page = new Page();
  page.on("pair", () => {});
  const text = page.refused();
  return {
    text,
    // @ts-expect-error -- there is no such event
    unknown: failure(thrownBy(() => page.on("tack", () => {}))),
    // @ts-expect-error -- no function
    handler: failure(thrownBy(() => page.on("tick", "text"))),
    eventual: failure(thrownBy(() => eventual(page).on("tick", () => {}))),
  };
}

export function expects(): unknown {
  const page = new Page();
  const saved = page.saved();
  const download = page.expect("download", { timeout: 5_000 });
  page.save();
  const value = download.value;
  const second = page.expect("download");
  page.save(0);
  page.later(50, "");
  // It had come before anybody waited.
  const [again, path] = second.args;
  const body = page.expect("download", { timeout: 5_000 }, () => page.save());
  const counted = page.downloadListeners();
  const late = outcomeOf(() => page.expect("close", { timeout: 100 }).value);
  const thrown = new RangeError("from the body");
  const bodyThrew = thrownBy(() =>
    page.expect("download", {}, () => {
      page.save(5_000);
      throw thrown;
    }),
  );
  const cancelled = page.expect("download");
  cancelled.cancel();
  const armed = page.expect("download");
  const listening = page.downloadListeners();
  armed[Symbol.dispose]();
  return {
    same: [value, download.value, again, body].map((each) => each === saved),
    path,
    counted,
    late: late.error,
    bodyThrew: bodyThrew === thrown,
    cancelled: codeOf(thrownBy(() => cancelled.value)),
    listening: [listening, page.downloadListeners()],
  };
}

/** Handlers run while an event is expected, and one may expect an event itself. */
export function expectsAmong(): unknown {
  const page = new Page();
  const heard: unknown[] = [];
  page.on("tick", (n) => {
    heard.push(n);
    page.save();
    heard.push(page.expect("download").value.name());
  });
  page.countLater(1, 20);
  const close = page.expect("close", { timeout: 300 });
  return { error: outcomeOf(() => close.value).error?.code, heard };
}

export function ends(how: "dies" | "stops", where: "pump" | "expect"): unknown {
  const page = new Page();
  const heard: number[] = [];
  page.on("tick", (n) => {
    heard.push(n);
    if (how === "stops") stop({ within: 200 });
  });
  const close = page.expect("close", { timeout: FOREVER });
  if (how === "dies") page.die(50);
  else page.countLater(1, 50);
  const wait = where === "expect" ? () => close.value : () => pump(FOREVER);
  const thrown: unknown[] = [];
  // The first of them runs the handler.
  while (thrown.length === 0) {
    try {
      wait();
    } catch (error) {
      thrown.push(codeOf(error));
    }
  }
  return { code: thrown[0], heard, later: codeOf(thrownBy(() => page.on("tick", () => {}))), pumped: pump(0) };
}

export function contexts(): unknown {
  const trace = new AsyncLocalStorage<string>();
  const page = new Page();
  const heard: (string | undefined)[] = [];
  trace.run("registered", () => page.on("tick", () => heard.push(trace.getStore())));
  page.on("tick", () => heard.push(trace.getStore()));
  trace.run("called", () => page.count(1));
  page.countLater(1, 0);
  trace.run("pumped", () => pump(5_000));
  return heard;
}

/** Handlers of a thread run in its calls to another class of the same reactor. */
export function otherClass(): unknown {
  const page = new Page();
  const calls = new Calls();
  let heard = 0;
  page.on("tick", () => (heard += 1));
  page.countLater(1, 20);
  calls.later(200, "");
  return heard;
}
