// Abstract classes and protected constructors, as an application may use them.
import { Pool, Shape, SmallPool, Square } from "../fixtures/abstract/shapes.facade.js";
import { hold, type Same } from "./same.ts";

const shape: Shape = Shape.of("circle", 1);
const square: Shape = new Square(2);
hold<Same<ReturnType<typeof shape.area>, number>>();
hold<Same<typeof shape.center, readonly [number, number]>>();
const four: 4 = new Square(2, "name").sides;
// @ts-expect-error: an abstract class has no instances of its own
void new Shape("shape");
// @ts-expect-error: protected in the source
shape.secret();
// @ts-expect-error: its constructor is the reactor layer's
void new Pool(3);
const pool: Pool = new SmallPool("small");
const size: number = pool.size;
// @ts-expect-error: its parameters are not those of its base
void new SmallPool(3);
export const all: readonly unknown[] = [square, four, size];
