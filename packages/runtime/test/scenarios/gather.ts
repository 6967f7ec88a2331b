import { type Completion, type EventualResult, FOREVER, eventual, gather, runInReactor, stop } from "@picot/runtime";
import { Calls } from "../fixtures/calls.facade.ts";
import { Probe } from "../fixtures/probe.facade.ts";
import { thrownBy } from "./hand-made.ts";
import { failure, outcomeOf } from "./outcome.ts";

const url = new URL("../fixtures/jobs.js", import.meta.url);
type Jobs = typeof import("../fixtures/jobs.ts");
const start = <K extends keyof Jobs>(
  name: K,
): ((...args: Parameters<Jobs[K]>) => EventualResult<Awaited<ReturnType<Jobs[K]>>>) => runInReactor<Jobs[K]>(url, name);

/** The module is there, and what was called before has begun. */
const ready = (): unknown => start("value")(0).wait(10_000);

const shown = (each: Completion<EventualResult<unknown>>): string =>
  `${each.index} ${each.kind} ${each.kind === "returned" ? String(each.value) : each.error.message}`;

export function order(): unknown {
  ready();
  const results = [
    start("later")(400, "slow"),
    start("fails")(200, "failed"),
    start("later")(0, "fast"),
    start("value")(7),
  ];
  const items: string[] = [];
  const same: boolean[] = [];
  for (const each of gather(results, 10_000)) {
    items.push(shown(each));
    same.push(each.result === results[each.index]);
  }
  // They are as they were: waited for again, they give the same.
  return { items, same, again: results[0]?.wait(0) };
}

/** Ten calls of a second each, started at once by one thread. */
export function tenAtOnce(): { values: unknown[]; ms: number } {
  ready();
  const began = performance.now();
  const results = Array.from({ length: 10 }, (_, i) => start("later")(1_000, `${i}`));
  const values = results.map((each) => each.wait(30_000));
  return { values, ms: performance.now() - began };
}

export function ofNothing(): unknown {
  const ms = outcomeOf(() => [...gather([], FOREVER)]);
  return { value: ms.value, fast: ms.ms < 100 };
}

export function limit(): unknown {
  ready();
  const results = [
    start("cancellable")("held", "throw"),
    start("value")(1),
    start("cancellable")("held too", "return"),
  ];
  const began = performance.now();
  const items = [...gather(results, 300)].map(shown);
  const ms = performance.now() - began;
  // Those that were left are cancelled.
  return { items, ms, rest: [outcomeOf(() => results[0]?.wait(5_000)).error?.name, results[2]?.wait(5_000)] };
}

/** Results that were there before anybody asked, in the order in which they came. */
export function settledBefore(): unknown {
  const results = [start("later")(150, "second"), start("later")(10, "first"), start("later")(300, "third")];
  results[2]?.wait(5_000);
  return [...gather(results, 0)].map(shown);
}

/** How much of a core waiting takes. */
export function sleeps(): unknown {
  ready();
  const before = process.cpuUsage();
  const items = [...gather([start("later")(1_500, "a"), start("later")(1_500, "b")], FOREVER)].map(shown);
  const { user, system } = process.cpuUsage(before);
  return { items, cpuMs: (user + system) / 1000 };
}

export function cancelled(): unknown {
  const results = [start("cancellable")("one", "throw"), start("later")(4_000, "other")];
  ready();
  results[0]?.cancel();
  const began = performance.now();
  for (const each of gather(results, 10_000)) {
    return { item: [each.index, each.kind, each.kind === "threw" && each.error.name], ms: performance.now() - began };
  }
  return "nothing";
}

/** Work that ignores its signal: whoever waits for the first is woken when its grace is over. */
export function cancelledStubborn(): unknown {
  const results = [start("stubborn")(8_000), start("later")(8_000, "other")];
  ready();
  results[0]?.cancel();
  const began = performance.now();
  for (const each of gather(results, 7_000)) {
    return { item: [each.index, each.kind === "threw" && each.error.name], ms: performance.now() - began };
  }
  return "nothing";
}

export function leftEarly(): unknown {
  const results = [start("later")(10, "first"), start("later")(200, "second")];
  for (const each of gather(results, 5_000)) if (each.kind === "returned") break;
  return results.map((each) => each.wait(5_000));
}

export function dead(): unknown {
  const probe = new Probe();
  const results = [start("value")(1), start("later")(60_000, "never"), start("later")(60_000, "never too")];
  results[0]?.wait(5_000);
  probe.exitSoon(50, 3);
  return [...gather(results, FOREVER)].map((each) => {
    if (each.kind === "returned") return each.value;
    const { code, exitCode } = failure(each.error);
    return { index: each.index, code, exitCode };
  });
}

/** Results of a reactor that was stopped, beside those of the next. */
export function twoReactors(): unknown {
  const calls = new Calls();
  const old = [eventual(calls).plain("old"), start("later")(60_000, "lost")];
  old[0]?.wait(5_000);
  stop({ within: 0 });
  return outcomeOf(() => [...gather(old, FOREVER)].map((each) => [each.index, each.kind]));
}

export function misuse(): unknown {
  const soon = start("value")(1);
  // @ts-expect-error -- without a limit it does not compile
  const noLimit = failure(thrownBy(() => gather([soon])));
  const badLimit = failure(thrownBy(() => gather([soon], -1)));
  // @ts-expect-error -- no EventualResult
  const noResult = failure(thrownBy(() => gather([soon, { wait: 1 }], 1)));
  return [noLimit.code, badLimit.code, noResult.message];
}

export async function inReactor(): Promise<unknown> {
  const { noSetup } = await import("@picot/runtime");
  noSetup();
  return failure(thrownBy(() => gather([], 1))).code;
}

/** Work that cancels itself, and nobody asked it to. */
export function cancelsItself(): unknown {
  const posts = new URL("../fixtures/posts.js", import.meta.url);
  const soon = runInReactor<() => Promise<never>>(posts, "cancelsItself")();
  return outcomeOf(() => soon.wait(5_000)).error?.name;
}
