import { COUNTS } from "../call-row.ts";
import type { Contestant } from "../contestant.ts";
import { bareWorker } from "../floors/bare-worker.ts";
import type { Row } from "../row.ts";

/** Each has a small program of its own in cold/, which loads nothing that a real one would not. */
const programs: Readonly<Record<string, string>> = {
  picot: "picot",
  synckit: "synckit",
  "make-synchronized": "make-synchronized",
  "make-synchronous": "make-synchronous",
  "sync-message-port": "sync-message-port",
  "piscina (async)": "piscina",
  [bareWorker.name]: "bare-worker",
};

export const cold: Row = {
  name: "cold",
  title: "cold start: from the start of the process to the first result",
  unit: "ms",
  better: "less",
  statistic: "time",
  // Each program is its own, and starts its threads too late to be told where they belong.
  regimes: ["free", "one", "two"],
  ratios: true,
  takesPart: ({ name }) => name in programs,
  counts: COUNTS,
  targets: [{ kind: "difference", from: bareWorker.name, atMost: 15 }],
  program: ({ name }: Contestant) => new URL(`../cold/${programs[name]}.js`, import.meta.url),
};
