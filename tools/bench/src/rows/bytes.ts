import { callRow } from "../call-row.ts";
import { FASTEST } from "../target.ts";

const LENGTH = 1_024 * 1_024;

export const bytes = callRow<[Uint8Array], Uint8Array>({
  name: "bytes",
  title: "1 MB of bytes, there and back, copied",
  args: () => [new Uint8Array(LENGTH).fill(7)],
  isRight: (result) => result.length === LENGTH && result[LENGTH - 1] === 7,
  async work() {
    const { Echo } = await import("../workload/echo.reactor.ts");
    const echo = new Echo();
    return (value) => echo.bytes(value);
  },
  async facade() {
    const { Echo } = await import("../workload/echo.facade.ts");
    const echo = new Echo();
    return (value) => echo.bytes(value);
  },
  targets: [{ kind: "ratio", to: FASTEST, atMost: 0.6 }],
  counts: { warmup: 500, calls: 1_000 },
});
