import { callRow } from "../call-row.ts";
import { FASTEST } from "../target.ts";
import type { Order } from "../workload/echo.reactor.ts";

export const object = callRow<[Order], Order>({
  name: "object",
  title: "object of 1 KB, there and back",
  args: () => [order()],
  isRight: ({ id, items }) => id === "2026-000417" && items[7]?.count === 8,
  async work() {
    const { Echo } = await import("../workload/echo.reactor.ts");
    const echo = new Echo();
    return (value) => echo.order(value);
  },
  async facade() {
    const { Echo } = await import("../workload/echo.facade.ts");
    const echo = new Echo();
    return (value) => echo.order(value);
  },
  targets: [
    { kind: "ratio", to: FASTEST, atMost: 0.25, regimes: ["apart"] },
    { kind: "ratio", to: FASTEST, atMost: 0.8, regimes: ["one"] },
  ],
});

/** As JSON it has 1,025 bytes. */
export function order(): Order {
  return {
    id: "2026-000417",
    placed: "2026-03-14T15:09:26.535Z",
    paid: true,
    total: 1_234.5,
    customer: {
      name: "Ada Lovelace",
      mail: "ada@example.org",
      address: ["12 St James's Square", "London", "SW1Y 4JH", "United Kingdom"],
    },
    items: Array.from({ length: 10 }, (_, at) => ({
      article: `A-${1_000 + at}`,
      title: `Difference engine, part ${at}, brass`,
      count: at + 1,
      price: 9.5 * at,
    })),
  };
}
