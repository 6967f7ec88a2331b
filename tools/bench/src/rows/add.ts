import { row } from "../row.ts";

export const add = row<[number, number], number>({
  name: "add",
  title: "round trip of add(1, 2)",
  args: [1, 2],
  isRight: (result) => result === 3,
  async work() {
    const { Adder } = await import("../work/adder.reactor.ts");
    const adder = new Adder();
    return (a, b) => adder.add(a, b);
  },
  async facade() {
    const { Adder } = await import("../work/adder.facade.ts");
    const adder = new Adder();
    return (a, b) => adder.add(a, b);
  },
});
