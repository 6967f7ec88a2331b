import { type Problem, check, generate } from "picot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { short } from "./problems-of.ts";
import { TemporaryProject } from "./temporary-project.ts";

const inClass = (...lines: readonly string[]): string =>
  ["/** @blocking */", "export class A {", ...lines, "}", ""].join("\n");
const others = {
  "base.ts": "export class Base {\n  constructor(name: string) {\n    void name;\n  }\n}\n",
  "rates.reactor.ts":
    "/** @reactor @timeout 1s */\nexport class Rates {\n  async latest(): Promise<number> { return 1; }\n}\n",
};

/** Each in a file of its own, and all of them in one project: one run for all. */
const cases: readonly (readonly [what: string, source: string, expected: string])[] = [
  ["an async function", "/** @blocking */\nexport async function f(): Promise<void> {}\n", "2:23 blocking-async"],
  ["an async method", inClass("async go(): Promise<void> {}"), "3:7 blocking-async"],
  ["a method that gives a promise", inClass("go() { return Promise.resolve(1); }"), "3:1 blocking-async"],
  ["an async generator", inClass("async *all(): AsyncGenerator<number> { yield 1; }"), "3:8 blocking-async"],
  ["a callback", inClass("each(run: () => void): void { run(); }"), "3:6 callback-parameter"],
  ["a function as item", inClass("*all(): Generator<() => void> {}"), "3:2 result-cannot-cross"],
  [
    "an iterator that another function makes",
    "/** @blocking */\nexport function f(from: number): Generator<number> {\n  throw from;\n}\n",
    "2:17 async-iterable",
  ],
  ["a public field", inClass("size = 1;"), "3:1 blocking-property"],
  ["an accessor", inClass("get size(): number { return 1; }"), "3:5 blocking-property"],
  ["a member named then", inClass("then(): void {}"), "3:1 reserved-name"],
  ["a nameless default", "/** @blocking */\nexport default function (): void {}\n", "2:1 default-export"],
  ["what is not exported", "/** @blocking */\nfunction f(): void {}\nexport {};\n", "2:10 not-exported"],
  ["an arrow function", "/** @blocking */\nexport const f = (): void => {};\n", "2:14 stray-tag"],
  ["a bad timeout", "/** @blocking @timeout soon */\nexport function f(): void {}\n", "1:15 invalid-timeout"],
  ["@threadOnly on what is private", inClass("/** @threadOnly */", "private go(): void {}"), "3:5 stale-reactor-only"],
  [
    "the other layer's tag",
    "/** @blocking */\nexport function f(): void {}\n/** @reactor @timeout 1s */\nexport async function g(): Promise<void> {}\n",
    "4:23 mixed-layers",
  ],
  [
    "an object of the reactor",
    'import type { Rates } from "./rates.reactor.js";\n/** @blocking */\nexport function f(rates: Rates): void { void rates; }\n',
    "3:19 reactor-object",
  ],
  [
    "an import of a twin",
    'import { g } from "./b.deferred.js";\n/** @blocking */\nexport function f(): void { void g; }\n',
    "1:19 imports-deferred",
  ],
  [
    "a constructor nobody wrote",
    'import { Base } from "./base.js";\n/** @blocking */\nexport class A extends Base {}\n',
    "3:14 inherited-constructor",
  ],
];

describe("what a blocking module cannot have is a problem with a code and a place", () => {
  let found: readonly Problem[] = [];
  beforeAll(async () => {
    const sources = cases.map(([, source], i) => [`case${i}.ts`, source] as const);
    const project = new TemporaryProject({ ...Object.fromEntries(sources), ...others }, (clean) => afterAll(clean));
    found = (await check({ project: project.folder })).problems;
  });

  test.each(cases.map(([what, , expected], i) => [what, expected, `case${i}.ts`] as const))(
    "%s",
    (_, expected, file) => {
      const its = found.filter(({ place, code }) => place.file === file && code !== "hidden-base-members");
      expect(its.map(short)).toEqual([expected]);
    },
  );

  test("a way out names @threadOnly, and not the reactor layer's tag", () => {
    const callback = found.find(({ code }) => code === "callback-parameter");
    expect(callback?.wayOut).toContain("@threadOnly");
  });
});

test("a blocking module may import facades", async () => {
  const source =
    'import { Rates } from "./rates.facade.js";\n/** @blocking */\nexport function f(): void { void Rates; }\n';
  const project = new TemporaryProject({ "a.ts": source, "rates.reactor.ts": others["rates.reactor.ts"] });
  expect((await check({ project: project.folder })).problems).toEqual([]);
});

test("[C178] inspect accounts for every public member of a blocking class, and names the twin", () => {
  const source = inClass(
    "constructor(path: string) { void path; }",
    "go(n: number): void { void n; }",
    "/** @threadOnly */",
    "get own(): number { return 1; }",
  );
  const { stdout } = new TemporaryProject({ "a.ts": source }).cli("inspect", "a.ts");
  expect(stdout).toContain("a.ts -> a.deferred.ts");
  expect(stdout).toContain("  in   go           (n: copy) -> copy\n");
  expect(stdout).toContain("  out  own          @threadOnly\n");
  expect(stdout).toContain(
    "3 public members: 2 in the twin, 1 out. Thinness (statements per generated method): 1, at most 1.",
  );
});

test("a twin stands beside its source, whatever outDir says of facades", async () => {
  const config = 'export default { rootDir: "src/reactor", outDir: "src/facade" };\n';
  const source = "/** @blocking */\nexport function f(): void {}\n";
  const project = new TemporaryProject({ "picot.config.ts": config, "src/app/a.ts": source });
  expect((await check({ project: project.folder })).files.map(({ output }) => output)).toEqual([
    "src/app/a.deferred.ts",
  ]);
});

test("generate writes twins, check finds one that differs, and a twin without its source is told", async () => {
  const project = new TemporaryProject({ "a.ts": "/** @blocking */\nexport function f(): number {\n  return 1;\n}\n" });
  const options = { project: project.folder };
  expect((await generate(options)).clean).toBe(true);
  expect(project.read("a.deferred.ts")).toContain("export function f(): Promise<number> {");
  expect((await check(options)).clean).toBe(true);
  project.write({ "a.ts": "/** @blocking */\nexport function f(n: number): number {\n  return n;\n}\n" });
  expect((await check(options)).files).toMatchObject([{ output: "a.deferred.ts", status: "drift" }]);
  project.write({ "a.ts": "export {};\n" });
  expect((await check(options)).problems.map(({ code }) => code)).toEqual(["orphaned-facade"]);
});
