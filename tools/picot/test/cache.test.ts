/** What the last run kept saves work, and never changes an answer. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, renameSync, rmSync, symlinkSync, utimesSync } from "node:fs";
import { type RunReport, check, generate } from "picot";
import { describe, expect, test } from "vitest";
import { Stamps } from "../dist/cache/stamps.js";
import { TemporaryProject, clock } from "./temporary-project.ts";

const kept = "node_modules/.cache/picot";

/** Two classes, of which one takes its types from everywhere: a file, a package, a declaration, and what TypeScript infers. */
const files = {
  "node_modules/rows/package.json": '{ "name": "rows", "types": "index.d.ts" }',
  "node_modules/rows/index.d.ts": "export declare function rows(): string[];\n",
  "package.json": '{ "type": "module" }',
  // A small library: the tests have many runs.
  "base.json": '{ "compilerOptions": { "strict": true, "lib": ["es2015"] } }',
  "tsconfig.json": '{ "extends": "./base.json" }',
  "globals.d.ts": "declare const limit: number;\n",
  "lib/size.ts": "export const size = (): number => 1;\n",
  "clock.reactor.ts": clock,
  "feed.reactor.ts": [
    'import { size } from "./lib/size.js";',
    'import { rows } from "rows";',
    "/** @reactor @timeout 1s */",
    "export class Feed {",
    "  async size() { return size(); }",
    "  async rows() { return rows(); }",
    "  async limit() { return limit; }",
    "  async maybe() { return [1].find(Boolean)!; }",
    "}",
    "",
  ].join("\n"),
};

/** Runs picot in a process of its own, and says what it did with the files and whether it loaded the compiler. */
function run(project: TemporaryProject): { readonly statuses: readonly string[]; readonly compiler: boolean } {
  const script = `
    import { createRequire } from "node:module";
    import { generate } from ${JSON.stringify(new URL("../dist/index.js", import.meta.url).href)};
    const { files } = await generate();
    const loaded = Object.keys(createRequire(import.meta.url).cache);
    const compiler = loaded.some((path) => path.includes("ts-morph"));
    process.stdout.write(JSON.stringify({ statuses: files.map(({ status }) => status), compiler }));
  `;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: project.folder,
    encoding: "utf8",
  });
  // Of the shape that the script above prints.
  return JSON.parse(stdout) as ReturnType<typeof run>;
}

test("a run in which nothing changed loads no compiler, and reports the same", async () => {
  const project = new TemporaryProject(files);
  expect(run(project)).toEqual({ statuses: ["written", "written"], compiler: true });
  expect(run(project)).toEqual({ statuses: ["unchanged", "unchanged"], compiler: false });
  const { folder } = project;
  expect(await check({ project: folder })).toEqual(await check({ project: folder, cache: false }));
  project.write({ "clock.reactor.ts": clock.replace("now()", "time()") });
  expect(run(project)).toEqual({ statuses: ["written", "unchanged"], compiler: true });
  expect(run(project).compiler).toBe(false);
});

describe("a run in which one of many files changed", () => {
  const chain = {
    ...files,
    "base.reactor.ts":
      "/** @reactor @timeout 1s */\nexport class Base {\n  constructor(readonly_: string) { void readonly_; }\n}\n",
    "middle.reactor.ts":
      'import { Base } from "./base.reactor.js";\n/** @reactor @timeout 1s */\nexport class Middle extends Base {\n  async rate() { return rate; }\n}\n',
    "rate.ts": "export {};\ndeclare global {\n  const rate: number;\n}\n",
    "plain.ts": "export const plain = 1;\n",
    "user.reactor.ts":
      'import "./rate.js";\nimport { plain } from "./plain.js";\nimport type { Middle } from "./middle.reactor.js";\n/** @reactor @timeout 1s */\nexport class User {\n  async middle(): Promise<Middle> { throw plain; }\n}\n',
  };

  const speaking = clock.replace("Tells the time.", "Tells the time: `await user.middle()`, `await user.later()`.");

  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      "a name that samples elsewhere speak of",
      { "user.reactor.ts": chain["user.reactor.ts"].replace("middle()", "later()") },
      ["speaking", "user"],
    ],
    ["itself only", { "clock.reactor.ts": clock.replace("now()", "time()") }, ["clock"]],
    [
      "a base class, with what extends it",
      { "base.reactor.ts": chain["base.reactor.ts"].replaceAll("readonly_: string", "readonly_: number") },
      ["base"],
    ],
    [
      "a class that takes a global from a file it does not import",
      { "middle.reactor.ts": chain["middle.reactor.ts"].replace("rate()", "rates()") },
      ["middle"],
    ],
    ["a global", { "rate.ts": chain["rate.ts"].replace("number", "string") }, ["middle"]],
    [
      "what was no global and now is one",
      { "plain.ts": `${chain["plain.ts"]}declare global {\n  const limit: string;\n}\n` },
      [],
    ],
    ["a class into one with a problem", { "clock.reactor.ts": clock.replace("@timeout 1s", "") }, []],
    [
      "a class into one with a warning",
      {
        "clock.reactor.ts": clock
          .replace("@timeout 1s", "@timeout 1s\n * @throws {Odd}")
          .concat("export class Odd extends Error {}\n"),
      },
      ["clock"],
    ],
  ])("says the same as one that does all the work: %s", async (_, change, written) => {
    const project = new TemporaryProject({ ...chain, "speaking.reactor.ts": speaking });
    const { folder } = project;
    expect((await generate({ project: folder })).problems).toEqual([]);
    project.write(change);
    const after = await check({ project: folder });
    expect(after).toEqual(await check({ project: folder, cache: false }));
    const { files: done } = await generate({ project: folder });
    expect(done.filter(({ status }) => status === "written").map(({ source }) => source.split(".")[0])).toEqual(
      written,
    );
    project.write(chain);
    expect((await generate({ project: folder })).clean).toBe(true);
    expect(await check({ project: folder })).toEqual(await check({ project: folder, cache: false }));
  });
});

describe("a change is seen:", () => {
  test.each<[string, (project: TemporaryProject) => void]>([
    ["of a source", (project) => project.write({ "clock.reactor.ts": clock.replace("now()", "time()") })],
    ["of what a source imports", (project) => project.write({ "lib/size.ts": "export const size = () => 'x';\n" })],
    [
      "of a file that now comes first",
      (project) => {
        project.write({ "lib/size.js": "", "lib/size.d.ts": "" });
        rmSync(project.path("lib/size.ts"));
        project.write({ "lib/size.tsx": "export const size = (): boolean => true;\n" });
      },
    ],
    ["of a declaration", (project) => project.write({ "globals.d.ts": "declare const limit: string;\n" })],
    [
      "of a package",
      (project) => project.write({ "node_modules/rows/index.d.ts": "export declare function rows(): 1;\n" }),
    ],
    [
      "of which package is installed",
      (project) => {
        project.write({ "node_modules/.store/index.d.ts": "export declare function rows(): 2;\n" });
        project.write({ "node_modules/.store/package.json": '{ "name": "rows", "types": "index.d.ts" }' });
        renameSync(project.path("node_modules/rows"), project.path("node_modules/.old"));
        symlinkSync(".store", project.path("node_modules/rows"));
      },
    ],
    ["of the tsconfig", (project) => project.write({ "tsconfig.json": '{ "exclude": ["feed.reactor.ts"] }' })],
    [
      "of what the tsconfig extends",
      (project) => project.write({ "base.json": '{ "compilerOptions": { "strict": false, "lib": ["es2015"] } }' }),
    ],
    ["of the package's module format", (project) => project.write({ "package.json": "{}" })],
    ["of the config", (project) => project.write({ "picot.config.js": 'export default { outDir: "out" };' })],
    ["of a facade", (project) => project.write({ "clock.facade.ts": `${project.read("clock.facade.ts")}\n` })],
    ["of a facade that goes", (project) => rmSync(project.path("clock.facade.ts"))],
    ["of a new source", (project) => project.write({ "new.reactor.ts": clock })],
    ["of a source that goes", (project) => rmSync(project.path("clock.reactor.ts"))],
    ["of a tag", (project) => project.write({ "lib/size.ts": `${files["lib/size.ts"]}// @reactor\n` })],
  ])("%s", async (_, change) => {
    const project = new TemporaryProject(files);
    const { folder } = project;
    expect((await generate({ project: folder })).clean).toBe(true);
    const before = await check({ project: folder });
    expect(before.clean).toBe(true);
    change(project);
    const after = await check({ project: folder });
    expect(after).toEqual(await check({ project: folder, cache: false }));
    const again = await generate({ project: folder });
    expect(again.problems).toEqual(after.problems);
    expect(await check({ project: folder })).toEqual(await check({ project: folder, cache: false }));
  });
});

describe("a tsconfig that only has references", () => {
  const config = (...references: readonly string[]): string =>
    JSON.stringify({
      compilerOptions: { strict: true, module: "nodenext", lib: ["es2015"], types: [], composite: true },
      include: ["*"],
      references: references.map((path) => ({ path })),
    });
  const projects = {
    "node_modules/none/package.json": "{}",
    "package.json": '{ "type": "module" }',
    "tsconfig.json": '{ "files": [], "references": [{ "path": "one" }, { "path": "two" }, { "path": "three" }] }',
    "one/tsconfig.json": config(),
    // A global of this project, and a name of its own.
    "one/unit.d.ts": "declare type Unit = number;\n",
    "one/clock.reactor.ts": clock.replace("Tells the time.", "Tells the time: `await x.now()`, `await x.watch()`."),
    "two/tsconfig.json": config("../one"),
    "two/unit.d.ts": "declare type Unit = string;\n",
    "two/watch.reactor.ts":
      'import { Clock } from "../one/clock.reactor.js";\n/** `await x.now()`, `await x.other()`. @reactor @timeout 1s */\nexport class Watch extends Clock {\n  async watch(): Promise<Unit> { throw 1; }\n}\n',
    "three/tsconfig.json": config(),
    "three/other.reactor.ts":
      "/** @reactor @timeout 1s */\nexport class Other {\n  async other() { return [1].find(Boolean)!; }\n}\n",
  };

  test("keeps what a run found, and does again what changed, as without it", async () => {
    const project = new TemporaryProject(projects);
    const { folder } = project;
    expect(run(project)).toEqual({ statuses: ["written", "written", "written"], compiler: true });
    expect(run(project)).toEqual({ statuses: ["unchanged", "unchanged", "unchanged"], compiler: false });
    expect(project.read("one/clock.facade.ts")).toContain("`x.now()`, `await x.watch()`");
    for (const [change, written] of [
      [{ "three/other.reactor.ts": projects["three/other.reactor.ts"].replace("other()", "others()") }, ["other"]],
      [{ "one/clock.reactor.ts": projects["one/clock.reactor.ts"].replace("now()", "time()") }, ["clock"]],
      [{ "two/unit.d.ts": "declare type Unit = boolean;\n" }, []],
      [{ "one/tsconfig.json": config().replace("es2015", "es2016") }, []],
      [{ "tsconfig.json": projects["tsconfig.json"].replace('{ "path": "three" }', '{ "path": "./three" }') }, []],
    ] as const) {
      project.write(change);
      expect(await check({ project: folder })).toEqual(await check({ project: folder, cache: false }));
      const { files: done, problems } = await generate({ project: folder });
      expect(problems).toEqual([]);
      expect(
        done.filter(({ status }) => status === "written").map(({ source }) => source.replace(/.*\/(\w+).*/, "$1")),
      ).toEqual(written);
      expect(run(project).compiler).toBe(false);
    }
  });
});

describe("what a file has in it", () => {
  const old = new Date(Date.now() - 60_000);

  test("is seen although a change keeps its size and its time", async () => {
    const project = new TemporaryProject(files);
    const { folder } = project;
    // From its second run on picot may know files by what the system says of them.
    for (let count = 0; count < 2; count++) await generate({ project: folder });
    const path = project.path("clock.reactor.ts");
    for (const name of ["now", "two", "six"]) {
      project.write({ "clock.reactor.ts": clock.replace("now()", `${name}()`) });
      utimesSync(path, old, old);
      expect((await generate({ project: folder })).clean).toBe(true);
      expect(project.read("clock.facade.ts")).toContain(` ${name}(): Date {`);
    }
  });

  test("is taken from the last run where the system says that it is the same", () => {
    const project = new TemporaryProject(files);
    const kept = project.path("stamps.json");
    const path = project.path("lib/size.ts");
    const young = new Stamps(kept, 600_000);
    const found = young.look(path);
    expect(found).toMatchObject({ kind: "plain" });
    young.save();
    // What changed a moment ago may change again without showing it.
    expect(existsSync(kept)).toBe(false);
    const stamps = new Stamps(kept, -10_000);
    stamps.look(path);
    stamps.save();
    project.write({ "stamps.json": project.read("stamps.json").replace('"plain"', '"tagged"') });
    expect(new Stamps(kept).look(path)).toEqual({ ...found, kind: "tagged" });
    project.write({ "lib/size.ts": "export const size = 12;\n" });
    expect(new Stamps(kept).look(path)).toMatchObject({ kind: "plain" });
    expect(new Stamps(kept).look(project.folder)).toBeNull();
    project.write({ "stamps.json": project.read("stamps.json").replace("0.1.0", "0.0.9") });
    expect(new Stamps(kept).look(path)).toMatchObject({ kind: "plain" });
  });
});

describe("the cache", () => {
  const outcomes = ({ files: done }: RunReport): readonly string[] => done.map(({ status }) => status);

  test.each([
    ["is empty", ""],
    ["is no JSON", "{"],
    ["is of another kind", '{ "state": 1, "hashes": null }'],
    ["is null", "null"],
  ])("is as good as none where its file %s", async (_, content) => {
    const project = new TemporaryProject(files);
    await generate({ project: project.folder });
    const [name = ""] = readdirSync(project.path(kept));
    project.write({ [`${kept}/${name}`]: content });
    expect(outcomes(await generate({ project: project.folder }))).toEqual(["unchanged", "unchanged"]);
  });

  test("is not there for a project in which nothing is installed, nor where it is not wanted, nor after check", async () => {
    const bare = new TemporaryProject({ "clock.reactor.ts": clock });
    await generate({ project: bare.folder });
    expect(readdirSync(bare.folder).sort()).toEqual(["clock.facade.ts", "clock.reactor.ts", "package.json"]);
    const project = new TemporaryProject(files);
    expect(project.cli("generate", "--no-cache").code).toBe(0);
    expect(existsSync(project.path(kept))).toBe(false);
    // It keeps what the layer rules found, which no other command looks for.
    expect(project.cli("check").code).toBe(0);
    expect(readdirSync(project.path(kept)).filter((name) => !name.endsWith(".layers.json"))).toEqual([]);
  });

  test("keeps no run that left something to do", async () => {
    const project = new TemporaryProject({ ...files, "bad.reactor.ts": clock.replace("@timeout 1s", "") });
    await generate({ project: project.folder });
    expect(existsSync(project.path(kept))).toBe(false);
  });
});
