import { type ServiceReference, setup, stop } from "@picot/runtime";
import { Feed } from "../fixtures/services.facade.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";

const module = new URL("../fixtures/services.reactor.js", import.meta.url);
const pair = (name: string): ServiceReference => [module, name];

export function startAndStop(): void {
  setup({ services: ["first", "second"].map(pair) });
  console.log("setup returned");
  stop();
  console.log("stop returned");
}

export function withFacade(): unknown {
  const own = new Feed();
  const before = own.running();
  own.startService();
  const after = own.running();
  stop();
  setup({ services: [Feed] });
  return { before, after, provided: Feed.provided("Feed").running() };
}

/** What setup() throws, and that the next one works. */
export function startFails(name: string): { failed: Outcome; next: boolean } {
  const failed = outcomeOf(() => setup({ services: [pair("first"), pair(name)] }));
  setup({ services: [Feed] });
  return { failed, next: Feed.provided("Feed").running() };
}

export function badReferences(): unknown {
  const bad = [["./services.js", "first"], [module], class {}, [module, ""]] as unknown as ServiceReference[]; // as JavaScript may
  return bad.map((each) => outcomeOf(() => setup({ services: [each] })).error?.code);
}

export function stopWithin(names: readonly string[], within: number): Outcome {
  setup({ services: names.map(pair) });
  return outcomeOf(() => stop({ within }));
}

/** The process ends with the reactor running. */
export function leftRunning(): void {
  setup({ services: ["first", "second"].map(pair) });
}

export function restarted(): unknown {
  setup({ services: [Feed], restart: { max: 1, within: 60_000 } });
  const died = outcomeOf(() => Feed.provided("Feed").dies()).error?.code;
  return { died, running: Feed.provided("Feed").running() };
}
