/** Calls that go on once they are ready, and objects that are put away at the end of a block. */
import { eventual, isPicotError, start } from "@picot/runtime";
import { Resource, Starting } from "../fixtures/starting.facade.ts";
import { thrownBy } from "./hand-made.ts";

const codeOf = (error: unknown): string => (isPicotError(error) ? error.code : String(error));

export function starts(): unknown {
  const starting = new Starting();
  const soon = eventual(starting);
  const { value, result } = start((ready: (name: string) => void) => soon.serve(ready), 5_000);
  const open = result.originalFailure();
  result.cancel();
  const served = result.wait(5_000);
  const first = String(thrownBy(() => start((ready: (name: string) => void) => soon.failsFirst(ready), 5_000)));
  const never = codeOf(thrownBy(() => start((ready: (name: string) => void) => soon.never(ready), 5_000)));
  const { result: later } = start((ready: (name: string) => void) => soon.failsLater(ready), 5_000);
  const after = String(thrownBy(() => later.wait(5_000)));
  const late = codeOf(thrownBy(() => start((ready: (name: string) => void) => soon.hangs(ready), 200)));
  // The cancellation may be read together with the first of these questions.
  let events: string[] = [];
  while (events.length === 0) events = starting.events();
  return { value, open, served, first, never, after, late, events };
}

export function disposeFails(): unknown {
  const { message, stack } = thrownBy(() => Resource.acquire("stuck")[Symbol.dispose]()) as Error; // or undefined shows it
  return [message, /--- (.*?),/.exec(String(stack))?.[1]];
}

export function disposes(): unknown {
  const starting = new Starting();
  const seen: unknown[] = [];
  {
    using resource = Resource.acquire("a");
    seen.push(resource.use());
  }
  seen.push(...starting.events());
  const thrown = new RangeError("of the body");
  const kept = thrownBy(() => {
    using resource = Resource.acquire("b");
    seen.push(resource.use());
    throw thrown;
  });
  seen.push(kept === thrown, ...starting.events());
  const none = thrownBy(() => {
    using resource = Resource.acquire("");
    seen.push(resource.use());
  });
  seen.push(String(none), ...starting.events());
  return seen;
}
