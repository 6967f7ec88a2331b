import { callRow } from "../call-row.ts";
import type { Contestant } from "../contestant.ts";
import { FASTEST } from "../target.ts";
import { addition } from "../workload/addition.ts";

export const add = callRow({
  ...addition,
  name: "add",
  title: "add(1, 2), back to back",
  targets: [
    { kind: "ratio", to: FASTEST, atMost: 0.1, regimes: ["apart"] },
    { kind: "ratio", to: "C spin", atMost: 12, regimes: ["apart"] },
    { kind: "ratio", to: FASTEST, atMost: 1, regimes: ["one"] },
  ],
  takesPart: ({ open, program }: Contestant) => open !== undefined || program !== undefined,
});
