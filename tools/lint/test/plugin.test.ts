import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as parser from "@typescript-eslint/parser";
import { ESLint as ESLint10 } from "eslint";
import { ESLint as ESLint9 } from "eslint9";
import picot from "eslint-plugin-picot";
import { check } from "picot";
import { layerRules, severityOf, whyOf } from "picot/layers";
import { afterAll, describe, expect, test } from "vitest";
import { makeProject } from "./project.ts";

const page = `import { Clock } from "./clock.reactor.js";
import { eventual } from "@picot/runtime";
export const soon = eventual(new Clock());
`;
const server = 'import { Clock } from "./clock.facade.js";\nexport const page = async () => new Clock().now();\n';
const job = `import { load } from "./config.js";
/** @reactor @timeout 1s */
export class Job {
  async run(): Promise<string> {
    return load("a");
  }
}
`;
const config =
  'import { readFileSync } from "node:fs";\nexport const load = (path: string) => readFileSync(path, "utf8");\n';
const count = "let count = 0;\n/** @blocking */\nexport function next(): number {\n  return ++count;\n}\n";
const project = await makeProject({
  "src/page.ts": page,
  "src/server.ts": server,
  "src/job.reactor.ts": job,
  "src/config.ts": config,
  "src/count.ts": count,
});
afterAll(project.remove);

const expected = [
  "src/count.ts:1:5 per-thread-state",
  "src/job.reactor.ts:5:12 blocks-reactor",
  "src/page.ts:1:23 imports-reactor-layer",
  "src/page.ts:2:10 touches-handoff",
  "src/server.ts:2:33 blocks-event-loop",
];

test("has each layer rule, documented by the same words as `picot explain`", () => {
  expect(Object.keys(picot.rules)).toEqual(Object.keys(layerRules));
  const docs = readFileSync(fileURLToPath(new URL("../../../docs/problems.md", import.meta.url)), "utf8");
  for (const code of Object.keys(layerRules) as (keyof typeof layerRules)[]) {
    const { meta } = picot.rules[code] ?? {};
    expect(meta?.docs).toEqual({ description: whyOf(code), recommended: true });
    expect(meta?.schema).toHaveLength(1);
    expect(docs).toContain(`## ${code}\n`);
    const word = severityOf(code) === "error" ? "error" : "warn";
    expect(picot.configs.recommended.rules?.[`picot/${code}`]).toBe(word);
  }
});

test("finds what `picot check` finds", async () => {
  const { problems } = await check({ project: project.folder });
  expect(problems.map(({ code, place }) => `${place.file}:${place.line}:${place.column} ${code}`)).toEqual(expected);
});

describe.each([
  ["ESLint 9", ESLint9],
  ["ESLint 10", ESLint10],
])("%s", (_, Made) => {
  // The two declare the same class twice.
  const ESLint = Made as typeof ESLint10;
  const config = [{ files: ["**/*.ts"], languageOptions: { parser } }, picot.configs.recommended];

  test("finds the same by the recommended config", async () => {
    const linter = new ESLint({ cwd: project.folder, overrideConfigFile: true, overrideConfig: config });
    const results = await linter.lintFiles(["src"]);
    const found = results.flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId, line, column }) => `${filePath}:${line}:${column} ${ruleId}`),
    );
    expect(found.map((each) => each.replace(`${project.folder}/`, "").replace("picot/", "")).sort()).toEqual(expected);
  });

  test("mends what it can, as `picot fix` does", async () => {
    const linter = new ESLint({ cwd: project.folder, overrideConfigFile: true, overrideConfig: config, fix: true });
    const [result] = await linter.lintText(page, { filePath: project.path("src/page.ts") });
    expect(result?.output).toBe(page.replace("clock.reactor", "clock.facade"));
  });

  test("refuses an option that it does not know", async () => {
    const wrong = { rules: { "picot/imports-facade": ["error", { reactors: ["**"] }] as ["error", object] } };
    const linter = new ESLint({ cwd: project.folder, overrideConfigFile: true, overrideConfig: [...config, wrong] });
    await expect(linter.lintFiles(["src/page.ts"])).rejects.toThrow("reactors");
  });

  test("says what is wrong with settings", async () => {
    const wrong = { settings: { picot: { loop: "src" } } };
    const linter = new ESLint({ cwd: project.folder, overrideConfigFile: true, overrideConfig: [...config, wrong] });
    await expect(linter.lintFiles(["src/page.ts"])).rejects.toThrow('settings.picot: layers.loop is "src"');
  });
});

describe("a config that changes while an editor keeps the rules loaded", () => {
  test("counts from the next file on", async () => {
    const other = await makeProject({ "src/page.ts": 'import { Clock } from "./clock.reactor.js";\nnew Clock();\n' });
    const linter = new ESLint10({
      cwd: other.folder,
      overrideConfigFile: true,
      overrideConfig: [{ files: ["**/*.ts"], languageOptions: { parser } }, picot.configs.recommended],
    });
    const count = async (): Promise<number> => (await linter.lintFiles(["src/page.ts"]))[0]?.errorCount ?? -1;
    expect(await count()).toBe(1);
    other.write({ "picot.config.ts": 'export default { layers: { application: ["src/pages/**"] } };\n' });
    expect(await count()).toBe(0);
    other.remove();
  });
});

describe("oxlint", () => {
  const oxlint = join(dirname(createRequire(import.meta.url).resolve("oxlint/package.json")), "bin/oxlint");

  interface Diagnostic {
    readonly code: string;
    readonly filename: string;
    readonly labels: readonly { readonly span: { readonly line: number; readonly column: number } }[];
  }

  function run(...args: readonly string[]): string {
    const plugin = fileURLToPath(new URL("../dist/index.js", import.meta.url));
    const rules = Object.fromEntries(Object.keys(layerRules).map((code) => [`picot/${code}`, "error"]));
    project.write({
      ".oxlintrc.json": JSON.stringify({ jsPlugins: [plugin], categories: { correctness: "off" }, rules }),
    });
    const { stdout, stderr } = spawnSync(process.execPath, [oxlint, ...args], {
      cwd: project.folder,
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    return stdout;
  }

  test("finds the same as a JS plugin", () => {
    const { diagnostics } = JSON.parse(run("--format", "json", "src")) as { diagnostics: readonly Diagnostic[] };
    const found = diagnostics.map(({ code, filename, labels }) => {
      const { line, column } = labels[0]?.span ?? { line: 0, column: 0 };
      return `${filename}:${line}:${column} ${code.replace(/^.*?\((.*)\)$|^.*\//, "$1")}`;
    });
    expect(found.sort()).toEqual(expected);
  });

  test("mends what it can", () => {
    project.write({ "src/page.ts": page });
    run("--fix", "src/page.ts");
    expect(readFileSync(project.path("src/page.ts"), "utf8")).toBe(page.replace("clock.reactor", "clock.facade"));
    project.write({ "src/page.ts": page });
  });
});
