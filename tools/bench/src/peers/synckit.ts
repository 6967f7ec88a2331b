import { fileURLToPath } from "node:url";
import type { Contestant } from "../contestant.ts";
import type { Work } from "../row.ts";

export const synckit: Contestant = {
  name: "synckit",
  role: "peer",
  package: "synckit",
  async open() {
    // Here and not above: the others' processes do not load it.
    const { createSyncFn } = await import("synckit");
    return createSyncFn<Work>(fileURLToPath(new URL("../workers/synckit.js", import.meta.url)));
  },
};
