import { expect, test } from "vitest";
import { document } from "../dist/output/document.js";
import { amount, columns, times } from "../dist/output/format.js";
import { plot } from "../dist/output/plot.js";
import { tableText } from "../dist/output/text.js";
import type { Line, Table } from "../dist/report.js";
import type { Summary } from "../dist/summary.js";

function line(name: string, role: Line["role"], median: number, rest: Partial<Line> = {}): Line {
  return { name, role, value: { median, min: median / 2, max: median * 2 }, rounds: [median], failures: [], ...rest };
}

const table: Table = {
  row: "add",
  title: "add(1, 2), <back to back>",
  unit: "µs",
  statistic: "p50",
  better: "less",
  regime: "two",
  placement: "pinned to two cores (0,1)",
  lines: [
    line("picot", "subject", 1.5),
    line("synckit", "peer", 45.2, { ratio: { median: 0.033, min: 0.03, max: 0.04 } }),
  ],
  verdicts: [{ target: "at most 0.1 x the fastest peer", got: { median: 0.033, min: 0.03, max: 0.04 }, met: true }],
};

const summary: Summary = {
  machine: { model: "a processor", cores: 2, system: "linux x64", node: "v20.20.2" },
  load: { before: [1, 2, 3], after: [4, 5, 6] },
  versions: { synckit: "0.12.3" },
  rounds: 7,
  quick: false,
  tables: [table],
  leftOut: ["left out: C spin, no C compiler for Linux"],
};

test("numbers have three digits that count, and thousands a k", () => {
  expect([0.123, 9.999, 12.34, 123.4, 9_999, 12_345, 123_456].map(amount)).toEqual([
    "0.12",
    "10.0",
    "12.3",
    "123",
    "9999",
    "12.3k",
    "123k",
  ]);
  expect([0.0123, 0.123, 1.234, 12.34, 123.4].map(times)).toEqual(["0.012", "0.12", "1.23", "12.3", "123"]);
});

test("a column that nobody has anything in is left out", () => {
  expect(columns(table)[0]).toEqual(["", "p50 µs", "min..max", "picot / it", "min..max"]);
  expect(columns(table)[2]).toEqual(["synckit", "45.2", "22.6..90.4", "0.033", "0.030..0.040"]);
});

test("whoever failed has a line all the same, and a note that says why", () => {
  const failed: Line = { name: "synckit", role: "peer", rounds: [null], failures: ["hung, killed after 1 s"] };
  const text = tableText({ ...table, lines: [line("picot", "subject", 1.5), failed] });
  expect(text).toMatch(/^ {2}synckit +hung$/m);
  expect(text).toContain("  synckit: 1 of 1 rounds hung, killed after 1 s");
});

test("the document has the machine, the versions, the load, who is left out, every target and every table", () => {
  const text = document(summary, "benchmarks.svg");
  for (const part of [
    "- a processor, 2 cores, linux x64, Node v20.20.2",
    "- load average 1 2 3 before, 4 5 6 after",
    "- synckit 0.12.3",
    "- left out: C spin",
    "- LOADED: ",
    "](benchmarks.svg)",
    "| add | two | met | at most 0.1 x the fastest peer: got 0.033 (0.030..0.040) |",
    "| synckit | 45.2 |",
  ])
    expect(text).toContain(part);
});

test("the plot is a picture with a mark for each line, and has colours for light and dark", () => {
  const svg = plot([table]);
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(svg).toContain("prefers-color-scheme: dark");
  expect(svg).toContain("add(1, 2), &lt;back to back>");
  expect(svg).toContain("<title>synckit: 45.2 µs</title>");
  expect(svg).not.toContain("NaN");
});
