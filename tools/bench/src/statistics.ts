/** An array of numbers, of either kind. */
export type Numbers = Float64Array | readonly number[];

/** The middle one, or the mean of the two in the middle. NaN if there is none. */
export function median(values: Numbers): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? NaN) + upper) / 2;
}

/** The smallest value that is not exceeded by at least this share of them (nearest rank). NaN if there is none. */
export function quantile(values: Numbers, share: number): number {
  const sorted = Float64Array.from(values).sort();
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return sorted[rank - 1] ?? NaN;
}

/** NaN if there is none. */
export function mean(values: Numbers): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** The smallest and the largest, and the median between them. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Undefined if there are no values. */
export function spread(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined;
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/**
 * a / b of each round that has both: two processes of one round ran within seconds of each other, under much the same
 * load, so their ratio says more than that of two medians over all rounds.
 */
export function pairedRatios(a: readonly (number | undefined)[], b: readonly (number | undefined)[]): number[] {
  return a.flatMap((value, round) => {
    const other = b[round];
    return value === undefined || other === undefined ? [] : [value / other];
  });
}

/** a - b of each round that has both. */
export function pairedDifferences(a: readonly (number | undefined)[], b: readonly (number | undefined)[]): number[] {
  return a.flatMap((value, round) => {
    const other = b[round];
    return value === undefined || other === undefined ? [] : [value - other];
  });
}

/**
 * Whoever of them has the smallest median over all rounds, or the largest. Not the best of each round: of several that are
 * equal, some one has luck in every round, and whoever is held against all that luck looks slow for being one of them.
 */
export function best(
  all: readonly (readonly (number | undefined)[])[],
  better: "less" | "more",
): readonly (number | undefined)[] {
  const sign = better === "less" ? 1 : -1;
  const ranked = all
    .map((rounds) => ({ rounds, rank: sign * median(rounds.flatMap((value) => value ?? [])) }))
    .filter(({ rank }) => !Number.isNaN(rank));
  ranked.sort((a, b) => a.rank - b.rank);
  return ranked[0]?.rounds ?? [];
}
