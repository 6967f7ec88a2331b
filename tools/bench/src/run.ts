import type { Contestant } from "./contestant.ts";
import type { Regime } from "./regime.ts";
import type { Row } from "./row.ts";
import type { Counts, Failure, Sample } from "./sample.ts";
import { takeSample } from "./take.ts";

export interface RunOptions {
  readonly rounds: number;
  /** Each with the regimes to measure it in. */
  readonly rows: readonly { readonly row: Row; readonly regimes: readonly Regime[] }[];
  readonly contestants: readonly Contestant[];
  /** Instead of the row's own. */
  readonly counts: Partial<Counts>;
  /** Milliseconds until a process is taken to hang, and is killed. */
  readonly limit: number;
}

/** The samples of one contestant, by round. */
export interface Series {
  readonly contestant: Contestant;
  readonly samples: (Sample | Failure)[];
}

/** The measurements of one row in one regime: one table. */
export interface Block {
  readonly row: Row;
  readonly regime: Regime;
  readonly series: readonly Series[];
}

/**
 * One process after the other: everybody in every table, once a round. So a minute in which the machine was busy with
 * something else is a minute of all of them. Each round starts with another one, so that none always follows the same.
 */
export async function run(options: RunOptions, progress: (text: string) => void): Promise<Block[]> {
  const { rounds, rows, contestants } = options;
  const blocks = rows.flatMap(({ row, regimes }) =>
    regimes.map((regime): Block => {
      const present = contestants.filter((one) => row.takesPart(one) && (one.regimes?.includes(regime.name) ?? true));
      return { row, regime, series: present.map((contestant) => ({ contestant, samples: [] })) };
    }),
  );
  for (let round = 0; round < rounds; round++) {
    for (const block of blocks) {
      if (round > 0 && block.row.once === true) continue;
      progress(`round ${round + 1} of ${rounds}: ${block.row.name}, ${block.regime.name}`);
      await measureRound(block, round, options);
    }
  }
  return blocks;
}

async function measureRound({ row, regime, series }: Block, round: number, options: RunOptions): Promise<void> {
  const counts = { ...row.counts, ...options.counts };
  const take = async ({ contestant, samples }: Series): Promise<void> => {
    samples.push(await takeSample(contestant, row, regime, counts, options.limit));
  };
  const first = round % Math.max(1, series.length);
  const order = [...series.slice(first), ...series.slice(0, first)];
  const end = await row.scene?.(regime);
  try {
    if (row.together === true) await Promise.all(order.map(take));
    else for (const one of order) await take(one);
  } finally {
    end?.();
  }
}
