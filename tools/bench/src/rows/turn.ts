import { callRow } from "../call-row.ts";
import { FASTEST } from "../target.ts";

export const turn = callRow<[], number>({
  name: "turn",
  title: "a method that awaits setImmediate",
  args: () => [],
  isRight: (result) => result === 1,
  async work() {
    const { Waiter } = await import("../workload/waiter.reactor.ts");
    const waiter = new Waiter();
    return () => waiter.turn();
  },
  async facade() {
    const { Waiter } = await import("../workload/waiter.facade.ts");
    const waiter = new Waiter();
    return () => waiter.turn();
  },
  targets: [{ kind: "ratio", to: FASTEST, atMost: 1.05 }],
});
