import type { Peer } from "../peer.ts";

/** A generated facade, with no setup(): its first call starts the reactor. */
export const picot: Peer = {
  name: "picot",
  package: "@picot/runtime",
  open: (row) => row.facade(),
};
