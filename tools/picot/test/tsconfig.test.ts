/** What a tsconfig may do wrong: a problem of the project, in TypeScript's words, with nothing written. */
import { spawnSync } from "node:child_process";
import { readdirSync, symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { TemporaryProject, clock } from "./temporary-project.ts";

const deep = 20_000;

test.each([
  ["is not JSON", '{ "compilerOptions": { ', "tsconfig.json:1:24", "TS1005"],
  ["is binary", "\u0000\u0001\ufffd\u0002", "tsconfig.json:1:1", "TS1127"],
  ["extends itself", '{ "extends": "./tsconfig.json" }', "tsconfig.json:1:1", "TS18000"],
  ["extends what is not there", '{ "extends": "./nowhere.json" }', "tsconfig.json:1:1", "TS5083"],
  ["extends a device", '{ "extends": "/dev/zero" }', "tsconfig.json:1", "/dev/zero"],
  ["has an option of a wrong kind", '{\n  "compilerOptions": { "strict": "very" }\n}', "tsconfig.json:2:34", "TS5024"],
  [
    "is nested 20 000 deep",
    `{ "files": ${"[".repeat(deep)}${"]".repeat(deep)} }`,
    "tsconfig.json:1:1",
    "nested too deeply",
  ],
])("[R97] a tsconfig that %s ends with 1, its place and TypeScript's own code", (_, tsconfig, place, message) => {
  const project = new TemporaryProject({ "clock.reactor.ts": clock, "tsconfig.json": tsconfig });
  const run = project.cli("generate");
  expect(run).toMatchObject({ code: 1, stderr: "" });
  expect(run.stdout).toContain(place);
  expect(run.stdout).toContain("error  bad-tsconfig");
  expect(run.stdout).toContain(message);
  expect(readdirSync(project.folder).sort()).toEqual(["clock.reactor.ts", "package.json", "tsconfig.json"]);
});

test("[R97] tsconfigs that extend each other in a ring are told with TypeScript's own code", () => {
  const project = new TemporaryProject({
    "clock.reactor.ts": clock,
    "tsconfig.json": '{ "extends": "./a.json" }',
    "a.json": '{ "extends": "./b.json" }',
    "b.json": '{ "extends": "./a.json" }',
  });
  const run = project.cli("generate");
  expect(run).toMatchObject({ code: 1, stderr: "" });
  expect(run.stdout).toContain("TS18000");
});

test("[R97] a tsconfig that is a folder, or a link to nowhere, or not there, ends with 1 and TypeScript's code", () => {
  const folder = new TemporaryProject({ "clock.reactor.ts": clock, "tsconfig.json/file": "" });
  expect(folder.cli("generate")).toMatchObject({ code: 1, stdout: expect.stringMatching(/TS5083.*EISDIR/) });
  const link = new TemporaryProject({ "clock.reactor.ts": clock });
  symlinkSync("nowhere.json", link.path("tsconfig.json"));
  expect(link.cli("generate")).toMatchObject({ code: 1, stdout: expect.stringContaining("TS5058") });
  const missing = new TemporaryProject({ "clock.reactor.ts": clock });
  const run = missing.cli("generate", "--project", "tsconfig.lib.json");
  expect(run).toMatchObject({ code: 1, stdout: expect.stringMatching(/tsconfig\.lib\.json:1:1.*TS5058/) });
});

test("[R97] a tsconfig that is a pipe is refused and not waited for", () => {
  const project = new TemporaryProject({ "clock.reactor.ts": clock });
  if (spawnSync("mkfifo", [project.path("tsconfig.json")]).status !== 0) return;
  expect(project.cli("generate")).toMatchObject({ code: 1, stdout: expect.stringContaining("TS5083") });
});

test("[R97] what a tsconfig says of output folders moves no facade, and makes none outside", () => {
  const outside = new TemporaryProject();
  const compilerOptions = JSON.stringify({
    outDir: outside.path("out"),
    declarationDir: outside.path("types"),
    tsBuildInfoFile: outside.path("info"),
    rootDir: "..",
    incremental: true,
    declaration: true,
  });
  const project = new TemporaryProject({
    "clock.reactor.ts": clock,
    "tsconfig.json": `{ "compilerOptions": ${compilerOptions.replace("{", '{ "__proto__": { "outDir": "/" }, ')} }`,
  });
  const run = project.cli("generate");
  // TypeScript knows no option of that name.
  expect(run).toMatchObject({ code: 1, stdout: expect.stringContaining("TS5023") });
  project.write({ "tsconfig.json": `{ "compilerOptions": ${compilerOptions} }` });
  expect(project.cli("generate").code).toBe(0);
  expect(project.read("clock.facade.ts")).toContain("class Clock");
  expect(readdirSync(outside.folder)).toEqual(["package.json"]);
  expect({}).not.toHaveProperty("outDir");
});

test("[R97] an outDir named __proto__ in the tsconfig changes nothing", () => {
  const project = new TemporaryProject({
    "clock.reactor.ts": clock,
    "tsconfig.json": '{ "compilerOptions": { "outDir": "__proto__" } }',
  });
  expect(project.cli("generate").code).toBe(0);
  expect(project.read("clock.facade.ts")).toContain("class Clock");
});
