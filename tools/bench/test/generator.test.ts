import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { check, generate } from "picot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generatorDocument } from "../dist/generator/document.js";
import { SyntheticProject, packageFolder } from "../dist/generator/project.js";
import { generatorRows, programs } from "../dist/generator/rows.js";
import type { GeneratorSummary } from "../dist/generator/summary.js";
import { type GeneratorTable, generatorTable } from "../dist/generator/tables.js";
import { type Taken, take } from "../dist/generator/take.js";

const cli = fileURLToPath(new URL("../dist/cli.js", import.meta.url));

describe("a synthetic project", () => {
  let project: SyntheticProject;
  beforeAll(() => void (project = new SyntheticProject(20)));
  afterAll(() => project.remove());

  test("has classes of 11 methods, which picot takes without a word, and TypeScript too, with their facades", async () => {
    const { files, problems, clean } = await generate({ project: project.folder });
    expect(problems).toEqual([]);
    expect(clean).toBe(true);
    expect(files.map(({ members }) => members.filter(({ member }) => member !== "constructor").length)).toEqual(
      Array.from({ length: 20 }, () => 11),
    );
    const tsc = `${packageFolder("typescript")}/bin/tsc`;
    const { stdout, status } = spawnSync(process.execPath, [tsc, "--noEmit", "-p", project.folder], {
      encoding: "utf8",
    });
    expect([stdout, status]).toEqual(["", 0]);
  }, 30_000);

  test("is edited in one file at a time, and forgets what was generated", async () => {
    await generate({ project: project.folder });
    for (const each of ["first", "second"]) {
      project.edit();
      const { files } = await generate({ project: project.folder });
      expect([each, files.filter(({ status }) => status === "written").length]).toEqual([each, 1]);
    }
    project.forget();
    const { files } = await check({ project: project.folder });
    expect(files.every(({ status }) => status === "drift")).toBe(true);
  }, 30_000);
});

test("a process has its time and its peak memory, or says why not", async () => {
  const taken = await take(["--eval", "Buffer.alloc(100e6, 1)"], ".", 10_000);
  expect(taken).toMatchObject({ seconds: expect.any(Number) });
  const { seconds, megabytes } = taken as Taken; // no failure, as the line above says
  expect(seconds).toBeGreaterThan(0.01);
  expect(megabytes).toBeGreaterThan(100);
  expect(megabytes).toBeLessThan(1_000);
  expect(await take(["--eval", "console.log('no'); process.exitCode = 3"], ".", 10_000)).toEqual({
    failed: "ended with status 3 no",
  });
  expect(await take(["--eval", "setInterval(() => {}, 1e6)"], ".", 500)).toEqual({
    failed: "hung, killed after 0.5 s",
  });
});

/** What a run would have been in which every program took so much. */
function tables(secondsOf: (name: string, project: string, cold: boolean) => number): readonly GeneratorTable[] {
  const rounds = new Map(
    programs.map((program) => {
      const seconds = secondsOf(program.name, program.project, program.before?.name === "forget");
      return [program, [{ seconds, cpu: 2 * seconds, megabytes: 100 * seconds }]];
    }),
  );
  return generatorRows.map((row) => generatorTable(row, rounds, { small: 1_000, large: 3_000 }));
}

const secondsOf = (name: string, project: string, cold: boolean): number =>
  name === "bare Node"
    ? 0.05
    : name.startsWith("loading")
      ? 0.3
      : name.startsWith("tsc6")
        ? 8
        : project === "large"
          ? 7
          : cold
            ? 2
            : 0.5;

test("targets are judged by their own rows, and the large project by the small one", () => {
  const verdicts = tables(secondsOf).flatMap(({ row, verdicts: all }) =>
    all.map(({ target, met }) => [row, target, met]),
  );
  expect(verdicts).toEqual([
    ["cold", "at most 0.25 x tsc6 --noEmit", true],
    ["cold-memory", "at most 400 MB", true],
    ["unchanged", "at most 0.25 s", false],
    ["changed", "at most 0.6 s", true],
    ["large", "at most 3 x the run over 1000", false],
    ["large-memory", "at most 3 x the run over 1000", false],
  ]);
});

test("a missed target says by how much, and what of the time no run can do without", () => {
  const missed = tables(secondsOf).find(({ row }) => row === "unchanged");
  expect(missed?.verdicts[0]).toMatchObject({ met: false, got: { median: 0.5 } });
  expect(missed?.why).toEqual([
    "CPU time: picot generate 1.00 s, bare Node 0.10 s",
    "of it: bare Node takes 0.05 s, the work itself 0.45 s",
  ]);
});

test("the document has every target, and the tables", () => {
  const summary: GeneratorSummary = {
    machine: { model: "a processor", cores: 2, system: "linux x64", node: "v20.20.2" },
    load: { before: [1, 2, 3], after: [1, 2, 3] },
    versions: { picot: "0.1.0" },
    rounds: 1,
    quick: false,
    tables: tables(secondsOf),
    leftOut: [],
    classes: { small: 1_000, large: 3_000 },
  };
  const text = generatorDocument(summary);
  expect(text).toContain("| unchanged | free | **MISSED** | at most 0.25 s: got 0.50 (0.50..0.50) |");
  expect(text).toContain("## First run over 1000 classes of 11 methods");
  expect(text).toContain("- of it: bare Node takes 0.05 s, the work itself 0.45 s");
});

test("the command refuses what makes no sense before anything is made", () => {
  const { stderr, status } = spawnSync(process.execPath, [cli, "generator", "--classes", "15"], { encoding: "utf8" });
  expect(stderr).toContain("It must be a multiple of 10.");
  expect(status).toBe(1);
});
