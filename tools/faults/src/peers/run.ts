/** Program: one death of a peer's workers. Arguments: the peer, the way, the step. */
import { newShared, runCallers } from "../callers.ts";
import { LATER, type Way } from "../ways.ts";
import type { PeerStep } from "./work.ts";

const [peer, way, step] = process.argv.slice(2) as [string, Way, PeerStep]; // as cli.ts passes them

await runCallers(
  new URL("./caller.js", import.meta.url),
  { peer, way, step },
  {
    memory: newShared(),
    // Any error will do; and its own answer, unless it died before it had one: as for picot.
    right: ({ caller, value, error }) =>
      error !== undefined || (value === `answer to ${caller}` && (step !== "while it runs" || LATER.includes(way))),
  },
);
