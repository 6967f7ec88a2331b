import Shelf, { Figure, LargePool, Pool, Quad, plus } from "../fixtures/forms.facade.ts";
import { outcomeOf } from "./outcome.ts";

/** Abstract members are called on whatever class the object is of, marked or not. */
export function abstractClass(): unknown {
  const circle = Figure.of("circle");
  const quad = Figure.of("square");
  const Open = Figure as unknown as new () => Figure; // what TypeScript refuses
  return {
    circle: [circle instanceof Figure, circle instanceof Quad, circle.sides, circle.area(), circle.describe()],
    quad: [quad instanceof Quad, quad.sides, quad.area(), quad.name],
    made: new Quad(5).describe(),
    refused: outcomeOf(() => new Open()).error?.code,
  };
}

export function constructors(): unknown {
  const Open = Pool as unknown as new (size: number) => Pool; // what TypeScript refuses
  return [new LargePool("four").size, outcomeOf(() => new Open(3)).error?.code];
}

/** A generic class, its overloads, and this. */
export function generic(): unknown {
  const shelf = new Shelf<Date, "a" | "b">();
  const same = shelf.put("a", new Date(1)).put("b", new Date(2)) === shelf;
  return {
    same,
    one: shelf.get("b")?.valueOf(),
    all: shelf.get().map((each) => each.valueOf()),
    counts: [shelf.count(), shelf.count(1, null), shelf.count(undefined, 2)],
    name: Shelf.name,
  };
}

export function renamed(): unknown {
  return [plus(1), plus(1, 2)];
}
