/** Many runs as one row. */
import type { Ended } from "./one.ts";
import type { Report } from "./outcome.ts";
import { CALLERS } from "./ways.ts";

export interface Row {
  readonly name: string;
  readonly ended: readonly Ended[];
}

export interface Sums {
  readonly callers: number;
  readonly hangs: number;
  readonly wrong: number;
  readonly aborted: number;
  readonly late: readonly number[];
}

export function sumsOf(ended: readonly Ended[]): Sums {
  const reports = ended.filter((each): each is Report => each !== "aborted");
  const heard = reports.flatMap(({ callers }) => callers);
  return {
    callers: reports.length * CALLERS,
    hangs: reports.reduce((sum, { hangs }) => sum + hangs, 0),
    wrong: heard.filter(({ right }) => !right).length,
    aborted: ended.length - reports.length,
    late: heard.flatMap(({ late }) => (late === null ? [] : [late])).sort((a, b) => a - b),
  };
}

const HEAD = ["", "callers", "hangs", "wrong answers", "p50 ms", "p99 ms", "max ms"];

export function markdown(rows: readonly Row[]): string[] {
  const cells = rows.map(({ name, ended }) => {
    const { callers, hangs, wrong, aborted, late } = sumsOf(ended);
    const at = (part: number): string =>
      late[Math.min(late.length - 1, Math.floor(late.length * part))]?.toFixed(1) ?? "-";
    const all = `${callers}${aborted === 0 ? "" : ` (and ${aborted} processes aborted by V8)`}`;
    return [name, all, `${hangs}`, `${wrong}`, at(0.5), at(0.99), at(1)];
  });
  const rule = HEAD.map((_, i) => (i === 0 ? "---" : "--:"));
  return [HEAD, rule, ...cells].map((line) => `| ${line.join(" | ")} |`);
}
