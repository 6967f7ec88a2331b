/** What a process burns while nothing happens. */
import { setTimeout } from "node:timers/promises";
import { COUNTS, canCall, open } from "../call-row.ts";
import type { Call, Row } from "../row.ts";

/** Milliseconds after the last call, in which whoever spins may stop, and compilers end their work. */
const SETTLE = 200;

export const idle = waiting("idle", "CPU of a process that does nothing for 2 s, after calls", (_call, ms) =>
  setTimeout(ms),
);

export const blocked = waiting("blocked", "CPU of a process that is blocked in one call for 2 s", (call, ms) =>
  call(ms),
);

function waiting(name: string, title: string, wait: (call: Call, ms: number) => unknown): Row {
  const row: Row = {
    name,
    title,
    unit: "ms",
    better: "less",
    statistic: "CPU",
    regimes: ["free"],
    ratios: false,
    together: true,
    takesPart: canCall,
    counts: { ...COUNTS, warmup: 200 },
    targets: [{ kind: "value", atMost: 5 }],
    async measure(contestant, counts) {
      const call = await open(contestant, row);
      for (let at = 0; at < counts.warmup; at++) await call(0);
      await setTimeout(SETTLE);
      const before = process.cpuUsage();
      await wait(call, counts.wait);
      const { user, system } = process.cpuUsage(before);
      return { value: (user + system) / 1_000 };
    },
    async work() {
      const { Waiter } = await import("../workload/waiter.reactor.ts");
      const waiter = new Waiter();
      return (ms) => waiter.sleep(Number(ms));
    },
    async facade() {
      const { Waiter } = await import("../workload/waiter.facade.ts");
      const waiter = new Waiter();
      return (ms) => waiter.sleep(Number(ms));
    },
  };
  return row;
}
