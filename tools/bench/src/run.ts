import type { Peer } from "./peer.ts";
import type { Regime } from "./regime.ts";
import type { Row } from "./row.ts";
import { type Failure, type Sample, type SampleOptions, takeSample } from "./sample.ts";

export interface RunOptions extends SampleOptions {
  readonly rounds: number;
  readonly rows: readonly Row[];
  readonly regimes: readonly Regime[];
  readonly peers: readonly Peer[];
}

/** The samples of one peer, by round. */
export interface Series {
  readonly peer: Peer;
  readonly samples: (Sample | Failure)[];
}

/** The measurements of one row in one regime: one table. */
export interface Block {
  readonly row: Row;
  readonly regime: Regime;
  readonly series: readonly Series[];
}

/**
 * One process after the other: every peer in every table, once a round. So a minute in which the machine was busy with
 * something else is a minute of all of them. Each round starts with another peer, so that none always follows the same one.
 */
export async function run(options: RunOptions, progress: (text: string) => void): Promise<Block[]> {
  const { rounds, rows, regimes, peers } = options;
  const blocks = rows.flatMap((row) =>
    regimes.map((regime): Block => ({ row, regime, series: peers.map((peer) => ({ peer, samples: [] })) })),
  );
  for (let round = 0; round < rounds; round++) {
    for (const { row, regime, series } of blocks) {
      const first = round % series.length;
      for (const { peer, samples } of [...series.slice(first), ...series.slice(0, first)]) {
        progress(`round ${round + 1} of ${rounds}: ${row.name}, ${regime.name}, ${peer.name}`);
        samples.push(await takeSample(peer, row, regime, options));
      }
    }
  }
  return blocks;
}
