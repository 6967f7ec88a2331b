import { fileURLToPath } from "node:url";
import type { Peer } from "../peer.ts";
import type { Work } from "../row.ts";

export const synckit: Peer = {
  name: "synckit",
  package: "synckit",
  async open() {
    // Here and not above: the other peers' processes do not load it.
    const { createSyncFn } = await import("synckit");
    return createSyncFn<Work>(fileURLToPath(new URL("../workers/synckit.js", import.meta.url)));
  },
};
