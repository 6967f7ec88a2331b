import type { CallRow } from "../call-row.ts";

/** The smallest call there is, for the rows that are about the hand-off alone. */
export const addition: Pick<CallRow<[number, number], number>, "args" | "isRight" | "work" | "facade"> = {
  args: () => [1, 2],
  isRight: (result) => result === 3,
  async work() {
    const { Adder } = await import("./adder.reactor.ts");
    const adder = new Adder();
    return (a, b) => adder.add(a, b);
  },
  async facade() {
    const { Adder } = await import("./adder.facade.ts");
    const adder = new Adder();
    return (a, b) => adder.add(a, b);
  },
};
