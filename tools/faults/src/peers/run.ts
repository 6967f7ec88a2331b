/** Program: one death of a peer's workers. Arguments: the peer, the way, the step. */
import { newShared, runCallers } from "../callers.ts";
import type { Way } from "../ways.ts";
import type { PeerStep } from "./work.ts";

const [peer, way, step] = process.argv.slice(2) as [string, Way, PeerStep]; // as cli.ts passes them

await runCallers(
  new URL("./caller.js", import.meta.url),
  { peer, way, step },
  {
    memory: newShared(),
    // Any error will do; but for one who died while it ran, no value will.
    right: ({ caller, value, error }) =>
      error !== undefined || (step !== "while it runs" && value === `answer to ${caller}`),
  },
);
