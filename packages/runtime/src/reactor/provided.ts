/** Instances that the reactor shares under a name. */
import { ArgumentError, NotProvidedError } from "../errors.ts";
import { perThread } from "../per-thread.ts";
import { requireReactor } from "../role.ts";
import type { Class } from "./modules.ts";

const instances = perThread("provided", () => new Map<string, object>());

/**
 * Shares an instance of a marked class under a name: any application thread gets its facade by `X.provided(name)`.
 * Reactor thread (in reactor-layer code, or in the thread that called noSetup()). A name is given once.
 *
 * @returns a function that takes the instance back
 * @throws WrongThreadError, ArgumentError
 * @example
 * provide("eurusd", rates);                       // in the reactor
 * ExchangeRate.provided("eurusd").latestValue();  // in any application thread
 */
export function provide(name: string, instance: object): () => void {
  requireReactor("provide");
  if (typeof name !== "string" || name === "")
    throw new ArgumentError("provide: the name is a text of at least one character.");
  if (typeof instance !== "object" || instance === null)
    throw new ArgumentError(`provide(${JSON.stringify(name)}): only an object can be provided.`);
  if (instances.has(name))
    throw new ArgumentError(`provide(${JSON.stringify(name)}): another instance has this name already.`);
  instances.set(name, instance);
  return () => {
    if (instances.get(name) === instance) instances.delete(name);
  };
}

/** As provide(), for what may be provided under that name already. */
export function provideOnce(name: string, instance: object): void {
  if (instances.get(name) !== instance) provide(name, instance);
}

/** Takes all back. */
export function provideNone(): void {
  instances.clear();
}

/** The instance of that name, which must be of the class that the facade stands for. */
export function find(name: string, of: Class): object {
  const instance = instances.get(name);
  if (instance instanceof of) return instance;
  const known = [...instances].filter(([, each]) => each instanceof of).map(([each]) => JSON.stringify(each));
  const list = known.length === 0 ? "none is provided" : `provided are ${known.sort().join(", ")}`;
  throw new NotProvidedError(
    `${of.name}.provided(${JSON.stringify(name)}): the reactor provides no ${of.name} of this name; ${list}. Call provide(name, instance) in the reactor first.`,
  );
}
