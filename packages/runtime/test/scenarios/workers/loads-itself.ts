/** Waits, as it is loaded, for work in the reactor that loads it too. */
import { isInReactor, waitFor } from "@picot/runtime";

const load = waitFor<typeof import("../../fixtures/rings.ts").load>(
  new URL("../../fixtures/rings.js", import.meta.url),
  "load",
  10_000,
);

export const loaded = isInReactor() ? ["in the reactor"] : load(import.meta.url);
