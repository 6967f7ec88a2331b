/** The plot of docs/benchmarks.md: every row that is timed in µs, on one logarithmic axis. */
import type { Line, Table } from "../report.ts";
import { FASTEST } from "../target.ts";
import { amount, times } from "./format.ts";

const WIDTH = 920;
/** Where the axis begins and ends. */
const LEFT = 310;
const RIGHT = 750;
const ROW = 26;
const PANEL = 40;

/** Readable on a light page and on a dark one, for the picture has no ground of its own. */
const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #1f2328; }
  .small { font-size: 11px; fill: #59636e; }
  .head { font-weight: 600; }
  .grid { stroke: #d1d9e0; stroke-width: 1; }
  .span { stroke: #afb8c1; stroke-width: 2; }
  .peer { fill: #6e7781; }
  .reference { fill: none; stroke: #6e7781; stroke-width: 1.5; }
  .floor { stroke: #1a7f37; stroke-width: 2.5; }
  .picot { fill: #d4480b; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; }
    .small { fill: #9198a1; }
    .grid { stroke: #3d444d; }
    .span { stroke: #656c76; }
    .peer { fill: #b7bdc8; }
    .reference { stroke: #b7bdc8; }
    .floor { stroke: #57ab5a; }
    .picot { fill: #ff8a4c; }
  }`;

export function plot(tables: readonly Table[]): string {
  const timed = tables.filter(({ unit, lines }) => unit === "µs" && lines.some(({ value }) => value !== undefined));
  const panels = [...new Set(timed.map(({ placement }) => placement))].map(
    (placement) => [placement, timed.filter((table) => table.placement === placement)] as const,
  );
  const values = timed.flatMap(({ lines }) => lines.flatMap(({ value }) => value?.median ?? []));
  const from = Math.floor(Math.log10(Math.min(...values, 1)));
  const to = Math.ceil(Math.log10(Math.max(...values, 1.1)));
  const x = (value: number): number => LEFT + ((Math.log10(value) - from) / (to - from)) * (RIGHT - LEFT);
  const decades = Array.from({ length: to - from + 1 }, (_, at) => from + at);

  const parts: string[] = [];
  let top = 30;
  for (const [placement, rows] of panels) {
    const bottom = top + PANEL + rows.length * ROW;
    parts.push(
      text(10, top + 20, placement, "head"),
      text(WIDTH - 10, top + 20, "picot, x fastest peer", "small", "end"),
      ...decades.map((at) => segment("grid", x(10 ** at), top + PANEL - 10, x(10 ** at), bottom)),
      ...decades.map((at) => text(x(10 ** at), bottom + 14, `${10 ** at} µs`, "small", "middle")),
      ...rows.map((table, at) => row(table, top + PANEL + at * ROW + 10, x)),
    );
    top = bottom + 28;
  }
  const height = top + 6;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">`,
    "<title>Time of a call: picot, its peers and the floors</title>",
    `<style>${STYLE}\n</style>`,
    legend(),
    ...parts,
    "</svg>",
    "",
  ].join("\n");
}

function row({ title, lines, verdicts }: Table, y: number, x: (value: number) => number): string {
  const shown = lines.filter(({ value }) => value !== undefined && value.median > 0);
  const values = shown.map(({ value }) => value?.median ?? 1);
  const own = shown.find(({ role }) => role === "subject");
  const peers = shown.filter(({ role }) => role === "peer").flatMap(({ ratio }) => ratio?.median ?? []);
  // As the verdict has it, where there is one; otherwise against the peer with the best median.
  const judged = verdicts.find(({ target }) => target.endsWith(FASTEST))?.got?.median;
  const ratio = judged ?? (peers.length > 0 ? Math.max(...peers) : undefined);
  return [
    text(LEFT - 14, y + 4, title, "", "end"),
    segment("span", x(Math.min(...values)), y, x(Math.max(...values)), y),
    ...shown.filter(({ role }) => role !== "subject").map((line) => mark(line, y, x)),
    ...(own ? [mark(own, y, x)] : []),
    own?.value
      ? text(
          WIDTH - 10,
          y + 4,
          `${amount(own.value.median)} µs${ratio === undefined ? "" : `, ${times(ratio)} x`}`,
          "",
          "end",
        )
      : "",
  ].join("\n");
}

function mark({ name, role, value }: Line, y: number, x: (value: number) => number): string {
  const title = `<title>${escape(name)}: ${amount(value?.median ?? NaN)} µs</title>`;
  return symbol(role, x(value?.median ?? 1).toFixed(1), y, title);
}

function symbol(role: Line["role"], at: string, y: number, title: string): string {
  switch (role) {
    case "subject":
      return `<path class="picot" d="M${at} ${y - 8}l8 8l-8 8l-8 -8z">${title}</path>`;
    case "floor":
      return `<path class="floor" d="M${at} ${y - 7}v14">${title}</path>`;
    case "peer":
    case "reference":
      return `<circle class="${role}" cx="${at}" cy="${y}" r="4.5">${title}</circle>`;
  }
}

function legend(): string {
  const entry = (left: number, role: Line["role"], label: string): string =>
    symbol(role, left.toFixed(1), 18, "") + text(left + 14, 22, label, "small");
  return [
    entry(20, "subject", "picot"),
    entry(100, "peer", "a peer that blocks"),
    entry(240, "reference", "piscina, which does not block"),
    entry(440, "floor", "a floor: raw port, futex, spinning in C"),
  ].join("\n");
}

function segment(kind: string, x1: number, y1: number, x2: number, y2: number): string {
  return `<path class="${kind}" d="M${x1.toFixed(1)} ${y1}L${x2.toFixed(1)} ${y2}"/>`;
}

function text(x: number, y: number, content: string, kind: string, anchor = "start"): string {
  return `<text x="${x.toFixed(1)}" y="${y}" class="${kind}" text-anchor="${anchor}">${escape(content)}</text>`;
}

function escape(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
