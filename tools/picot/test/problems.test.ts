import { check } from "picot";
import { describe, expect, test } from "vitest";
import { inClass, problemsOf, short } from "./problems-of.ts";
import { TemporaryProject } from "./temporary-project.ts";

describe("timeouts", () => {
  test("a member without a timeout is a problem that offers the line to add", async () => {
    const [constructor, method] = await problemsOf(
      "/** @reactor */\nexport class A {\n  async go(): Promise<void> {}\n}\n",
    );
    expect(constructor && short(constructor)).toBe("2:14 missing-timeout");
    expect(method && short(method)).toBe("3:9 missing-timeout");
    expect(method?.wayOut).toContain(" * @timeout 5s");
  });

  test.each(["-1", "NaN", "'5'", '"5"', "5 s", "5sec", "1e3", "Infinity", "null", "", "FOREVER", "0x10", "5,5s"])(
    "[C39] the generator refuses `@timeout %s` with its place",
    async (text) => {
      const source = `/**\n * @reactor\n * @timeout ${text}\n */\nexport class A {}\n`;
      expect((await problemsOf(source)).map(short)).toEqual(["3:4 invalid-timeout"]);
    },
  );

  test("[C39] a bad timeout of a method is refused at the method's tag", async () => {
    expect((await problemsOf(inClass("/** Goes. @timeout -5s */", "async go(): Promise<void> {}"))).map(short)).toEqual(
      ["3:11 invalid-timeout"],
    );
  });

  test.each([
    ["250", "250"],
    ["0.5", "0.5"],
    ["250ms", "250"],
    ["5s", "5_000"],
    ["1.5s", "1_500"],
    ["2m", "120_000"],
    ["1h", "3_600_000"],
    ["1.1s", "1_100"],
    ["forever", "FOREVER"],
  ])("[C39] `@timeout %s` is accepted", async (text, expected) => {
    const project = new TemporaryProject({
      "a.reactor.ts": `/**\n * @reactor\n * @timeout ${text}\n */\nexport class A {}\n`,
    });
    const report = await check({ project: project.folder });
    expect(report.problems).toEqual([]);
    expect(report.files[0]?.diff).toContain(`construct: { timeout: ${expected} }`);
  });

  test("@transfer on a class, or with words after it, is a problem at the tag", async () => {
    const onClass = "/**\n * @reactor\n * @timeout 1s\n * @transfer\n */\nexport class A {}\n";
    expect((await problemsOf(onClass)).map(short)).toEqual(["4:4 misplaced-transfer"]);
    const withWords = inClass("/**", " * @transfer the image", " */", "async go(): Promise<void> {}");
    expect((await problemsOf(withWords)).map(short)).toEqual(["4:4 misplaced-transfer"]);
  });

  test("two timeouts on one member are a problem", async () => {
    const source = inClass("/**", " * @timeout 1s", " * @timeout 2s", " */", "async go(): Promise<void> {}");
    expect((await problemsOf(source)).map(short)).toEqual(["5:4 invalid-timeout"]);
  });
});

describe("modules", () => {
  test("[C175] a reactor module that imports its own generated facade is refused by name", async () => {
    const problems = await problemsOf(
      `import { A as Facade } from "./a.facade.js";\n${inClass("async go(): Promise<void> { void Facade; }")}`,
    );
    expect(problems.map(short)).toEqual(["1:29 imports-facade"]);
    expect(problems[0]?.sentence).toContain("its own generated facade, ./a.facade.js");
  });

  test("[C175] a lazy import and a re-export of a facade are refused too", async () => {
    const source = `export { B } from "./b.facade.ts";\n${inClass('async go(): Promise<void> { await import("./a.facade.js"); }')}`;
    expect((await problemsOf(source)).map(short)).toEqual(["1:19 imports-facade", "4:42 imports-facade"]);
  });

  test("a .cts module is a problem with advice", async () => {
    const project = new TemporaryProject({ "a.reactor.cts": inClass() });
    const [found] = (await check({ project: project.folder })).problems;
    expect(found?.code).toBe("commonjs-module");
    expect(found?.wayOut).toContain("20.19");
  });

  test("a .ts module of a CommonJS package is a problem", async () => {
    expect((await problemsOf(inClass(), { "package.json": "{}" })).map(short)).toEqual(["1:1 commonjs-module"]);
  });

  test("two sources for one facade are a problem", async () => {
    const problems = await problemsOf(inClass(), { "A.ts": inClass() });
    expect(problems.map(({ place, code }) => `${place.file} ${code}`)).toEqual(["a.reactor.ts output-collision"]);
  });

  test.each(["a%41.reactor.ts", "a#b.reactor.ts", "a?b.reactor.ts", "a\nb.reactor.ts"])(
    "[R89] a file name that no URL holds as it is (%j) is refused",
    async (name) => {
      const project = new TemporaryProject({ [name]: inClass() });
      expect((await check({ project: project.folder })).problems.map(({ code }) => code)).toEqual(["bad-file-name"]);
    },
  );

  test("[R98] a syntax error is a problem with its place, and other files are still written", async () => {
    const project = new TemporaryProject({ "a.reactor.ts": inClass("size = ;"), "b.reactor.ts": inClass() });
    const report = await check({ project: project.folder });
    expect(report.problems[0]?.place).toMatchObject({ file: "a.reactor.ts", line: 3, column: 8 });
    expect(new Set(report.problems.map(({ code }) => code))).toEqual(new Set(["syntax-error"]));
    expect(report.files.map(({ status }) => status)).toEqual(["problem", "drift"]);
  });
});

describe("sources nobody would write", () => {
  const deep = 20_000;
  test.each([
    ["arrays", `export const x = ${"[".repeat(deep)}${"]".repeat(deep)};\n${inClass()}`],
    ["types", inClass(`async go(): Promise<${"Array<".repeat(deep)}1${">".repeat(deep)}> { throw 1; }`)],
    ["sums", `export const x = ${"1+".repeat(deep)}1;\n${inClass()}`],
  ])("[R98] a source with %s nested 20 000 deep is a problem, and other files are still read", async (_, source) => {
    const project = new TemporaryProject({ "a.reactor.ts": source, "b.reactor.ts": inClass() });
    const report = await check({ project: project.folder });
    expect(report.problems).toMatchObject([{ code: "syntax-error", place: { file: "a.reactor.ts" } }]);
    expect(report.files.map(({ status }) => status)).toEqual(["problem", "drift"]);
  });

  test.each([
    ["that nests without end", `export type T = ${"Array<".repeat(deep)}1${">".repeat(deep)};\n`],
    ["whose names chain without end", `export type T = 1;\nexport const x = T${".a".repeat(deep)};\n`],
  ])("[R98] a source that imports one %s is a problem that names it", async (_, imported) => {
    const source = `import type { T } from "./deep.js";\n${inClass("async go(t: T): Promise<void> {}")}`;
    const project = new TemporaryProject({ "a.reactor.ts": source, "b.reactor.ts": inClass(), "deep.ts": imported });
    const report = await check({ project: project.folder });
    expect(report.problems).toMatchObject([{ code: "syntax-error", place: { file: "a.reactor.ts" } }]);
    expect(report.problems[0]?.sentence).toContain("deep.ts");
    expect(report.files.map(({ status }) => status)).toEqual(["problem", "drift"]);
  });

  test("[R98] a source in UTF-16, which Node could not load, is a problem and not passed over", async () => {
    const project = new TemporaryProject({ "a.reactor.ts": Buffer.from(`\ufeff${inClass()}`, "utf16le") });
    expect((await check({ project: project.folder })).problems[0]?.code).toBe("syntax-error");
  });

  test.each([
    ["itself", "export class A extends A {}"],
    ["a class that extends it", "export class A extends B {}\nclass B extends A {}"],
    [
      "a marked class that extends it",
      "export class A extends B {}\n/** @reactor @timeout 1s */\nexport class B extends A {}",
    ],
  ])("[R98] a class that extends %s is a problem", async (_, classes) => {
    const problems = await problemsOf(`/** @reactor @timeout 1s */\n${classes}\n`);
    expect(problems.map(short)).toContain("2:14 cyclic-base");
  });

  test("[R98] an empty source, and one that is no text, end in no exception", async () => {
    const project = new TemporaryProject({ "empty.ts": "", "a.reactor.ts": `${inClass()}\u0000\u0001\ufffd` });
    expect((await check({ project: project.folder })).problems[0]?.code).toBe("syntax-error");
  });
});

describe("what is left out", () => {
  test("[C178] every public member is in the facade or in the report with a reason", async () => {
    const source = inClass(
      "async go(): Promise<void> {}",
      "/** @reactorOnly */",
      "async own(): Promise<void> {}",
      "size = Promise.resolve(1);",
      "private hidden(): void {}",
      "protected also(): void {}",
      "#secret(): void {}",
      "static async make(f: string | (() => void)): Promise<void> { void f; }",
    );
    const project = new TemporaryProject({ "a.reactor.ts": source });
    const report = await check({ project: project.folder });
    expect(report.files[0]?.members).toMatchObject([
      { owner: "A", member: "constructor", included: true },
      { owner: "A", member: "go", included: true },
      { owner: "A", member: "own", included: false, reason: "@reactorOnly" },
      { owner: "A", member: "size", included: false, reason: "public-field" },
      { owner: "A", member: "static make", included: false, reason: "callback-parameter" },
    ]);
  });

  test("[C178] a @reactorOnly on a member that is private anyway is reported as stale", async () => {
    const problems = await problemsOf(inClass("/** @reactorOnly */", "private go(): void {}"));
    expect(problems.map(short)).toEqual(["3:5 stale-reactor-only"]);
  });

  test("[C178] a @reactorOnly on a #private method or a private constructor is stale too", async () => {
    const problems = await problemsOf(
      inClass("/** @reactorOnly */", "private constructor() {}", "/** @reactorOnly */", "#go(): void {}"),
    );
    expect(problems.map(short)).toEqual(["3:5 stale-reactor-only", "5:5 stale-reactor-only"]);
  });

  test("[C181] a constructor of an unmarked class on the way to the marked base is a problem", async () => {
    const others = {
      "base.reactor.ts": "/** @reactor @timeout 1s */\nexport class Base {}\n",
      "middle.ts":
        'import { Base } from "./base.reactor.js";\nexport class Middle extends Base {\n  constructor(name: string) {\n    super();\n    void name;\n  }\n  async more(): Promise<void> {}\n}\n',
    };
    const source =
      'import { Middle } from "./middle.js";\n/** @reactor @timeout 1s */\nexport class A extends Middle {}\n';
    // That middle.ts is in the reactor layer too, nothing says: the layer rules speak of it.
    const own = (await problemsOf(source, others)).filter(({ place }) => place.file === "a.reactor.ts");
    expect(own.map(short)).toEqual(["3:14 hidden-base-members", "3:14 inherited-constructor"]);
  });

  test("[C181] members of a base class that is not marked are absent, and a warning says so", async () => {
    const base = "export class Base {\n  async more(): Promise<void> {}\n}\n";
    const source = `import { Base } from "./base.js";\n/** @reactor @timeout 1s */\nexport class A extends Base {\n  async go(): Promise<void> {}\n}\n`;
    const project = new TemporaryProject({ "a.reactor.ts": source, "base.ts": base });
    const report = await check({ project: project.folder });
    expect(report.problems).toMatchObject([{ code: "hidden-base-members", severity: "warning", place: { line: 3 } }]);
    expect(report.problems[0]?.sentence).toContain("more");
    expect(report.files[0]?.diff).not.toContain("more()");
    expect(report.files[0]?.members).toContainEqual({
      owner: "A",
      member: "more",
      included: false,
      reason: "inherited from a class that is not marked",
    });
  });

  test.each([
    ["a const enum", "export const enum Level { Low, High }"],
    ["an enum of values that are worked out later", "export enum Level { Low = Date.now() }"],
  ])("%s of the reactor layer is a warning, and the facade has its type only", async (_, declaration) => {
    const source = `${declaration}\n${inClass("async go(level: Level): Promise<void> { void level; }")}`;
    const project = new TemporaryProject({ "a.reactor.ts": source });
    const report = await check({ project: project.folder });
    expect(report.problems).toMatchObject([{ code: "enum-in-reactor-layer", severity: "warning", place: { line: 1 } }]);
    expect(report.files[0]?.diff).toContain("export type { Level }");
  });

  test.each([
    ["interface T { n: 1 }", "Write `export interface T` in line 1."],
    ["type T = 1;", "Write `export type T` in line 1."],
    ["enum T { A }", "Write `export enum T` in line 1."],
  ])("the way out of a type that is not exported (%s) is what to write, and where", async (declaration, wayOut) => {
    const [found] = await problemsOf(`${declaration}\n${inClass("async go(): Promise<T> { throw 1; }")}`);
    expect(found).toMatchObject({ code: "unexported-type", wayOut });
  });

  test("an error class of the reactor layer is a warning, and the facade does not import it", async () => {
    const source = `export class Odd extends Error {}\n${inClass("/** @throws {Odd} */", "async go(): Promise<void> {}")}`;
    const project = new TemporaryProject({ "a.reactor.ts": source });
    const report = await check({ project: project.folder });
    expect(report.problems).toMatchObject([
      { code: "error-in-reactor-layer", severity: "warning", place: { line: 4, column: 5 } },
    ]);
    expect(report.files[0]?.diff).not.toContain("Odd }");
  });
});
