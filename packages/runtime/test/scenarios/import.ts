/** No static import of picot here: the scenario watches what importing it does. */
import { threadsStarted } from "./threads.ts";

export interface Imported {
  readonly threads: number;
  readonly events: string[];
  readonly resources: string[];
  readonly writesChanged: boolean;
  readonly reactorModuleLoaded: boolean;
  readonly exports: string[];
}

/** Imports the library, its door for facades, its pool, and a facade. */
export async function importAll(): Promise<Imported> {
  const writes = [process.stdout.write, process.stderr.write];
  const threads = threadsStarted();
  const events = listening();
  const resources = process.getActiveResourcesInfo();
  const index = await import("@picot/runtime");
  await import("@picot/runtime/facade/v1");
  await import("@picot/runtime/pool");
  const { Probe } = await import("../fixtures/probe.facade.js");
  return {
    threads: threadsStarted() - threads,
    events: listening().filter((each) => !events.includes(each)),
    resources: process.getActiveResourcesInfo().filter((each) => !resources.includes(each)),
    writesChanged: process.stdout.write !== writes[0] || process.stderr.write !== writes[1],
    reactorModuleLoaded: "probeLoaded" in globalThis,
    exports: [typeof index.setup, typeof Probe],
  };
}

/** The event and the number of its listeners, so that a second listener shows as well. */
function listening(): string[] {
  return process.eventNames().map((each) => `${String(each)} ${process.listenerCount(each)}`);
}
