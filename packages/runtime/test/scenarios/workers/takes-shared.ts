/** Worker: makes a facade of what is shared with it, says what it sees, shares it back, and holds it until it is told to end. */
import { parentPort } from "node:worker_threads";
import { type Shared, facadeOf, liveObjects, share, traceLiveObjects } from "@picot/runtime";
import { User } from "../../fixtures/live.facade.ts";
import "../../fixtures/things.facade.ts";

traceLiveObjects();
const held: object[] = [];
parentPort?.on("message", (shared: Shared<object> | null) => {
  if (shared === null) return parentPort?.close();
  const facade = facadeOf(shared);
  held.push(facade);
  const again = facadeOf(shared) === facade;
  const name = facade instanceof User ? facade.name() : facade.constructor.name;
  const all = liveObjects();
  parentPort?.postMessage({ name, again, back: share(facade), held: all });
});
