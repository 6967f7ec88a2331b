import type { Peer } from "./peer.ts";
import type { RegimeName } from "./regime.ts";
import type { Block, Series } from "./run.ts";
import { type Spread, fastest, median, pairedRatios, spread } from "./statistics.ts";

/** The most that picot may take of the time of the fastest peer, in free placement. */
export const TARGET = 1.05;

/** Times are microseconds. What could not be measured is left out. */
export interface PeerReport {
  readonly peer: string;
  /** Over rounds, of the medians of the calls of each. */
  readonly p50?: Spread;
  /** Median over rounds. */
  readonly p99?: number;
  /** picot / this peer, of each round. */
  readonly ratio?: Spread;
  /** By round, the median of its calls; null where there is none. */
  readonly rounds: readonly (number | null)[];
  /** One sentence for each round without a sample. */
  readonly failures: readonly string[];
}

export interface BlockReport {
  readonly row: string;
  readonly title: string;
  readonly regime: RegimeName;
  readonly placement: string;
  readonly peers: readonly PeerReport[];
  /** picot / the fastest peer, of each round. */
  readonly ratioToFastest?: Spread;
  /** Whether TARGET is met; only where it applies and could be judged. */
  readonly met?: boolean;
}

export function reportBlock({ row, regime, series }: Block, subject: Peer): BlockReport {
  const own = series.filter(({ peer }) => peer === subject).flatMap(mediansOf);
  const others = series.filter(({ peer }) => peer !== subject);
  const ratio = spread(pairedRatios(own, fastest(others.map(mediansOf))));
  return {
    row: row.name,
    title: row.title,
    regime: regime.name,
    placement: regime.title,
    peers: series.map((one) => reportPeer(one, one.peer === subject ? undefined : own)),
    ...(ratio && { ratioToFastest: ratio }),
    ...(ratio && regime.name === "free" && { met: ratio.median <= TARGET }),
  };
}

function reportPeer({ peer, samples }: Series, own: readonly (number | undefined)[] | undefined): PeerReport {
  const rounds = mediansOf({ peer, samples });
  const p50 = spread(rounds.flatMap((one) => one ?? []));
  const ratio = own && spread(pairedRatios(own, rounds));
  return {
    peer: peer.name,
    ...(p50 && { p50, p99: median(samples.flatMap((sample) => ("failed" in sample ? [] : sample.p99))) }),
    ...(ratio && { ratio }),
    rounds: rounds.map((one) => one ?? null),
    failures: samples.flatMap((sample) => ("failed" in sample ? sample.failed : [])),
  };
}

function mediansOf({ samples }: Series): (number | undefined)[] {
  return samples.map((sample) => ("failed" in sample ? undefined : sample.p50));
}
