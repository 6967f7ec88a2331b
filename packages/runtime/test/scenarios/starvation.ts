/** Methods of the host that need a thread of its pool, while all threads of the pool wait for such methods. */
import { noSetup } from "@picot/runtime";
import { deferToThread, suggestThreadPoolSize } from "@picot/runtime/pool";
import { outcomeOf, type Outcome } from "./outcome.ts";

const descent = new URL("../fixtures/descent.js", import.meta.url);

export async function starve(size: number, jobs: number, depth: number): Promise<{ depths: number[]; ms: number }> {
  noSetup();
  suggestThreadPoolSize(size);
  // The threads are there.
  await Promise.all(Array.from({ length: size }, () => deferToThread(descent, "fromThread", 0)));
  const start = performance.now();
  const depths = await Promise.all(
    Array.from({ length: jobs }, () => deferToThread<number>(descent, "fromThread", depth)),
  );
  return { depths, ms: performance.now() - start };
}

export function sizes(): readonly Outcome[] {
  const before = outcomeOf(() => suggestThreadPoolSize(2));
  noSetup();
  return [before, ...[0, 1.5, 129, 128].map((size) => outcomeOf(() => suggestThreadPoolSize(size)))];
}
