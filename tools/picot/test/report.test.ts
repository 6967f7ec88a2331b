/** How a report looks to a person, to a program, and to a GitHub workflow. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type RunReport, check, generate } from "picot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { githubAnnotations } from "../dist/report/github.js";
import { humanReport } from "../dist/report/human.js";
import { jsonReport } from "../dist/report/json.js";
import { wantsColor } from "../dist/report/terminal.js";
import { faultsOf } from "./schemas.ts";
import { TemporaryProject, clock } from "./temporary-project.ts";

const escape = "\u001b";
const bad = clock.replace(
  "async now",
  "size = Promise.resolve(1);\n  length = Promise.resolve(2);\n\tasync\tnow(f: 1 | (() => void)): void {}\n  async other",
);

/** The report of a project with problems, drift and a file that is as it should be. */
let report: RunReport;
let clean = (): void => {};
beforeAll(async () => {
  const files = { "clock.reactor.ts": clock, "drift.reactor.ts": clock };
  const project = new TemporaryProject(files, (end) => (clean = end));
  await generate({ project: project.folder });
  project.write({ "bad.reactor.ts": bad, "drift.reactor.ts": clock.replace("now", "time") });
  report = await check({ project: project.folder });
});
afterAll(() => clean());

describe("for people", () => {
  test("a problem has its place, code, sentence, line of source with a caret, why, and a way out", () => {
    const text = humanReport("check", report, false);
    expect(text).toContain(
      [
        'bad.reactor.ts:9:12  error  callback-parameter  Clock.now: parameter "f" is a function of several forms, or may be something else as well; only a plain function can be called back.',
        "    9 | \tasync\tnow(f: 1 | (() => void)): void {}",
        "      | \t     \t    ^",
        "    Why: A function runs in its caller's thread while that waits for the call it came with: its type must say how what it takes and gives crosses, and there must be a call that waits.",
        "    Way out: Declare it with one signature and nothing besides, as `(row: Row) => void`, or tag the method @reactorOnly.",
      ].join("\n"),
    );
  });

  test("why is said once for several problems of a kind", () => {
    const text = humanReport("check", report, false);
    expect(text.match(/ public-field /g)).toHaveLength(2);
    expect(text.match(/Why: A field is read as it is/g)).toHaveLength(1);
  });

  test("colours change no letter of it", () => {
    const text = humanReport("check", report, true);
    expect(text).toContain(`${escape}[31merror${escape}[39m`);
    // oxlint-disable-next-line no-control-regex
    expect(text.replace(/\u001b\[\d+m/g, "")).toBe(humanReport("check", report, false));
  });

  test.each([
    [true, {}, true],
    [true, { NO_COLOR: "" }, true],
    [true, { NO_COLOR: "1" }, false],
    [true, { NO_COLOR: "0" }, false],
    [true, { TERM: "dumb" }, false],
    [false, {}, false],
    [undefined, { FORCE_COLOR: "1" }, false],
  ])("colours are for a terminal only (%s), and never under NO_COLOR (%j)", (isTTY, env, expected) => {
    expect(wantsColor(isTTY === undefined ? {} : { isTTY }, env)).toBe(expected);
  });

  const onTerminal = spawnSync("script", ["--version"]).status === 0;
  test.skipIf(!onTerminal)("on a real terminal there are colours, and none under NO_COLOR", () => {
    const bin = fileURLToPath(new URL("../bin/picot.js", import.meta.url));
    const run = (env: Readonly<Record<string, string>>): string => {
      const command = `"${process.execPath}" "${bin}" explain missing-timeout`;
      const { NO_COLOR: _, ...rest } = process.env;
      return spawnSync("script", ["-qec", command, "/dev/null"], {
        encoding: "utf8",
        env: { ...rest, TERM: "xterm", ...env },
      }).stdout;
    };
    expect(run({})).toContain(`${escape}[1mmissing-timeout${escape}[22m`);
    expect(run({ NO_COLOR: "1" })).toMatch(/^missing-timeout\r?\n/);
  });

  test("a very long line is shown in part, with the caret under its column", () => {
    const place = { file: "a.ts", line: 1, column: 5_000, text: `${"x".repeat(4_999)}!${"y".repeat(5_000)}` };
    const [problem] = report.problems;
    if (problem === undefined) throw new Error("no problem");
    const text = humanReport("check", { ...report, files: [], problems: [{ ...problem, place }] }, false);
    const [, source = "", caret = ""] = text.split("\n");
    expect(source.length).toBeLessThan(200);
    expect(source[caret.indexOf("^")]).toBe("!");
  });
});

describe("for programs", () => {
  test("the JSON report is what the schema of its version says, and has no field that the schema does not name", () => {
    const printed: unknown = JSON.parse(jsonReport(report));
    expect(printed).toMatchObject({ version: 1, clean: false });
    expect(faultsOf("report-v1", printed)).toBeNull();
  });

  test("no path of this machine is in it", () => {
    expect(jsonReport(report)).not.toContain(report.folder);
  });
});

describe("for a GitHub workflow", () => {
  test("each problem is an annotation at its place in the repository, and so is drift", () => {
    const lines = githubAnnotations(report, join(report.folder, ".."));
    const folder = report.folder.split("/").at(-1);
    expect(lines).toContain(
      `::error file=${folder}/bad.reactor.ts,line=7,col=3,title=picot public-field::Clock.size is a field that holds a promise, which cannot cross threads.%0AMake it #private, and add a getter or a method that gives the promise: the facade waits for it.`,
    );
    expect(lines).toContain(
      `::error file=${folder}/drift.facade.ts,title=picot drift::drift.facade.ts is out of date.%0ARun picot generate.`,
    );
    expect(lines).toHaveLength(report.problems.length + 1);
  });

  test("nothing that a source or a name says is taken for an order", () => {
    const [problem] = report.problems;
    if (problem === undefined) throw new Error("no problem");
    const place = { ...problem.place, file: "a,line=9::\n::set-env name=A::b.ts" };
    const hostile = { ...problem, place, sentence: "100%\r\n::add-mask::x" };
    const [line] = githubAnnotations({ ...report, files: [], problems: [hostile] }, report.folder);
    expect(line).toBe(
      `::error file=a%2Cline=9%3A%3A%0A%3A%3Aset-env name=A%3A%3Ab.ts,line=${place.line},col=${place.column},title=picot ${problem.code}::100%25%0D%0A::add-mask::x%0A${problem.wayOut}`,
    );
  });

  test("the command line prints them under GITHUB_ACTIONS, after a report in which orders are switched off", () => {
    const project = new TemporaryProject({ "clock.reactor.ts": clock.replace("@timeout 1s", "") });
    const env = { GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: project.folder };
    const { stdout } = project.cliWith(env, "generate");
    const [first, ...rest] = stdout.trimEnd().split("\n");
    const word = /^::stop-commands::(\S{20,})$/.exec(first ?? "")?.[1];
    const end = rest.indexOf(`::${word}::`);
    expect(rest.slice(end + 1).map((line) => line.split(",")[0])).toEqual([
      "::error file=clock.reactor.ts",
      "::error file=clock.reactor.ts",
    ]);
    expect(rest.slice(0, end).join("\n")).toContain("missing-timeout");
  });

  test("--json prints JSON there too", () => {
    const { stdout } = new TemporaryProject().cliWith({ GITHUB_ACTIONS: "true" }, "check", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, clean: true });
  });
});
