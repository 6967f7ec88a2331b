/** Methods with a signal among their parameters that callers do not see. */
import { callInReactor, eventual, isPicotError } from "@picot/runtime";
import { Cancelled, received, waiting } from "../fixtures/cancelled.facade.ts";
import { Signalled } from "../fixtures/signalled.facade.ts";
import { thrownBy } from "./hand-made.ts";
import { inThread } from "./threads.ts";

const codeOf = (error: unknown): string => (isPicotError(error) ? error.code : String(error));

export function fills(): unknown {
  const cancelled = new Cancelled();
  const loosely = cancelled as unknown as { given(...args: unknown[]): unknown }; // as JavaScript may call it
  return {
    given: [cancelled.given(), cancelled.given("a"), cancelled.given("a", "b"), loosely.given("a", "b", "forged", 4)],
    static: Cancelled.made(),
    function: received(),
    inReactor: callInReactor(received),
    here: callInReactor(new URL("../fixtures/cancelled-here.js", import.meta.url), "here"),
  };
}

export function stops(): unknown {
  const cancelled = new Cancelled();
  const brief = codeOf(thrownBy(() => cancelled.brief()));
  const timedOut = cancelled.events(2);
  const soon = eventual(cancelled).work("soon", 1);
  const before = cancelled.events(1);
  soon.cancel();
  const cancel = [codeOf(thrownBy(() => soon.wait(5_000))), ...before, ...cancelled.events(1)];
  const later = eventual(waiting)();
  cancelled.events(1);
  later.cancel();
  const ofFunction = [codeOf(thrownBy(() => later.wait(5_000))), ...cancelled.events(1)];
  new Signalled("any").signal("SIGINT", 200);
  const interrupted = [codeOf(thrownBy(() => cancelled.work("interrupted"))), ...cancelled.events(2)];
  return { brief: [brief, ...timedOut], cancel, ofFunction, interrupted };
}

/** In a thread that is ended meanwhile. */
export function begin(): void {
  eventual(new Cancelled()).work("of a thread");
  new Cancelled().stuck().next();
}

export async function ends(): Promise<unknown> {
  const cancelled = new Cancelled();
  const { worker, outcome } = inThread(import.meta.url, "begin");
  await outcome;
  await worker.terminate();
  return cancelled.events(3).sort();
}

export function iterates(): unknown {
  const cancelled = new Cancelled();
  const items: number[] = [];
  const stuck = codeOf(
    thrownBy(() => {
      for (const item of cancelled.stuck()) items.push(item);
    }),
  );
  const afterStuck = cancelled.events(2);
  for (const item of cancelled.ahead(60_000)) if (item === 0) break;
  const afterAhead = cancelled.events(1);
  return {
    stuck: [items, stuck, ...afterStuck],
    afterAhead,
    short: [...cancelled.short()],
    after: cancelled.events(1),
  };
}
