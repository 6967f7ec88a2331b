/**
 * State of this thread, found by a registered symbol: two copies of the package in one thread (a bundled one beside an
 * installed one) share it, or refuse each other by version.
 */
import { VersionError } from "./errors.ts";
import { PROTOCOL } from "./wire.ts";

const KEY: unique symbol = Symbol.for("picot.v1");

interface Shelf {
  readonly protocol: number;
  readonly things: Map<string, unknown>;
}

/** The one thing of this name in this thread, made at its first use. */
export function perThread<T>(name: string, make: () => T): T {
  const holder = globalThis as { [KEY]?: Shelf };
  const shelf = (holder[KEY] ??= { protocol: PROTOCOL, things: new Map() });
  if (shelf.protocol !== PROTOCOL) {
    throw new VersionError(
      `Two versions of @picot/runtime are loaded in one thread (protocols ${shelf.protocol} and ${PROTOCOL}). Install one of them only.`,
    );
  }
  if (!shelf.things.has(name)) shelf.things.set(name, make());
  return shelf.things.get(name) as T; // each name is used with one type, in one file
}
