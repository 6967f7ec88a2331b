import { cpSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generate } from "picot";
import { describe, expect, test } from "vitest";
import { TemporaryProject } from "./temporary-project.ts";

const fixtures = fileURLToPath(new URL("fixtures", import.meta.url));

function facadesIn(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files.filter((file) => /\.(?:facade|deferred)\.m?tsx?$/.test(file)).sort();
}

/** The fixture's own expected files are what must come out, to the byte. */
async function expectFixture(name: string, needsNode = false): Promise<void> {
  const expected = facadesIn(join(fixtures, name));
  expect(expected.length).toBeGreaterThan(0);
  const project = new TemporaryProject();
  if (needsNode) project.installNodeTypes();
  cpSync(join(fixtures, name), project.folder, { recursive: true });
  for (const file of expected) rmSync(project.path(file));
  const report = await generate({ project: project.folder });
  expect(report.problems).toEqual([]);
  expect(facadesIn(project.folder)).toEqual(expected);
  for (const file of expected) expect(project.read(file)).toBe(readFileSync(join(fixtures, name, file), "utf8"));
}

describe("a fixture's facade is, to the byte, the expected one", () => {
  test("[C124] a documented class keeps its name, docs, method names and parameter names", () =>
    expectFixture("documented-class"));
  test("[C173] constructors of every kind, with defaults that stay the reactor's own", () =>
    expectFixture("constructors"));
  test("[C138] every overload appears, and generics are kept", () => expectFixture("overloads"));
  test("marked functions get one plan for their module", () => expectFixture("functions"));
  test("a class that extends a marked one extends its facade", () => expectFixture("inheritance"));
  test("marked classes cross as handles, also between modules that need each other", () => expectFixture("handles"));
  test("[C130][C131][C139] marked objects within values are facades there, also in types that name them", () =>
    expectFixture("live"));
  test("[C136][C137] accessors and fields are accessors, with a call each, and without their promises", () =>
    expectFixture("accessors"));
  test("[C139] generic classes keep their type parameters, with bounds and defaults", () => expectFixture("generics"));
  test("abstract classes, and constructors that only derived classes call", () => expectFixture("abstract"));
  test("default and renamed exports, barrels and every kind of module", () => expectFixture("exports"));
  test("types of every form, and enums with their values", () => expectFixture("types"));
  test("a facade in another package reaches by paths what only its source's package has names for", () =>
    expectFixture("monorepo"));
  test("a tsconfig without files stands for the projects that it refers to", () => expectFixture("references"));
  test("every way to name a type of another module is imported anew", () => expectFixture("imports"));
  test("[C172] types that nobody wrote are unwrapped and imported through the checker", () =>
    expectFixture("inferred"));
  test("members tagged @transfer, and no others, say so in the plan", () => expectFixture("transfer"));
  test("[C134][C139] types that stand for others: this, conditions, mappings, keys, bounds, and classes of another module", () =>
    expectFixture("polymorphic"));
  test("[C174] classes named like types of the language, which their facades need as well", () =>
    expectFixture("globals"));
  test("[C158] members tagged @copy have plain data only, whatever their types say", () => expectFixture("copies"));
  test("a module that blocks has a twin: promises of its results, and items of its generators as they come", () =>
    expectFixture("blocking"));
  test("classes and functions of a named reactor say so in their plans", () => expectFixture("reactors"));
  test("a trailing AbortSignal is no parameter of the facade, and the plan says where the call's own goes", () =>
    expectFixture("signals"));
  test("[C180][C182] functions among parameters cross by their types, and what they return comes without its promise", () =>
    expectFixture("callbacks"));
  test("[C152] events are told by a map, whatever form the class declares them in", () =>
    expectFixture("events", true));
  test("[C142][C146] generators, iterables and streams give iterators, and an iterable class an iterable facade", () =>
    expectFixture("iterators"));
  test("error classes of @throws are imported and listed in the plan", () => expectFixture("errors"));
  test("outDir repeats the structure of rootDir, and specifiers end in .ts where the project wants that", () =>
    expectFixture("out-dir"));
  test("[C174][R89] names like globals, reserved words and quoted names give valid output", () =>
    expectFixture("names"));
});
