/** What rows say together. */
import type { Row } from "./run.ts";

/** The rows of this run, and of former runs for other runtimes, in the order of `names`. */
export function merged(former: readonly Row[], latest: readonly Row[], names: readonly string[]): readonly Row[] {
  const all = [...latest, ...former];
  return names.flatMap((name) => all.find(({ runtime }) => runtime === name) ?? []);
}

/** picot is for Node; of the others the document tells. A suite in which nothing passed has not run. */
export function isNodePassed({ runtime, passed, failed }: Row): boolean {
  return !runtime.startsWith("node") || (failed === 0 && passed > 0);
}
