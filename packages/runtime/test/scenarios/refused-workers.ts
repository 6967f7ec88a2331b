/** What comes of it when the system has no thread left: the n-th worker of this process, and those after it, are refused. */
import { createRequire } from "node:module";
import { type Outcome, outcomeOf } from "./outcome.ts";

export async function refusedFrom(first: number): Promise<{ refused: Outcome[]; next: Outcome }> {
  // Before picot is loaded, which takes the class as it finds it.
  const threads = createRequire(import.meta.url)("node:worker_threads") as { Worker: new (...args: never[]) => object }; // typed any
  const { Worker } = threads;
  let started = 0;
  let refuse = true;
  threads.Worker = class extends Worker {
    constructor(...args: never[]) {
      started += 1;
      if (refuse && started >= first)
        throw Object.assign(new Error("Worker initialization failure: EAGAIN"), { code: "ERR_WORKER_INIT_FAILED" });
      super(...args);
    }
  };
  const { setup } = await import("@picot/runtime");
  const { Probe } = await import("../fixtures/probe.facade.ts");
  const refused = [outcomeOf(() => setup()), ...(first > 1 ? [outcomeOf(() => new Probe())] : [])];
  refuse = false;
  setup();
  return { refused, next: outcomeOf(() => new Probe().inReactor()) };
}
