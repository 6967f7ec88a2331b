import { Worker } from "node:worker_threads";
import { ArgumentError, StaleHandleError, eventual, isPicotError, setup, stop } from "@picot/runtime";
import { Calls } from "../fixtures/calls.facade.ts";
import { Drawer, Seal, Shape, Square } from "../fixtures/shapes.facade.ts";
import { thrownBy } from "./hand-made.ts";

/** The object that was put somewhere, and comes back. */
export function identity(): unknown {
  const drawer = new Drawer();
  const shape = new Shape("one");
  drawer.put(shape);
  drawer.put(new Shape("other"));
  return {
    returned: drawer.at(0) === shape,
    again: drawer.at(0) === drawer.at(0),
    others: drawer.at(1) === shape,
    made: drawer.first() === drawer.first(),
    missing: drawer.at(7) === undefined,
    nothing: drawer.nothing(),
    eventually: eventual(drawer).at(0).wait(5_000) === shape,
  };
}

/** The reactor layer sees the very object that the facade stands for. */
export function originals(): unknown {
  const drawer = new Drawer();
  const shape = new Shape("one");
  drawer.put(shape);
  return {
    same: drawer.isAt(0, shape),
    other: drawer.isAt(0, new Shape("one")),
    null: drawer.isAt(0, null),
    twice: drawer.areSame(shape, shape),
    returned: drawer.areSame(shape, drawer.at(0) ?? new Shape("none")),
    different: drawer.areSame(shape, new Shape("one")),
  };
}

/** Declared as the base class, and of one that extends it. */
export function derivedResult(): unknown {
  const drawer = new Drawer();
  const first = drawer.first();
  const tilted = drawer.tilted();
  return {
    square: first instanceof Square && [first.side(), first.area(), first.name()],
    exact: Object.getPrototypeOf(first) === Square.prototype,
    same: first === drawer.square(),
    // Of a class without a facade: the nearest that has one, whose method is still the object's own.
    tilted: tilted instanceof Square && [Object.getPrototypeOf(tilted) === Square.prototype, tilted.area()],
  };
}

/** The same in a thread that has used nothing of the derived class before. */
export function derivedResultFirst(): unknown {
  const first = new Drawer().first();
  return first instanceof Square && first.side();
}

export function inheritance(): unknown {
  const square = new Square(4);
  return {
    instance: [square instanceof Square, square instanceof Shape, Object.getPrototypeOf(Square) === Shape],
    inherited: square.name(),
    overridden: square.area(),
    own: square.side(),
    base: new Shape("plain").area(),
    baseIsNoSquare: new Shape("plain") instanceof Square,
    static: [Shape.kinds(), Square.kinds()],
    asBase: Shape.prototype.area.call(square),
  };
}

/** Methods that return this. */
export function returnsThis(): unknown {
  const square = new Square(2);
  const same = square.renamed("new name");
  return [same === square, same.renamed("again").renamed("and again") === square, square.name()];
}

/** Things passed where a facade is wanted. */
export function wrongObjects(): unknown {
  const drawer = new Drawer();
  // What TypeScript would refuse is what is tested.
  const wrong = [{}, new Calls(), 5, Object.create(Shape.prototype), "text"] as unknown as Shape[];
  return wrong.map((each) => {
    const error = thrownBy(() => drawer.put(each));
    return error instanceof ArgumentError ? error.message : String(error);
  });
}

/** A method called on what is no facade of its class. */
export function wrongReceivers(): unknown {
  const area = Square.prototype.area;
  const receivers = [undefined, {}, new Calls(), new Shape("a shape")];
  return receivers.map((each) => {
    const error = thrownBy(() => Reflect.apply(area, each, []) as unknown);
    return isPicotError(error) && [error.code, error.message];
  });
}

/** What is seen of a facade from outside. */
export function hidden(): unknown {
  const shape = new Shape("s");
  return [JSON.stringify(shape), Object.keys(shape), { ...shape }, Object.getOwnPropertyNames(shape)];
}

/** Facades of a reactor that has ended. */
export function stale(): unknown {
  const drawer = new Drawer();
  const shape = new Shape("old");
  stop();
  setup();
  const fresh = new Drawer();
  const errors = [() => shape.name(), () => fresh.put(shape), () => drawer.put(new Shape("new"))].map(thrownBy);
  return {
    codes: errors.map((each) => each instanceof StaleHandleError && each.code),
    fresh: fresh.put(new Shape("new")),
  };
}

/** A class whose constructor is private. */
export function privateConstructor(): unknown {
  const error = thrownBy(() => Reflect.construct(Seal, []) as unknown);
  return [Seal.make("red").text(), Seal.make("red") instanceof Seal, error instanceof ArgumentError && error.message];
}

/** Results that are objects of the reactor, one that has come and one that has not, for another thread. */
export async function stashedObjects(): Promise<unknown> {
  const drawer = new Drawer();
  const come = eventual(drawer).first();
  const own = come.wait(5_000);
  const coming = eventual(drawer).tilted();
  const answers = [come, coming].map((each) => {
    const worker = new Worker(new URL("./workers/retrieves-shape.js", import.meta.url), { workerData: each.stash() });
    return new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
  });
  return { there: await Promise.all(answers), here: own.name() };
}
