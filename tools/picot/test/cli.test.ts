import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { TemporaryProject, clock } from "./temporary-project.ts";

describe("exit codes", () => {
  test("a project without a tag is clean, and says so", () => {
    const run = new TemporaryProject({ "a.ts": "export const a = 1;\n" }).cli("generate");
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toContain("no class or function is tagged @reactor");
  });

  test("generate ends with 0 when all is written, and check agrees", () => {
    const project = new TemporaryProject({ "clock.reactor.ts": clock });
    expect(project.cli("generate")).toEqual({ code: 0, stdout: "picot: 1 facade written.\n", stderr: "" });
    expect(project.cli("check")).toEqual({ code: 0, stdout: "picot: 1 up to date.\n", stderr: "" });
  });

  test("problems end with 1, and show place, code, sentence, way out and the line of source", () => {
    const project = new TemporaryProject({
      "clock.reactor.ts": clock.replace("async now", "size = Promise.resolve(1);\n  async now"),
    });
    const run = project.cli("generate");
    expect(run.code).toBe(1);
    expect(run.stdout).toContain(
      "clock.reactor.ts:7:3  error  public-field  Clock.size is a field that holds a promise,",
    );
    expect(run.stdout).toContain("\n    7 |   size = Promise.resolve(1);\n      |   ^\n");
    expect(run.stdout).toContain(
      "\n    Why: A field is read as it is, and neither a promise nor a function can cross threads.\n",
    );
    expect(run.stdout).toContain(
      "\n    Way out: Make it #private, and add a getter or a method that gives the promise: the facade waits for it.\n",
    );
    expect(() => project.read("clock.facade.ts")).toThrow("ENOENT");
  });

  test.each([
    [["generate", "--nonsense"]],
    [["nonsense"]],
    [["generate", "--project", "nowhere"]],
    [["check", "--force"]],
    [["check", "--project"]],
  ])("a command line that makes no sense (%j) ends with 2 and says why", (args) => {
    const run = new TemporaryProject({ "clock.reactor.ts": clock }).cli(...args);
    expect(run.code).toBe(2);
    expect(run.stdout).toBe("");
    expect(run.stderr).not.toBe("");
    expect(run.stderr).not.toContain("    at ");
  });

  test.each([
    ["no object", "export default 1;", "default export must be an object"],
    ["a name picot does not know", "export default { timeuot: 1 };", '"timeuot"'],
    ["a bad timeout", "export default { timeout: -1 };", "timeout is -1"],
    ["a timeout that is no number", "export default { timeout: NaN };", "timeout is NaN"],
    ["a timeout of null", "export default { timeout: null };", "timeout is null"],
    ["a folder outside", 'export default { outDir: "../out" };', "inside the project folder"],
    ["a folder outside by a detour", 'export default { outDir: "a/../../out" };', "inside the project folder"],
    ["an absolute folder", 'export default { outDir: "/tmp/out" };', "inside the project folder"],
    ["a drive", 'export default { outDir: "C:\\\\out" };', "inside the project folder"],
    ["a NUL", 'export default { outDir: "a\\0b" };', "inside the project folder"],
    ["a config that throws", 'throw new Error("no luck");', "no luck"],
  ])("[C39][R91] a config with %s ends with 2, and nothing is written", (_, config, message) => {
    const project = new TemporaryProject({ "clock.reactor.ts": clock, "picot.config.ts": config });
    const run = project.cli("generate");
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toContain("picot.config.ts");
    expect(run.stderr).toContain(message);
    expect(() => project.read("clock.facade.ts")).toThrow("ENOENT");
  });

  test("[R97] a folder named __proto__ is a folder like any other", () => {
    const project = new TemporaryProject({
      "clock.reactor.ts": clock,
      "picot.config.js": 'export default { outDir: "__proto__" };',
    });
    expect(project.cli("generate").code).toBe(0);
    expect(project.read("__proto__/clock.facade.ts")).toContain('"../clock.reactor"');
  });

  test("a tsconfig that refers to a project without a tsconfig is a problem that names it", () => {
    const project = new TemporaryProject({
      "a/clock.reactor.ts": clock,
      "tsconfig.json": '{ "files": [], "references": [{ "path": "./a" }] }',
    });
    const run = project.cli("generate");
    expect(run.code).toBe(1);
    expect(run.stdout).toContain("bad-tsconfig");
    expect(run.stdout).toContain("a/tsconfig.json");
  });
});

describe("which files belong", () => {
  test("tagged files that the tsconfig leaves out are left alone, and mentioned", () => {
    const project = new TemporaryProject({
      "other/clock.reactor.ts": clock,
      "src/a.ts": "",
      "tsconfig.json": '{ "include": ["src"] }',
    });
    const run = project.cli("generate");
    expect(run.code).toBe(0);
    expect(run.stdout).toContain("it does not include 1 tagged file");
  });

  test("--project takes a tsconfig of any name", () => {
    const project = new TemporaryProject({
      "src/clock.reactor.ts": clock,
      "src/tsconfig.lib.json": '{ "include": ["."] }',
    });
    expect(project.cli("generate", "--project", "src/tsconfig.lib.json").code).toBe(0);
    expect(project.read("src/clock.facade.ts")).toContain("class Clock");
  });

  test("a text that only mentions the tag marks nothing", () => {
    const project = new TemporaryProject({
      "a.ts": "/** The @reactor tag is for classes. */\nexport const tag = '@reactor';\n",
    });
    expect(project.cli("generate").code).toBe(0);
  });
});

describe("--json", () => {
  test("prints one object with files, members and problems", () => {
    const project = new TemporaryProject({
      "clock.reactor.ts": clock,
      "bad.reactor.ts": clock.replace("@timeout 1s", ""),
    });
    const run = project.cli("generate", "--json");
    expect(run.code).toBe(1);
    const report: unknown = JSON.parse(run.stdout);
    expect(report).toMatchObject({
      version: 1,
      files: [
        { source: "bad.reactor.ts", output: "bad.facade.ts", status: "problem" },
        {
          source: "clock.reactor.ts",
          output: "clock.facade.ts",
          status: "written",
          members: [
            { owner: "Clock", member: "constructor", included: true },
            { owner: "Clock", member: "now", included: true },
          ],
        },
      ],
      problems: [
        { code: "missing-timeout", severity: "error", file: "bad.reactor.ts", line: 6, column: 14 },
        { code: "missing-timeout", severity: "error", file: "bad.reactor.ts", line: 7, column: 9 },
      ],
    });
  });

  test("check reports drift in it", () => {
    const project = new TemporaryProject({ "clock.reactor.ts": clock });
    const run = project.cli("check", "--json");
    expect(run.code).toBe(1);
    expect(JSON.parse(run.stdout)).toMatchObject({ files: [{ status: "drift" }] });
  });
});

describe("the rest of the command line", () => {
  test("--version prints the package's version", () => {
    const manifest: unknown = JSON.parse(
      readFileSync(fileURLToPath(new URL("../package.json", import.meta.url)), "utf8"),
    );
    expect(manifest).toMatchObject({ version: new TemporaryProject().cli("--version").stdout.trim() });
  });

  test("--help names the commands and the exit codes", () => {
    const run = new TemporaryProject().cli("--help");
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/generate[^]*check[^]*Exit codes/);
  });

  test("what a file name or a source says cannot steer the terminal", () => {
    const project = new TemporaryProject({
      "a\u001b[2J.reactor.ts": clock.replace("async now", "size = '\u001b[2J';\n  async now"),
    });
    expect(project.cli("generate").stdout).not.toContain("\u001b");
  });
});
