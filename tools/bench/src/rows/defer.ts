import { callRow, open } from "../call-row.ts";
import { piscina } from "../peers/piscina.ts";
import type { Call, Row } from "../row.ts";
import { sampleOf, timeCalls } from "../timing.ts";
import { addition } from "../workload/addition.ts";

const calls = callRow({
  ...addition,
  name: "defer",
  title: "add(1, 2) in a thread of the reactor's pool, awaited",
  takesPart: (one) => one.role === "subject" || one === piscina,
  targets: [],
});

/** The other way: from an event loop to a thread that may block. */
export const defer: Row = {
  ...calls,
  regimes: ["free", "one"],
  async measure(one, counts, apart) {
    const call = one === piscina ? await open(one, calls) : await deferred();
    const passed = { args: [1, 2], isRight: (sum: unknown) => sum === 3 };
    return sampleOf(await timeCalls(call, true, passed, counts, apart));
  },
};

async function deferred(): Promise<Call> {
  const { noSetup } = await import("@picot/runtime");
  const { deferToThread } = await import("@picot/runtime/pool");
  noSetup();
  const job = new URL("../workload/deferred.js", import.meta.url);
  return (...args) => deferToThread(job, "add", ...args);
}
