/** Numbers and verdicts as words, the same in the terminal and in the document. */
import type { Line, Table } from "../report.ts";
import type { Spread } from "../statistics.ts";
import type { Verdict } from "../target.ts";

/** Three digits that count, where there are as many. */
export function amount(value: number): string {
  const size = Math.abs(value);
  if (size >= 9_999.5) return `${(value / 1_000).toFixed(size < 99_950 ? 1 : 0)}k`;
  return value.toFixed(size < 9.995 ? 2 : size < 99.95 ? 1 : 0);
}

/** The same for quotients. */
export function times(value: number): string {
  return value.toFixed(value < 0.1 ? 3 : value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
}

export function range({ min, max }: Spread, show: (value: number) => string): string {
  return `${show(min)}..${show(max)}`;
}

/** The columns of a table: those that none of its lines has anything in are left out. */
export function columns({ lines, statistic, unit }: Table): string[][] {
  const value = statistic === unit ? unit : `${statistic} ${unit}`;
  const head = ["", value, `min..max`, `p99 ${unit}`, "picot / it", "min..max"];
  const all = [head, ...lines.map(cells)];
  const used = head.map((_, at) => at < 3 || lines.some((_line, row) => (all[row + 1]?.[at] ?? "") !== ""));
  return all.map((line) => line.filter((_, at) => used[at]));
}

function cells({ name, value, p99, ratio, failures }: Line): string[] {
  if (value === undefined)
    return [name, failures.some((why) => why.startsWith("hung")) ? "hung" : "failed", "", "", "", ""];
  return [
    name,
    amount(value.median),
    range(value, amount),
    p99 === undefined ? "" : amount(p99),
    ratio ? times(ratio.median) : "",
    ratio ? range(ratio, times) : "",
  ];
}

export function notes({ lines }: Table): string[] {
  return lines.flatMap(({ name, failures, rounds }) =>
    [...new Set(failures)].map(
      (why) => `${name}: ${failures.filter((one) => one === why).length} of ${rounds.length} rounds ${why}`,
    ),
  );
}

/** "target at most 0.25 x the fastest peer MISSED: got 0.31 (0.28..0.4)" */
export function verdictText({ target, got, met, rounds }: Verdict): string {
  if (got === undefined) return `target ${target}: not measured`;
  const show = target.includes(" x ") ? times : amount;
  const text = `got ${gotText(target, show(got.median))} (${range(got, show)})${rounds ? ` in ${rounds.judged} of ${rounds.of} rounds` : ""}`;
  return met === true ? `target ${target} met: ${text}` : `target ${target} MISSED: ${text}`;
}

/** A difference has its sign. */
function gotText(target: string, value: string): string {
  return target.includes(" + ") && !value.startsWith("-") ? `+${value}` : value;
}
