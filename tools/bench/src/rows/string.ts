import { callRow } from "../call-row.ts";
import { FASTEST } from "../target.ts";

const LENGTH = 100 * 1_024;

export const string = callRow<[string], string>({
  name: "string",
  title: "string of 100 KB, there and back",
  args: () => ["picot ".repeat(LENGTH).slice(0, LENGTH)],
  isRight: (result) => result.length === LENGTH && result.startsWith("picot picot"),
  async work() {
    const { Echo } = await import("../workload/echo.reactor.ts");
    const echo = new Echo();
    return (value) => echo.text(value);
  },
  async facade() {
    const { Echo } = await import("../workload/echo.facade.ts");
    const echo = new Echo();
    return (value) => echo.text(value);
  },
  targets: [{ kind: "ratio", to: FASTEST, atMost: 1 }],
  counts: { warmup: 2_000, calls: 3_000 },
});
