/** Who holds handlers of events, and until when. */
import { FOREVER, pump, scope } from "@picot/runtime";
import { withTestReactor } from "@picot/runtime/testing";
import { Page } from "../fixtures/events.facade.ts";
import { outcomeOf } from "./outcome.ts";
import { awaitCount, countUp, inThread, newShared } from "./threads.ts";

/** In a worker: listens to the page that the other thread has shared, until three have come. */
export function listenTo(ready: SharedArrayBuffer): number[] {
  const page = Page.provided("shared");
  const heard: number[] = [];
  page.on("tick", (n) => heard.push(n));
  countUp(ready);
  while (heard.length < 3) pump(FOREVER);
  return heard;
}

export async function twoThreads(): Promise<unknown> {
  const page = new Page();
  page.share("shared");
  const heard: number[] = [];
  page.on("tick", (n) => heard.push(n));
  const ready = newShared();
  const other = inThread<number[]>(import.meta.url, "listenTo", ready);
  awaitCount(ready, 1);
  const both = page.tickListeners();
  page.count(3);
  const { value } = await other.outcome;
  await other.end();
  while (page.tickListeners() > 1) page.later(5, "");
  return { both, heard, other: value, left: page.tickListeners() };
}

/** In a worker: its handler is registered when it is terminated. */
export function listenForEver(ready: SharedArrayBuffer): void {
  Page.provided("ending").on("tick", () => {});
  countUp(ready);
  pump(FOREVER);
}

export async function terminated(): Promise<unknown> {
  const page = new Page();
  page.share("ending");
  const ready = newShared();
  const other = inThread<void>(import.meta.url, "listenForEver", ready);
  awaitCount(ready, 1);
  const before = page.tickListeners();
  await other.worker.terminate();
  while (page.tickListeners() > 0) page.later(5, "");
  return [before, page.tickListeners()];
}

export function disposed(): unknown {
  const page = new Page();
  const heard: string[] = [];
  page.on("tick", () => heard.push("tick")).on("close", () => heard.push("close"));
  page[Symbol.dispose]();
  page.count(1);
  return { heard, left: page.tickListeners() };
}

/** A facade that nobody holds is let go of, also where its handlers hold it. */
export function dropped(): unknown {
  const page = new Page();
  const events = (): void => {
    for (let i = 0; i < 10; i += 1) {
      page.share(`page ${i}`);
      const one = new Page();
      one.share(`kept ${i}`);
      one.on("tick", () => void one.tickListeners());
    }
  };
  events();
  const counts = (): number =>
    Array.from({ length: 10 }, (_, i) => Page.provided(`kept ${i}`).tickListeners()).reduce(
      (sum, each) => sum + each,
      0,
    );
  const before = counts();
  for (let i = 0; i < 600; i += 1) {
    if (i % 256 === 0) (globalThis as unknown as { gc: () => void }).gc(); // run with --expose-gc
    page.later(0, "");
  }
  return { before, after: counts() };
}

export function scoped(): unknown {
  const kept = new Page();
  kept.share("scoped");
  const heard: string[] = [];
  kept.on("tick", () => heard.push("kept"));
  const listening = scope(() => {
    const page = new Page();
    page.share("let go");
    page.on("tick", () => heard.push("let go"));
    return page.tickListeners();
  });
  const left = Page.provided("let go").tickListeners();
  kept.count(1);
  return { listening, left, heard };
}

export async function tested(): Promise<unknown> {
  return withTestReactor(() => {
    const page = new Page();
    const heard: number[] = [];
    page.on("tick", (n) => heard.push(n));
    page.count(1);
    page.countLater(2, 60_000);
    const before = [...heard];
    const ran = pump(120_000);
    const saved = page.expect("download", { timeout: 100_000 }, () => page.save(90_000));
    const none = outcomeOf(() => page.expect("close", { timeout: 3_600_000 }).value);
    return { before, heard, ran, name: saved.name(), none: none.error?.code, pumped: pump(1_000) };
  });
}
