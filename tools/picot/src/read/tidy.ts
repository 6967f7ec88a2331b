import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes in use from which on it pays. */
const MUCH = 128_000_000;

/**
 * Collects garbage, where there may be much of it. Between two ways to read a large project the trees of the first are of no use to
 * anybody, but on a busy machine the engine takes its time to see that, and has the second one grow beside them.
 */
export function tidy(): void {
  if (process.memoryUsage().heapUsed < MUCH) return;
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("typeof gc === 'function' ? gc : undefined");
  setFlagsFromString("--no-expose-gc");
  if (typeof collect === "function") collect();
}
