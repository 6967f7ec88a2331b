/** Green twins: what is generated of classes and functions tagged `@green`. */
import { cpSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { check, generate, inspect } from "picot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { layerProblems, layerProject } from "./layer-project.ts";
import { short } from "./problems-of.ts";
import { TemporaryProject } from "./temporary-project.ts";

const fixture = fileURLToPath(new URL("fixtures/green", import.meta.url));

/** Of one file of green code. */
async function problemsOf(source: string): Promise<readonly string[]> {
  const project = new TemporaryProject({ "a.reactor.ts": source });
  return (await check({ project: project.folder })).problems.map(short);
}

const inGreen = (...members: string[]): string => `/** @green */\nexport class A {\n${members.join("\n")}\n}\n`;

test("a fixture's green twins are, to the byte, the expected ones", async () => {
  const project = new TemporaryProject();
  cpSync(fixture, project.folder, { recursive: true });
  const expected = readdirSync(fixture).filter((file) => /\.(?:green|facade)\.ts$/.test(file));
  expect(expected.sort()).toEqual([
    "clock.facade.ts",
    "clock.green.ts",
    "database.green.ts",
    "lists.green.ts",
    "transaction.green.ts",
  ]);
  for (const file of expected) rmSync(project.path(file));
  const report = await generate({ project: project.folder });
  expect(report.problems).toEqual([]);
  expect(report.files.map(({ output }) => output).sort()).toEqual(expected);
  for (const file of expected) expect(project.read(file)).toBe(readFileSync(join(fixture, file), "utf8"));
});

const both = `/** A clock. @reactor @green @timeout 1s */
export class Clock {
  async now(): Promise<number> { return 1; }
}
`;

describe("a source with both tags", () => {
  test("has both files, and a change is drift of both that check shows", async () => {
    const project = new TemporaryProject({ "clock.reactor.ts": both });
    const options = { project: project.folder };
    expect((await generate(options)).files.map(({ output }) => output)).toEqual(["clock.facade.ts", "clock.green.ts"]);
    expect((await check(options)).clean).toBe(true);
    project.write({ "clock.reactor.ts": both.replace("now()", "now(zone?: string)") });
    const drift = await check(options);
    expect(drift.clean).toBe(false);
    expect(drift.files.map(({ diff }) => /^\+ {2}now.*$/m.exec(diff ?? "")?.[0])).toEqual([
      "+  now(zone?: string): number {",
      "+  now(zone?: string): Green<number> {",
    ]);
  });

  test("that loses one has an orphan", async () => {
    const project = new TemporaryProject({ "clock.reactor.ts": both });
    const run = project.cli("generate");
    expect(run.stdout).toContain("2 files written");
    project.write({ "clock.reactor.ts": both.replace("@green ", "") });
    const report = await check({ project: project.folder });
    expect(report.problems.map(({ code, place }) => [code, place.file])).toEqual([
      ["orphaned-facade", "clock.green.ts"],
    ]);
  });

  test("a problem of the facade keeps only the facade from being written", async () => {
    const source = both.replace("Promise<number> { return 1; }", "Promise<symbol> { return Symbol(); }");
    const project = new TemporaryProject({ "clock.reactor.ts": source });
    const report = await generate({ project: project.folder });
    expect(report.files.map(({ output, status }) => [output, status])).toEqual([
      ["clock.facade.ts", "problem"],
      ["clock.green.ts", "written"],
    ]);
    expect(report.problems.map(({ code }) => code)).toEqual(["result-cannot-cross"]);
  });

  test("a problem that both have is told once", async () => {
    expect(await problemsOf(both.replace("export class", "class"))).toEqual(["2:7 not-exported"]);
    expect(await problemsOf(`${both}const = 1;`)).toEqual(["5:7 syntax-error", "5:9 syntax-error"]);
  });

  test("is accounted for by the name of each output", async () => {
    const project = new TemporaryProject({ "clock.reactor.ts": both });
    const run = project.cli("inspect", "clock.green.ts");
    expect(run.stdout).toBe(`clock.reactor.ts -> clock.green.ts

Clock
  in   constructor  () -> twin of Clock
  in   now          () -> same

2 public members: 2 in the green twin, 0 out. Thinness (statements per generated method): 1, at most 1.
`);
    expect((await inspect("clock.reactor.ts", { project: project.folder, cwd: project.folder })).output).toBe(
      "clock.facade.ts",
    );
  });
});

test("green twins stay with the reactor layer, wherever facades go", async () => {
  const project = new TemporaryProject({
    "layer/clock.reactor.ts": both,
    "picot.config.ts": 'export default { outDir: "app" };',
  });
  const report = await generate({ project: project.folder });
  expect(report.files.map(({ output }) => output)).toEqual(["app/layer/clock.facade.ts", "layer/clock.green.ts"]);
});

test("samples in docs wait by yield* for what a green twin gives, and for nothing else", async () => {
  const source = `/** @green */
export class Clock {
  /** As in \`await clock.now()\`, \`await clock.zone()\` and \`(await clock.now()).valueOf()\`. */
  async now(): Promise<number> { return 1; }
  zone(): string { return ""; }
}
`;
  const project = new TemporaryProject({ "clock.reactor.ts": source });
  await generate({ project: project.folder });
  expect(project.read("clock.green.ts")).toContain(
    "/** As in `yield* clock.now()`, `await clock.zone()` and `(yield* clock.now()).valueOf()`. */",
  );
});

/** Each is a file of one project: the compiler is loaded once. */
const wrong: readonly (readonly [string, string, readonly string[]])[] = [
  ["a class that is not exported", "/** @green */\nclass A {}\n", ["2:7 not-exported"]],
  ["a tag on what cannot have a twin", "/** @green */\nexport const a = 1;\n", ["2:14 stray-tag"]],
  ["an array of tagged objects", inGreen("async all(): Promise<A[]> { return []; }"), ["3:7 nested-reference"]],
  [
    "a tagged object in a callback",
    inGreen("each(run: (a: A) => void): void { run(this); }"),
    ["3:6 nested-reference"],
  ],
  ["a name of every twin", inGreen("static twinOf(): void {}"), ["3:8 reserved-name"]],
  ["a method named then", inGreen("then(): void {}"), ["3:1 reserved-name"]],
  ["a parameter without a type", inGreen("go(a) {}"), ["3:4 untyped-parameter"]],
  ["a type that is not exported", `interface B {}\n${inGreen("go(b: B): void {}")}`, ["4:7 unexported-type"]],
  ["a symbol's member", inGreen("*[Symbol.iterator](): Generator<number> {}"), ["3:2 green-left-out"]],
  ["an optional method", inGreen("go?(): void;"), ["3:1 green-left-out"]],
  [
    "members of a class that is not tagged",
    `class B { b(): void {} }\n${inGreen()}`.replace("A {", "A extends B {"),
    ["3:24 hidden-base-members"],
  ],
  [
    "a union of two tagged classes",
    `/** @green */\nexport class B { b = 1; }\n${inGreen("a = 1;", "go(): A | B { return this; }")}`,
    ["6:1 mixed-crossings"],
  ],
  [
    "overloads that disagree",
    inGreen("go(): A;", "go(a: 1): number;", "go(): unknown { return 1; }"),
    ["3:1 mixed-crossings"],
  ],
  [
    "a bound that is tagged",
    "/** @green */\nexport class A<T extends A<never>> { t?: T; }\n",
    ["2:14 nested-reference"],
  ],
];

const fine: readonly (readonly [string, string])[] = [
  ["functions", "each(run: (row: number) => void): void { run(1); }"],
  ["promises as parameters", "async after(what: Promise<number>): Promise<number> { return what; }"],
  ["iterators", "async *all(): AsyncGenerator<number> {}"],
  ["symbols", "readonly key: symbol = Symbol();"],
  ["fields that hold functions or promises", "done = Promise.resolve(1); run: (() => void) | null = null;"],
  ["no timeout at all", "async go(): Promise<void> {}"],
];

describe("of many sources", () => {
  const found = new Map<string, readonly string[]>();
  beforeAll(async () => {
    const sources = [...wrong, ...fine.map(([name, members]) => [name, inGreen(members)] as const)];
    const fileOf = (at: number): string => `${at}.reactor.ts`;
    const files = Object.fromEntries(sources.map(([, source], at) => [fileOf(at), source]));
    const project = new TemporaryProject(files, (clean) => afterAll(clean));
    const { problems } = await check({ project: project.folder });
    for (const [at, [name]] of sources.entries())
      found.set(name, problems.filter(({ place }) => place.file === fileOf(at)).map(short));
  });

  test.each(wrong)("what a green twin cannot have is a problem with a code and a place: %s", (name, _, expected) => {
    expect(found.get(name)).toEqual(expected);
  });

  test.each(fine)("what cannot cross threads is none: %s", (name) => {
    expect(found.get(name)).toEqual([]);
  });
});

test("a class in whose module there are both kinds is itself in the twins of the other", async () => {
  const project = new TemporaryProject({
    "a.reactor.ts": `/** @reactor @timeout 1s */
export class Plain { async go(): Promise<void> {} }
/** @green */
export class Green { async plain(): Promise<Plain[]> { return []; } }
`,
  });
  const report = await generate({ project: project.folder });
  expect(report.problems).toEqual([]);
  expect(project.read("a.green.ts")).toContain('import type { Plain } from "./a.reactor.js";');
  expect(project.read("a.green.ts")).toContain("plain(): Green__<Plain[]> {");
});

describe("the layer rules", () => {
  const files = {
    "src/reactor/rows.reactor.ts": "/** @green */\nexport class Rows { async get(): Promise<number> { return 1; } }\n",
    // Any green twin that picot wrote.
    "src/reactor/rows.green.ts": readFileSync(join(fixture, "clock.green.ts"), "utf8"),
    "src/work.ts":
      'import { deferToGreenlet } from "@picot/runtime/green";\nimport { Rows } from "./reactor/rows.green.js";\n' +
      "export const work = () => deferToGreenlet(() => new Rows().get());\n",
  };

  test("let what runs green tasks import the twins", async () => {
    expect(await layerProblems(layerProject(files))).toEqual([]);
  });

  test.each(["./reactor/rows.green.js", "./reactor/rows.reactor.js"])(
    "an application takes no value from %s",
    async (specifier) => {
      const page = { "src/page.ts": `import "${specifier}";\n` };
      expect(await layerProblems(layerProject({ ...files, ...page }))).toEqual([
        "src/page.ts:1:8 imports-reactor-layer",
      ]);
    },
  );
});
