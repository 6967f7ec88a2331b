import { type BlockReport, type PeerReport, TARGET } from "./report.ts";
import type { Spread } from "./statistics.ts";

const HEAD = ["", "p50 µs", "min..max µs", "p99 µs", "picot / it", "min..max"] as const;

/** One table as text, with what it says about the target. */
export function blockText(block: BlockReport): string {
  const lines = block.peers.map(cells);
  const table = [[...HEAD], ...lines];
  const widths = HEAD.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0)));
  const text = table.map((line) =>
    line
      .map((cell, column) => pad(cell, widths[column] ?? 0, column))
      .join("  ")
      .trimEnd(),
  );
  const notes = block.peers.flatMap(({ peer, failures, rounds }) =>
    [...new Set(failures)].map(
      (why) => `  ${peer}: ${failures.filter((one) => one === why).length} of ${rounds.length} rounds ${why}`,
    ),
  );
  return [
    `${block.title}, ${block.placement}`,
    ...text.map((line) => `  ${line}`),
    ...notes,
    `  ${verdict(block)}`,
  ].join("\n");
}

function cells({ peer, p50, p99, ratio, failures }: PeerReport): string[] {
  if (p50 === undefined || p99 === undefined)
    return [peer, failures.some((why) => why.startsWith("hung")) ? "hung" : "failed", "", "", "", ""];
  return [
    peer,
    micros(p50.median),
    range(p50, micros),
    micros(p99),
    ratio ? times(ratio.median) : "",
    ratio ? range(ratio, times) : "",
  ];
}

function verdict({ ratioToFastest: ratio, regime, met }: BlockReport): string {
  if (ratio === undefined) return "picot / fastest peer of the round: not measured.";
  const text = `picot / fastest peer of the round: ${times(ratio.median)} (${range(ratio, times)}).`;
  if (regime !== "free") return text;
  return `${text} Target: at most ${TARGET}, ${met === true ? "met" : "MISSED"}.`;
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}

function range({ min, max }: Spread, show: (value: number) => string): string {
  return `${show(min)}..${show(max)}`;
}

/** Three digits that count, where there are as many. */
function micros(value: number): string {
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}

function times(value: number): string {
  return value.toFixed(value < 0.1 ? 3 : 2);
}
