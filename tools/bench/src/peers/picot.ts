import type { Contestant } from "../contestant.ts";
import type { Row } from "../row.ts";

/** A generated facade, with no setup(): its first call starts the reactor. */
export const picot: Contestant = {
  name: "picot",
  role: "subject",
  package: "@picot/runtime",
  open,
  async burst() {
    const { eventual } = await import("@picot/runtime");
    const { Adder } = await import("../workload/adder.facade.ts");
    const adder = eventual(new Adder());
    return (count) => {
      const soon = Array.from({ length: count }, () => adder.add(1, 2));
      return soon.map((one) => one.wait(5_000));
    };
  },
  async move() {
    const { transfer } = await import("@picot/runtime");
    const { Mover } = await import("../workload/mover.facade.ts");
    const mover = new Mover();
    return (value) => mover.move(transfer(value, [value.buffer]));
  },
  async share(row, threads) {
    // The threads that this one starts reach the reactor that it has, with nothing handed to them.
    await open(row);
    return Array.from({ length: threads }, () => ({ data: undefined, transfer: [] }));
  },
  join: open,
};

function open(row: Row): ReturnType<NonNullable<Contestant["open"]>> {
  if (row.facade === undefined) throw new Error(`the row ${row.name} has no facade`);
  return row.facade();
}
