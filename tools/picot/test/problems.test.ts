import { type Problem, check } from "picot";
import { describe, expect, test } from "vitest";
import { TemporaryProject } from "./temporary-project.ts";

/** Problems of one source file, `a.reactor.ts`, as `line:column code`. */
async function problemsOf(source: string, others: Readonly<Record<string, string>> = {}): Promise<readonly Problem[]> {
  const project = new TemporaryProject({ "a.reactor.ts": source, ...others });
  const report = await check({ project: project.folder });
  const broken = report.problems.some(({ severity, place }) => severity === "error" && place.file === "a.reactor.ts");
  // A bad model is never emitted from.
  if (broken) expect(report.files.find(({ source: file }) => file === "a.reactor.ts")?.status).toBe("problem");
  return report.problems;
}

function short({ place, code }: Problem): string {
  return `${place.line}:${place.column} ${code}`;
}

/** The body of a marked class that starts on line 3. */
function inClass(...lines: readonly string[]): string {
  return ["/** @reactor @timeout 1s */", "export class A {", ...lines, "}", ""].join("\n");
}

describe("each kind of problem has a code and a place", () => {
  test.each([
    ["[C137] a promise in a field", inClass("size = Promise.resolve(1);"), "3:1 public-field"],
    ["[C137] perhaps a promise in a field", inClass("size?: Promise<number>;"), "3:1 public-field"],
    ["a listener in a field", inClass("onSize?: (size: number) => void;"), "3:1 public-field"],
    ["a function from elsewhere in a field", inClass("size = Math.max;"), "3:1 public-field"],
    ["a setter that takes promises only", inClass("set size(to: Promise<1>) { void to; }"), "3:10 param-cannot-cross"],
    ["a symbol in a field", inClass("readonly size = Symbol();"), "3:10 result-cannot-cross"],
    ["a getter named then", inClass("get then(): number { return 1; }"), "3:5 reserved-name"],
    ["an async generator", inClass("async *items(): AsyncGenerator<number> { yield 1; }"), "3:8 async-iterable"],
    ["an iterable result", inClass("async items(): Promise<AsyncIterable<number>> { throw 1; }"), "3:7 async-iterable"],
    ["an iterable class", inClass("async *[Symbol.asyncIterator](): AsyncGenerator<number> {}"), "3:8 async-iterable"],
    [
      "a callback",
      inClass("async each(run: (n: number) => void): Promise<void> { run(1); }"),
      "3:12 callback-parameter",
    ],
    [
      "an optional callback",
      inClass("async each(run?: () => void): Promise<void> { run?.(); }"),
      "3:12 callback-parameter",
    ],
    ["a listener", inClass("on(event: string, run: () => void): void { run(); }"), "3:19 event-emitter"],
    [
      "a function in an object",
      inClass("async go(o: { run(): void }): Promise<void> { o.run(); }"),
      "3:10 param-cannot-cross",
    ],
    ["a symbol", inClass("async go(key: symbol): Promise<void> { void key; }"), "3:10 param-cannot-cross"],
    [
      "a function as result",
      inClass("async go(): Promise<() => void> { return () => {}; }"),
      "3:7 result-cannot-cross",
    ],
    [
      "a promise in a result",
      inClass("async go(): Promise<{ a: Promise<1> }> { throw 1; }"),
      "3:7 result-cannot-cross",
    ],
    ["marked objects in an array", inClass("async all(): Promise<A[]> { return [this]; }"), "3:7 nested-reference"],
    [
      "a marked object in an object",
      inClass("async put(o: { of: A }): Promise<void> { void o; }"),
      "3:11 nested-reference",
    ],
    [
      "a marked object or something else",
      inClass("async put(o: A | string): Promise<void> { void o; }"),
      "3:11 nested-reference",
    ],
    ["a member named by a symbol", inClass("async [Symbol.asyncDispose](): Promise<void> {}"), "3:7 computed-name"],
    [
      "a marked object in a map",
      inClass("async put(o: Map<string, A>): Promise<void> { void o; }"),
      "3:11 nested-reference",
    ],
    ["marked objects as rest", inClass("async put(...all: A[]): Promise<void> { void all; }"), "3:11 nested-reference"],
    ["a parameter without a type", inClass("async put(all): Promise<void> { void all; }"), "3:11 untyped-parameter"],
    ["a computed name", `const k = "k";\n${inClass("async [k](): Promise<void> {}")}`, "4:7 computed-name"],
    ["an optional method", inClass("go?(): void;"), "3:1 optional-method"],
    ["a member named provided", inClass("static async provided(): Promise<void> {}"), "3:14 reserved-name"],
    [
      "an unexported type",
      `interface T { n: 1 }\n${inClass("async go(): Promise<T> { throw 1; }")}`,
      "4:21 unexported-type",
    ],
    ["a type of nowhere", inClass("async go(): Promise<Nowhere> { throw 1; }"), "3:21 unresolved-type"],
    [
      "an import from nowhere",
      `import type { T } from "./nowhere.js";\n${inClass("async go(): Promise<T> { throw 1; }")}`,
      "4:21 unresolved-type",
    ],
    [
      "a merged class",
      "/** @reactor @timeout 1s */\nexport class A {}\nexport interface A { more(): void }\n",
      "2:14 merged-class",
    ],
    ["a nameless default export", "/** @reactor @timeout 1s */\nexport default class {}\n", "2:1 default-export"],
    ["an unexported class", "/** @reactor @timeout 1s */\nclass A {}\nexport {};\n", "2:7 not-exported"],
    ["an export of its type only", "/** @reactor @timeout 1s */\nclass A {}\nexport type { A };\n", "2:7 not-exported"],
    ["a tagged method", inClass("/** @reactor */", "async go(): Promise<void> {}"), "4:7 stray-tag"],
    ["a class expression", "/** @reactor @timeout 1s */\nexport const A = class {};\n", "2:14 class-expression"],
    ["an arrow function", "/** @reactor @timeout 1s */\nexport const f = async () => {};\n", "2:14 stray-tag"],
    ["an interface", "/** @reactor @timeout 1s */\nexport interface A { a: 1 }\n", "2:18 stray-tag"],
    [
      "a nested class",
      "export namespace N {\n  /** @reactor @timeout 1s */\n  export class A {}\n}\n",
      "3:16 stray-tag",
    ],
    [
      "a generator function",
      "/** @reactor @timeout 1s */\nexport async function* f(): AsyncGenerator<1> {}\n",
      "2:24 async-iterable",
    ],
    [
      "a reactor whose name is none",
      "/**\n * @reactor the db\n * @timeout 1s\n */\nexport class A {}\n",
      "2:4 named-reactor",
    ],
    [
      "an object that would leave its reactor",
      "/** @reactor db @timeout 1s */\nexport class A {}\n/** @reactor @timeout 1s */\nexport async function f(a: A): Promise<void> {}\n",
      "4:23 other-reactor",
    ],
    [
      "a result of another reactor",
      "/** @reactor db @timeout 1s */\nexport class A {}\n/** @reactor @timeout 1s */\nexport class B {\n  async a(): Promise<A> {\n    return new A();\n  }\n}\n",
      "5:9 other-reactor",
    ],
    [
      "a base class of another reactor",
      "/** @reactor db @timeout 1s */\nexport class A {}\n/** @reactor cache @timeout 1s */\nexport class B extends A {}\n",
      "4:14 other-reactor",
    ],
    [
      "an event emitter",
      'import { EventEmitter } from "./emitter.js";\n/** @reactor @timeout 1s */\nexport class A extends EventEmitter {}\n',
      "3:24 event-emitter",
    ],
    [
      "a constructor nobody wrote",
      'import { Base } from "./base.js";\n/** @reactor @timeout 1s */\nexport class A extends Base {}\n',
      "3:14 inherited-constructor",
    ],
  ])("%s is a problem", async (_, source, expected) => {
    const problems = await problemsOf(source, {
      "base.ts": "export class Base {\n  constructor(name: string) {\n    void name;\n  }\n}\n",
      "emitter.ts": "export class EventEmitter {\n  on(): void {}\n  emit(): void {}\n}\n",
    });
    expect(problems.map(short)).toEqual([expected]);
    expect(problems[0]?.wayOut).not.toBe("");
    expect(problems[0]?.sentence).toMatch(/\.$/);
  });

  test("[R90] methods named then, constructor and __proto__ are refused with their place", async () => {
    const source = inClass("async then(): Promise<void> {}", '["constructor"](): void {}', '["__proto__"](): void {}');
    expect((await problemsOf(source)).map(short)).toEqual([
      "3:7 reserved-name",
      "4:1 reserved-name",
      "5:1 reserved-name",
    ]);
  });

  test("[C183] a union of two marked classes is refused", async () => {
    const source = `${inClass("async other(): Promise<A | B> { return this; }")}/** @reactor @timeout 1s */\nexport class B {}\n`;
    const [found] = await problemsOf(source);
    expect(found && short(found)).toBe("3:7 mixed-crossings");
    expect(found?.sentence).toContain("A and B");
  });

  test("overloads that disagree on what is a marked class are refused", async () => {
    const source = inClass("go(a: A): void;", "go(a: string): void;", "go(a: unknown): void { void a; }");
    expect((await problemsOf(source)).map(short)).toEqual(["3:1 mixed-crossings"]);
  });

  test("all problems of a run are shown at once, in the order of the source", async () => {
    const source = inClass(
      "size = Promise.resolve(1);",
      "async *all(): AsyncGenerator<1> {}",
      "async go(f: () => void): Promise<void> { f(); }",
    );
    expect((await problemsOf(source)).map(short)).toEqual([
      "3:1 public-field",
      "4:8 async-iterable",
      "5:10 callback-parameter",
    ]);
  });

  test("a facade of a base class that needs that of its subclass is refused", async () => {
    const problems = await problemsOf(
      'import type { B } from "./b.reactor.js";\n/** @reactor @timeout 1s */\nexport class A {\n  async b(): Promise<B> { throw 1; }\n}\n',
      {
        "b.reactor.ts":
          'import { A } from "./a.reactor.js";\n/** @reactor @timeout 1s */\nexport class B extends A {}\n',
      },
    );
    expect(problems.map(({ place, code }) => `${place.file} ${code}`)).toEqual(["b.reactor.ts cyclic-base"]);
  });
});

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
      "static async make(f: () => void): Promise<void> { f(); }",
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
    expect((await problemsOf(source, others)).map(short)).toEqual([
      "3:14 hidden-base-members",
      "3:14 inherited-constructor",
    ]);
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
