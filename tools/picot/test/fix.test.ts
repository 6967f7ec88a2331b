import { symlinkSync } from "node:fs";
import { fix } from "picot";
import { describe, expect, test } from "vitest";
import { layerProblems, layerProject } from "./layer-project.ts";
import { faultsOf, schemaOf } from "./schemas.ts";

const reactor = "../reactor/rates.reactor.js";
const facade = "../facade/rates.facade.js";
const file = "src/app/page.ts";

/** A file of application code after `fix`, and what was left to a person. */
async function fixed(text: string, path = file): Promise<{ text: string; left: readonly string[] }> {
  const project = layerProject({ [path]: text });
  const report = await fix({ project: project.folder });
  const left = report.problems.map(({ wayOut }) => wayOut);
  expect(report.clean).toBe(left.length === 0);
  expect(await layerProblems(project)).toHaveLength(left.length);
  return { text: project.read(path), left };
}

describe("an import of the reactor layer becomes", () => {
  test.each([
    [
      "one of the facade",
      `import { Rates } from "${reactor}";\nnew Rates();\n`,
      `import { Rates } from "${facade}";\nnew Rates();\n`,
    ],
    [
      "one of the facade, written as it was",
      "import { Rates  as R } from '../reactor/rates.reactor.ts'\nnew R()\n",
      "import { Rates  as R } from '../facade/rates.facade.ts'\nnew R()\n",
    ],
    [
      "one of types only",
      `import { Rates } from "${reactor}";\nexport const use = (rates: Rates): typeof Rates | null => null;\n`,
      `import type { Rates } from "${reactor}";\nexport const use = (rates: Rates): typeof Rates | null => null;\n`,
    ],
    [
      "one of types only, where all are said to be types",
      `import { type Rate, type Rates as R } from "${reactor}";\n`,
      `import type { Rate, Rates as R } from "${reactor}";\n`,
    ],
    [
      "one of the facade, with the types that it passes on",
      `import { type Rate, Rates, Side } from "${reactor}";\nexport const rate: Rate = new Rates().latest(Side.Bid);\n`,
      `import { type Rate, Rates, Side } from "${facade}";\nexport const rate: Rate = new Rates().latest(Side.Bid);\n`,
    ],
    [
      "two, where some are used as types only",
      `import { ping, Rates as R } from "${reactor}";\nexport const a = (of: R): string => ping();\n`,
      `import { ping } from "${facade}";\nimport type { Rates as R } from "${reactor}";\nexport const a = (of: R): string => ping();\n`,
    ],
    [
      "one of the facade, for a re-export",
      `export { Rates as default, ping } from "${reactor}";\n`,
      `export { Rates as default, ping } from "${facade}";\n`,
    ],
    [
      "a re-export of types",
      `export { type Rate, Rates } from "${reactor}";\n`,
      `export { Rates } from "${facade}";\nexport type { Rate } from "${reactor}";\n`,
    ],
    [
      "one of the whole facade",
      `import * as rates from "${reactor}";\nexport const a: rates.Rate = new rates.Rates().latest(rates.Side.Ask);\n`,
      `import * as rates from "${facade}";\nexport const a: rates.Rate = new rates.Rates().latest(rates.Side.Ask);\n`,
    ],
    [
      "import type of a module that is required",
      `import rates = require("${reactor}");\nexport let a: rates.Rate;\n`,
      `import type rates = require("${reactor}");\nexport let a: rates.Rate;\n`,
    ],
    [
      "import() of the facade",
      `const { Rates } = await import("${reactor}");\n(await import("${reactor}")).ping();\n`,
      `const { Rates } = await import("${facade}");\n(await import("${facade}")).ping();\n`,
    ],
    [
      "with the line ends that it has",
      `import { ping } from "${reactor}";\r\nping();\r\n`,
      `import { ping } from "${facade}";\r\nping();\r\n`,
    ],
  ])("%s", async (_, before, after) => {
    expect(await fixed(before)).toEqual({ text: after, left: [] });
  });

  test("one of the facade also in JSX", async () => {
    const text = `import { Rates } from "${reactor}";\nexport const a = <Rates />;\n`;
    expect((await fixed(text, "src/app/page.tsx")).text).toContain(facade);
  });

  test("the mark at the beginning of a text stays", async () => {
    const { text } = await fixed(`\ufeffimport { ping } from "${reactor}";\nping();\n`);
    expect(text).toBe(`\ufeffimport { ping } from "${facade}";\nping();\n`);
  });
});

describe("what is not certain is left to a person, with the reason", () => {
  test.each([
    [
      "a value that the facade has not",
      `import { BASE, Rates } from "${reactor}";\nnew Rates(); BASE;\n`,
      "BASE is not in the facade",
    ],
    [
      "a second meaning",
      `import { Rates } from "${reactor}";\nexport const f = (Rates: number) => Rates;\n`,
      "second meaning",
    ],
    ["an import for its effect", `import "${reactor}";\n`, "Remove this import"],
    ["a re-export of everything", `export * from "${reactor}";\n`, "Name what is meant"],
    [
      "a module that is passed on whole",
      `import * as r from "${reactor}";\nconsole.log(r);\n`,
      "Import the names that are meant",
    ],
    [
      "a module that is taken apart later",
      `const r = await import("${reactor}");\nr.ping();\n`,
      "Import the names that are meant",
    ],
    ["a promise of a module", `import("${reactor}").then((r) => r.ping());\n`, "Import the names that are meant"],
    [
      "an attribute that would be lost",
      `import { ping, type Rates } from "${reactor}" with { type: "x" };\nping();\n`,
      "attributes",
    ],
    ["a comment that would be lost", `import { ping, /* why */ type Rates } from "${reactor}";\nping();\n`, "comments"],
  ])("%s", async (_, text, reason) => {
    const { text: after, left } = await fixed(text);
    expect(after).toBe(text);
    expect(left).toEqual([expect.stringContaining(reason)]);
  });

  test("a facade that was not generated yet", async () => {
    const project = layerProject({
      "src/reactor/more.reactor.ts": "/** @reactor @timeout 1s */\nexport class More {}\n",
      [file]: 'import { More } from "../reactor/more.reactor.js";\nnew More();\n',
    });
    const { problems } = await fix({ project: project.folder });
    expect(problems.map(({ wayOut }) => wayOut)).toEqual([
      "Run `picot generate`, then import it from its facade, ../facade/more.facade.js.",
    ]);
  });

  test("a link to a file is not replaced by a file", async () => {
    const text = `import { ping } from "${reactor}";\nping();\n`;
    const project = layerProject({ "elsewhere.txt": text, "src/app/other.ts": "" });
    symlinkSync(project.path("elsewhere.txt"), project.path(file));
    await fix({ project: project.folder });
    expect(project.read("elsewhere.txt")).toBe(text);
  });
});

describe("picot fix", () => {
  const text = `import { Rates } from "${reactor}";\nnew Rates();\n`;

  test("prints what it changed, and ends with 0 when nothing is left", async () => {
    const project = layerProject({ [file]: text });
    const run = project.cli("fix");
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toContain(`-import { Rates } from "${reactor}";\n+import { Rates } from "${facade}";\n`);
    expect(run.stdout).toMatch(/picot: 1 import mended in 1 file\.\n$/);
  });

  test("--dry-run only says what it would change, and ends with 1", async () => {
    const project = layerProject({ [file]: text });
    const run = project.cli("fix", "--dry-run");
    expect(run.code).toBe(1);
    expect(run.stdout).toContain(`+import { Rates } from "${facade}";\n`);
    expect(project.read(file)).toBe(text);
  });

  test("--json prints one object, as the schema of its version says", async () => {
    const project = layerProject({ [file]: `${text}import "${reactor}";\n` });
    const run = project.cli("fix", "--json");
    expect(run.code).toBe(1);
    expect(faultsOf("fix-v1", JSON.parse(run.stdout))).toBeNull();
    expect(JSON.parse(run.stdout)).toMatchObject({
      version: 1,
      clean: false,
      dryRun: false,
      files: [{ file, count: 1 }],
      problems: [{ code: "imports-reactor-layer", file, line: 3 }],
    });
  });

  test("and a problem has one form, whichever command tells of it", () => {
    expect(schemaOf("fix-v1")).toMatchObject({ $defs: { problem: problemOf(schemaOf("report-v1")) } });
  });
});

const problemOf = (schema: unknown): unknown =>
  // As JSON.parse gives it; what is not there fails the test.
  (schema as { readonly $defs: { readonly problem: unknown } }).$defs.problem;
