import { readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { check, generate } from "picot";
import { describe, expect, test } from "vitest";
import { layerProblems, layerProject } from "./layer-project.ts";
import { checkLayers } from "../dist/layers/check.js";
import { createOptions } from "../dist/options.js";
import { scan } from "../dist/read/scan.js";
import type { TemporaryProject } from "./temporary-project.ts";

/** What the rules say of one file of application code, as `line:column code`. */
async function foundIn(text: string, layers: object = {}, file = "src/app/page.ts"): Promise<readonly string[]> {
  const lines = await layerProblems(layerProject({ [file]: text }, layers));
  return lines.map((line) => line.replace(`${file}:`, ""));
}

const reactor = "../reactor/rates.reactor.js";
const facade = "../facade/rates.facade.js";

describe("application code that takes values from the reactor layer", () => {
  test.each([
    ["an import", `import { Rates } from "${reactor}";\nnew Rates();`, "1:23"],
    ["a renamed one", `import { Rates as R } from "${reactor}";\nnew R();`, "1:28"],
    ["the whole module", `import * as rates from "${reactor}";\nnew rates.Rates();`, "1:24"],
    ["an import for its effect", `import "${reactor}";`, "1:8"],
    ["types, by a statement that still loads the module", `import { type Rate } from "${reactor}";`, "1:27"],
    ["a re-export", `export { Rates } from "${reactor}";`, "1:23"],
    ["a re-export of everything", `export * from "${reactor}";`, "1:15"],
    ["import()", `const { Rates } = await import("${reactor}");`, "1:32"],
    ["require()", `const { Rates } = require("${reactor}");`, "1:27"],
    ["import =", `import rates = require("${reactor}");\nnew rates.Rates();`, "1:24"],
    ["a specifier with .ts", 'import { Rates } from "../reactor/rates.reactor.ts";\nnew Rates();', "1:23"],
    ["a specifier without extension", 'import { Rates } from "../reactor/rates.reactor";\nnew Rates();', "1:23"],
  ])("%s is found", async (_, text, at) => {
    expect(await foundIn(text)).toEqual([`${at} imports-reactor-layer`]);
  });

  test.each([
    ["import type", `import type { Rate, Rates } from "${reactor}";`],
    ["export type", `export type { Rate } from "${reactor}";`],
    ["typeof import()", `type Rates = typeof import("${reactor}");`],
    ["the facade", `import { Rates, ping } from "${facade}";\nnew Rates(); ping();`],
    ["words in a text", `const text = 'import { Rates } from "${reactor}"';`],
    ["a URL", `new URL("${reactor}", import.meta.url);`],
  ])("%s is no such thing", async (_, text) => {
    expect(await foundIn(text)).toEqual([]);
  });

  test("the sentence names what is imported, and the way out names the facade as this file would", async () => {
    const project = layerProject({ "src/app/page.ts": `import { Rates } from "${reactor}";\nnew Rates();` });
    const [problem] = await checkLayers(await createOptions({ project: project.folder }), await scan(project.folder));
    expect(problem?.sentence).toBe(
      `Rates is imported from the reactor layer, ${reactor}: the async code would run in the application's thread.`,
    );
    expect(problem?.wayOut).toContain(facade);
    expect(problem?.place.text).toBe(`import { Rates } from "${reactor}";`);
  });

  test.each([
    ["a test", "src/page.test.ts", {}],
    ["a file in a folder of tests", "test/page.ts", {}],
    ["a file outside of the lists", "src/page.ts", { application: ["src/app/**"] }],
    ["a file that a list takes out", "src/page.ts", { application: ["src/**", "!src/page.ts"] }],
    ["a file of the reactor layer", "src/page.ts", { reactor: ["src/page.ts"] }],
  ])("%s may", async (_, file, layers) => {
    const path =
      file.includes("/page.test") || file.startsWith("src/")
        ? "./reactor/rates.reactor.js"
        : "../src/reactor/rates.reactor.js";
    expect(await foundIn(`import { Rates } from "${path}";\nnew Rates();`, layers, file)).toEqual([]);
  });

  test("a file that makes its thread the reactor may", async () => {
    const text = `import { noSetup } from "@picot/runtime";\nimport { Rates } from "${reactor}";\nnoSetup();\nnew Rates();`;
    expect(await foundIn(text)).toEqual([]);
  });

  test("what the config counts to the reactor layer is of it, though it has no tag", async () => {
    const files = {
      "src/reactor/pool.ts": "export const pool = 1;\n",
      "src/reactor/errors.ts": "export class RateError extends Error {}\n",
      "src/app.ts": 'import { pool } from "./reactor/pool.js";\nimport { RateError } from "./reactor/errors.js";\n',
    };
    const project = layerProject(files, { reactor: ["src/reactor/**", "!src/reactor/errors.ts"] });
    expect(await layerProblems(project)).toEqual(["src/app.ts:1:22 imports-reactor-layer"]);
  });

  test("aliases of the tsconfig and names of package.json lead there too", async () => {
    const project = layerProject({
      "package.json": '{ "type": "module", "imports": { "#rates": "./src/reactor/rates.reactor.ts" } }',
      "base.json": '{ "compilerOptions": { "paths": { "~/*": ["./src/*"] } } }',
      "tsconfig.json": '{ "extends": "./base.json", "include": ["src"] }',
      "src/app.ts":
        'import { Rates } from "~/reactor/rates.reactor";\nimport { ping } from "#rates";\nping(); new Rates();\n',
    });
    expect(await layerProblems(project)).toEqual([
      "src/app.ts:1:23 imports-reactor-layer",
      "src/app.ts:2:22 imports-reactor-layer",
    ]);
    // What the tsconfig extends says where the alias leads.
    project.write({ "base.json": "{}" });
    expect(await layerProblems(project)).toEqual(["src/app.ts:2:22 imports-reactor-layer"]);
  });

  test("a tsconfig without files stands for those that it refers to", async () => {
    const text = 'import { Rates } from "../src/reactor/rates.reactor.js";\nnew Rates();\n';
    const project = layerProject({
      "tsconfig.json": '{ "files": [], "references": [{ "path": "./a" }, { "path": "./src/tsconfig.json" }] }',
      "src/tsconfig.json": '{ "include": ["."] }',
      "a/tsconfig.json": '{ "include": ["."], "references": [{ "path": ".." }] }',
      "a/app.ts": text,
      "b/app.ts": text,
    });
    expect(await layerProblems(project)).toEqual(["a/app.ts:1:23 imports-reactor-layer"]);
  });

  test("files that the tsconfig does not include are another project's", async () => {
    const project = layerProject({
      "tsconfig.json": '{ "include": ["src"] }',
      "other/app.ts": 'import { Rates } from "../src/reactor/rates.reactor.js";\nnew Rates();\n',
    });
    expect(await layerProblems(project)).toEqual([]);
  });
});

describe("the reactor layer", () => {
  test("[C175] a file of it that has no tag imports no facade either", async () => {
    const text = `import { Rates } from "${facade}";\nnew Rates();\n`;
    expect(await foundIn(text, { reactor: ["src/pool/**"] }, "src/pool/pool.ts")).toEqual(["1:23 imports-facade"]);
  });

  test("[C175] a facade that is not written yet is known by its name", async () => {
    const text = 'await import("./nowhere.facade.js");\n';
    expect(await foundIn(text, { reactor: ["src/pool.ts"] }, "src/pool.ts")).toEqual(["1:14 imports-facade"]);
  });

  test("[C175] a marked file that imports a facade is told once", async () => {
    const project = layerProject({});
    const text = readFileSync(project.path("src/reactor/rates.reactor.ts"), "utf8");
    project.write({ "src/reactor/rates.reactor.ts": `import { ping as p } from "${facade}";\nexport { p };\n${text}` });
    const { problems } = await check({ project: project.folder });
    expect(problems.map(({ code, place }) => `${place.file}:${place.line} ${code}`)).toEqual([
      "src/reactor/rates.reactor.ts:1 imports-facade",
    ]);
  });
});

describe("application code that touches the hand-off", () => {
  test.each([
    ["eventual()", 'import { eventual, FOREVER } from "@picot/runtime";', "1:10"],
    ["its type", 'import type { EventualResult } from "@picot/runtime";', "1:15"],
    ["a member of the whole", 'import * as picot from "@picot/runtime";\npicot.eventual({});', "2:1"],
    ["a re-export", 'export { waitFor } from "@picot/runtime";', "1:10"],
    ["import()", 'const { runInReactor } = await import("@picot/runtime");', "1:39"],
    ["a type by import()", 'type E = import("@picot/runtime").EventualResult<1>;', "1:10"],
    ["the door of generated code", 'import { call } from "@picot/runtime/facade/v1";', "1:10"],
    ["another such door", 'import "@picot/runtime/pool/v1";', "1:8"],
    ["the pool's way back", 'import { deferToThread, callFromThread } from "@picot/runtime/pool";', "1:25"],
  ])("%s", async (_, text, at) => {
    expect(await foundIn(text)).toEqual([`${at} touches-handoff`]);
    expect(await foundIn(text, { handoff: ["src/app/page.ts"] })).toEqual([]);
  });

  test("a job of the pool may use the pool's way back, and nothing else of it", async () => {
    const job = "/** @blocking */\nexport function draw(): void {}\n";
    const text = `import { callFromThread } from "@picot/runtime/pool";\nimport { eventual } from "@picot/runtime";\n${job}`;
    expect(await foundIn(text)).toEqual(["2:10 touches-handoff"]);
  });

  test("setup, limits and errors are everybody's", async () => {
    expect(await foundIn('import { FOREVER, isPicotError, setup } from "@picot/runtime";')).toEqual([]);
  });
});

describe("where an event loop must turn", () => {
  const loop = { loop: ["src/app/**"] };
  const head = `import { Rates, ping } from "${facade}";\n`;

  test.each([
    ["a new facade", "async function page() { new Rates(); }", "2:25"],
    ["a function of one", "export default async () => ping();", "2:28"],
    ["a static member", 'async function page() { Rates.provided("x"); }', "2:25"],
    [
      "an object made while the module was loaded",
      "const r = new Rates();\nasync function page() { r.latest(); }",
      "3:25",
    ],
    ["a parameter", "async function page(r: Rates) { r.latest(); }", "2:33"],
    ["a function that does not wait", "const r = new Rates();\nhandle(() => r.latest());", "3:14"],
    ["a private field", "class A {\n#r = Rates.provided('x');\nasync go() { this.#r.latest(); }\n}", "3:6 4:14"],
    [
      "a field from a parameter",
      "class A {\nconstructor(readonly r: Rates) {}\nasync go() { return this.r?.latest(); }\n}",
      "4:21",
    ],
    ["an accessor", "const r = new Rates();\nconst a = async () => r.size;", "3:23"],
  ])("%s is found", async (_, text, at) => {
    expect(await foundIn(head + text, loop)).toEqual(at.split(" ").map((each) => `${each} blocks-event-loop`));
  });

  test.each([
    ["what runs while the module is loaded", "const r = new Rates();\nr.latest();", loop],
    [
      "a call that does not block",
      'import { eventual } from "@picot/runtime";\nasync () => eventual(r);',
      { ...loop, handoff: ["**"] },
    ],
    ["a file that is not named", "async function page() { ping(); }", {}],
  ])("%s is not", async (_, text, layers) => {
    expect(await foundIn(head + text, layers)).toEqual([]);
  });
});

describe("wrappers by hand", () => {
  const head = 'import { runInReactor } from "@picot/runtime";\nconst latest = runInReactor("x", "latest");\n';
  const thick = "export class R {\n  get() {\n    const soon = latest();\n    return soon.wait(5);\n  }\n}\n";

  test("a method with more than its call is found, at its name", async () => {
    expect(await foundIn(head + thick, { wrappers: ["src/app/**"] })).toEqual(["4:3 thick-wrapper"]);
  });

  test("so is one in a file named as a facade that picot did not write", async () => {
    expect(await foundIn(head + thick, {}, "src/app/r.facade.ts")).toEqual(["4:3 thick-wrapper"]);
  });

  test("one call is what a wrapper is for, and what calls nothing is no wrapper", async () => {
    const thin =
      "export class R {\n  get() {\n    return latest().wait(5);\n  }\n  sum() {\n    let a = 1;\n    return a + 1;\n  }\n}\n";
    expect(await foundIn(head + thin, { wrappers: ["src/app/**"] })).toEqual([]);
  });
});

describe("a check that has nothing new to look at", () => {
  /** One that was checked, and that has a place for a cache. */
  async function checked(): Promise<TemporaryProject> {
    const project = layerProject({
      "src/app.ts": 'import { Rates } from "./reactor/rates.reactor.js";\nnew Rates();\n',
    });
    expect(await layerProblems(project)).toEqual(["src/app.ts:1:23 imports-reactor-layer"]);
    return project;
  }

  test("keeps what it found, beside what generate keeps", async () => {
    const project = await checked();
    const kept = readdirSync(project.path("node_modules/.cache/picot"));
    expect(kept.filter((name) => name.endsWith(".layers.json"))).toHaveLength(1);
    expect(await layerProblems(project)).toEqual(["src/app.ts:1:23 imports-reactor-layer"]);
  });

  test("sees that a file changed", async () => {
    const project = await checked();
    project.write({ "src/app.ts": 'import { Rates } from "./facade/rates.facade.js";\nnew Rates();\n' });
    expect(await layerProblems(project)).toEqual([]);
  });

  test("sees that another file changed sides", async () => {
    const project = await checked();
    project.write({ "src/reactor/rates.reactor.ts": "export class Rates {}\n" });
    expect(await layerProblems(project)).toEqual([]);
  });

  test("sees that the config changed", async () => {
    const project = await checked();
    project.write({
      "picot.config.ts":
        'export default { outDir: "src/facade", rootDir: "src/reactor", layers: { application: [] } };\n',
    });
    expect(await layerProblems(project)).toEqual([]);
  });

  test.each(["js", "mjs", "mts"])("sees that a config in .%s changed", async (extension) => {
    const project = await checked();
    rmSync(project.path("picot.config.ts"));
    const config = `picot.config.${extension}`;
    project.write({ [config]: "export default { layers: {} };\n" });
    expect(await layerProblems(project)).toHaveLength(1);
    project.write({ [config]: "export default { layers: { application: [] } };\n" });
    expect(await layerProblems(project)).toEqual([]);
  });

  test("sees that a file came", async () => {
    const project = await checked();
    project.write({ "src/more.ts": 'export * from "./reactor/rates.reactor.js";\n' });
    expect(await layerProblems(project)).toHaveLength(2);
  });

  test("believes no cache that is spoilt", async () => {
    const project = await checked();
    const folder = project.path("node_modules/.cache/picot");
    for (const name of readdirSync(folder)) project.write({ [join("node_modules/.cache/picot", name)]: "{" });
    expect(await layerProblems(project)).toEqual(["src/app.ts:1:23 imports-reactor-layer"]);
  });
});

describe("picot check", () => {
  test("shows them like every other problem, and generate does not look for them", async () => {
    const project = layerProject({
      "src/app.ts": 'import { Rates } from "./reactor/rates.reactor.js";\nnew Rates();\n',
    });
    const run = project.cli("check");
    expect(run.code).toBe(1);
    expect(run.stdout).toContain(
      "src/app.ts:1:23  error  imports-reactor-layer  Rates is imported from the reactor layer",
    );
    expect(run.stdout).toContain('    1 | import { Rates } from "./reactor/rates.reactor.js";\n');
    expect(run.stdout).toContain("Way out: Import it from its facade, ./facade/rates.facade.js.");
    expect(JSON.parse(project.cli("check", "--json").stdout)).toMatchObject({
      clean: false,
      problems: [{ code: "imports-reactor-layer", file: "src/app.ts", line: 1, column: 23 }],
    });
    expect((await generate({ project: project.folder })).clean).toBe(true);
  });

  test.each([
    ["no object", "[]", "layers is []"],
    ["a list that there is not", "{ apps: [] }", "layers.apps"],
    ["a list that is none", '{ loop: "src" }', 'layers.loop is "src"'],
  ])("refuses layers with %s, and says why", async (_, layers, message) => {
    const { folder } = layerProject({ "picot.config.ts": `export default { layers: ${layers} };` });
    await expect(createOptions({ project: folder })).rejects.toThrow(message);
  });
});
