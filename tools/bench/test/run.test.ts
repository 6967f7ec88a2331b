import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { findContestant } from "../dist/contestants.js";
import { possibleRegimes } from "../dist/regime.js";
import { findRow, rows } from "../dist/rows/index.js";
import type { Summary } from "../dist/summary.js";

const cli = fileURLToPath(new URL("../dist/cli.js", import.meta.url));

function bench(...args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [cli, ...args], { encoding: "utf8", timeout: 100_000, killSignal: "SIGKILL" });
}

function summary(...args: readonly string[]): Summary {
  const { stdout, stderr } = bench("--quick", "--json", ...args);
  expect(stderr).toBe("");
  return JSON.parse(stdout) as Summary; // what --json prints
}

/** What no row can be outside of, be it of few calls on a machine that has much to do. */
const sane: Readonly<Record<string, readonly [number, number]>> = {
  µs: [0.01, 1e6],
  ms: [0, 20_000],
  "calls/s": [10, 1e8],
  MB: [-500, 500],
  kB: [0.1, 200],
  x: [0.000_1, 10_000],
};

test.each(rows.map(({ name }) => name))(
  "the row %s measures picot and whoever is beside it, and judges its targets",
  (row) => {
    // A peer that takes part: not every row is about what all of them do, and some are about picot alone.
    const { takesPart } = findRow(row);
    const other = ["sync-message-port", "async/await", "piscina (async)"].find((each) =>
      takesPart(findContestant(each)),
    );
    const names = other === undefined ? ["picot"] : ["picot", other];
    const { tables, quick } = summary("--row", row, "--regime", "free", "--beside", ...names, "bare Worker");
    expect(quick).toBe(true);
    expect(tables).toHaveLength(1);
    for (const { lines, unit } of tables) {
      const [from = NaN, to = NaN] = sane[unit] ?? [];
      expect(lines.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
      for (const { failures, rounds, value } of lines) {
        expect(failures).toEqual([]);
        expect(rounds).toEqual([value?.median]);
        expect(value?.median).toBeGreaterThanOrEqual(from);
        expect(value?.median).toBeLessThanOrEqual(to);
      }
    }
    for (const { verdicts } of tables)
      for (const { target, got, met } of verdicts) {
        if (target.endsWith("C spin")) expect(got).toBeUndefined(); // who takes no part
        else expect([typeof got?.median, typeof met]).toEqual(["number", "boolean"]);
      }
  },
  60_000,
);

const canBeApart = possibleRegimes().some(({ name }) => name === "apart");

test.skipIf(!canBeApart).each(rows.filter(({ regimes }) => regimes.includes("apart")).map(({ name }) => name))(
  "the row %s keeps the threads of everybody apart",
  (row) => {
    const others = ["sync-message-port", "piscina (async)", "C futex", "C spin"];
    const { tables } = summary("--row", row, "--regime", "apart", "--beside", ...others);
    expect(tables.map(({ regime }) => regime)).toEqual(["apart"]);
    for (const { failures, value } of tables[0]?.lines ?? [])
      expect([failures, typeof value?.median]).toEqual([[], "number"]);
  },
  60_000,
);

test("everybody takes part in the row add, the floors in C where they can be compiled", () => {
  const { tables, leftOut } = summary("--row", "add", "--regime", "free");
  const names = tables[0]?.lines.map(({ name }) => name) ?? [];
  expect(names.slice(0, 7)).toEqual([
    "picot",
    "synckit",
    "make-synchronized",
    "make-synchronous",
    "sync-message-port",
    "piscina (async)",
    "raw port",
  ]);
  expect(names.length === 9 || leftOut.length === 2).toBe(true);
  for (const { failures } of tables[0]?.lines ?? []) expect(failures).toEqual([]);
}, 120_000);

test("as text, a table has its targets below it, and a missed one says so", () => {
  const { status, stdout, stderr } = bench(
    "--quick",
    "--row",
    "string",
    "--regime",
    "free",
    "--beside",
    "raw port",
    "synckit",
  );
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^string: string of 100 KB, there and back; free placement on \d+ cores?$/m);
  for (const name of ["picot", "synckit", "raw port"])
    expect(stdout).toMatch(new RegExp(`^  ${name} +[\\d.k]+ +[\\d.k]+\\.\\.[\\d.k]+ +[\\d.k]+`, "m"));
  expect(stdout).toMatch(/^  target at most 1 x the fastest peer (met|MISSED): got [\d.]+ \([\d.]+\.\.[\d.]+\)$/m);
  expect(status).toBe(0);
});

test("a process that exceeds its limit is killed and shown as such, and the run goes on", () => {
  const { status, stdout } = bench(
    "--quick",
    "--row",
    "add",
    "--regime",
    "free",
    "--beside",
    "synckit",
    "--limit",
    "0.001",
  );
  for (const name of ["picot", "synckit"]) {
    expect(stdout).toMatch(new RegExp(`^  ${name} +hung`, "m"));
    expect(stdout).toContain(`  ${name}: 1 of 1 rounds hung, killed after 0.001 s`);
  }
  expect(stdout).toMatch(/^ {2}pic/m);
  expect(status).toBe(0);
});

test("an option that makes no sense is refused before anything is measured", () => {
  const { status, stderr } = bench("--rounds", "none");
  expect(stderr).toContain("It must be a whole number, at least 1.");
  expect(status).toBe(1);
});
