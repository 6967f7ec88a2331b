import type { RegimeName } from "./regime.ts";
import { type Spread, best, pairedDifferences, pairedRatios, spread } from "./statistics.ts";

/** Values of one contestant, by round. */
export type Rounds = readonly (number | undefined)[];

export const FASTEST = "the fastest peer";

/** What a row expects of picot. `to` and `from` name a contestant, or are FASTEST: the peer with the best median. */
export type Target = {
  /** Where it applies: everywhere, unless said. */
  readonly regimes?: readonly RegimeName[];
} & (
  | { readonly kind: "ratio"; readonly to: string; readonly atMost?: number; readonly atLeast?: number }
  | { readonly kind: "difference"; readonly from: string; readonly atMost: number }
  | { readonly kind: "value"; readonly atMost: number }
);

/** What came of a target. */
export interface Verdict {
  /** "at most 0.25 x the fastest peer" */
  readonly target: string;
  /** What is held against it: the median over rounds, and its range. Left out where nothing could be measured. */
  readonly got?: Spread;
  readonly met?: boolean;
  /** In how many rounds, where it is not all of them. */
  readonly rounds?: { readonly judged: number; readonly of: number };
}

/** What a target is judged by. */
export interface Results {
  readonly own: Rounds;
  readonly peers: readonly Rounds[];
  readonly byName: (name: string) => Rounds;
  readonly isFloor: (name: string) => boolean;
  readonly better: "less" | "more";
  readonly unit: string;
}

export function judge(target: Target, results: Results): Verdict {
  const text = targetText(target, results.unit);
  const held = heldAgainst(target, results);
  const got = spread(held);
  if (got === undefined) return { target: text };
  const atMost = target.atMost ?? Infinity;
  const atLeast = "atLeast" in target ? (target.atLeast ?? -Infinity) : -Infinity;
  return {
    target: text,
    got,
    met: got.median <= atMost && got.median >= atLeast,
    ...(held.length < results.own.length && { rounds: { judged: held.length, of: results.own.length } }),
  };
}

function heldAgainst(target: Target, { own, peers, byName, isFloor, better }: Results): number[] {
  const other = (name: string): Rounds => (name === FASTEST ? best(peers, better) : byName(name));
  switch (target.kind) {
    case "ratio":
      // A floor that is above picot had not the cores that it needs: such a round says nothing.
      return pairedRatios(own, other(target.to)).filter((ratio) => !isFloor(target.to) || ratio >= 1);
    case "difference":
      return pairedDifferences(own, other(target.from));
    case "value":
      return own.flatMap((value) => value ?? []);
  }
}

export function targetText(target: Target, unit: string): string {
  const bound = "atLeast" in target && target.atLeast !== undefined ? "at least" : "at most";
  const limit = "atLeast" in target && target.atLeast !== undefined ? target.atLeast : target.atMost;
  switch (target.kind) {
    case "ratio":
      return `${bound} ${limit} x ${target.to}`;
    case "difference":
      return `${bound} ${target.from} + ${limit} ${unit}`;
    case "value":
      return `${bound} ${limit} ${unit}`;
  }
}
