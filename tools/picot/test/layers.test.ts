import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { TemporaryProject, clock } from "./temporary-project.ts";

const src = fileURLToPath(new URL("../src", import.meta.url));
const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

function importsOf(file: string): readonly string[] {
  const found = readFileSync(join(src, file), "utf8").matchAll(/(?:from|import\()\s*"([^"]+)"/g);
  return [...found].map(([, specifier]) => specifier ?? "");
}

/** The stage that a file of src belongs to: its folder, or its name. */
function stageOf(path: string): string {
  return path.split("/")[0] ?? "";
}

test("only read/ imports the compiler, and it by the one file that loads it", () => {
  const users = files.filter((file) => importsOf(file).some((each) => each.endsWith("/compiler.cjs")));
  expect(files.filter((file) => importsOf(file).some((each) => each.includes("ts-morph")))).toEqual([]);
  expect(users.length).toBeGreaterThan(5);
  expect(users.filter((file) => stageOf(file) !== "read")).toEqual([]);
});

test("only layers/parse.ts imports a parser, and no rule does: files come parsed", () => {
  expect(files.filter((file) => importsOf(file).includes("oxc-parser"))).toEqual(["layers/parse.ts"]);
  const rules = files.filter((file) => stageOf(file) === "layers" && importsOf(file).includes("./parse.ts"));
  expect(rules.sort()).toEqual(["layers/nearest.ts", "layers/sources.ts"]);
});

test("the stages do not import each other, and nothing imports what calls it", () => {
  const stages = ["read", "check", "emit", "output"];
  const climbs = files.flatMap((file) => {
    const own = stageOf(file);
    const targets = importsOf(file).filter((specifier) => specifier.startsWith("."));
    const reached = targets.map((specifier) => stageOf(join(file, "..", specifier)));
    if (stages.includes(own))
      return reached.filter(
        (to) =>
          to !== own &&
          [
            ...stages,
            "stages.ts",
            "inspect.ts",
            "index.ts",
            "cli.ts",
            "report",
            "explain.ts",
            "watch",
            "cache",
            "work.ts",
          ].includes(to),
      );
    return own === "model.ts" || own === "problem.ts"
      ? reached.filter((to) => !["model.ts", "events-model.ts", "member-report.ts", "problem-kinds.ts"].includes(to))
      : [];
  });
  expect(climbs).toEqual([]);
});

test("no file is longer than 400 lines", () => {
  const long = files.filter((file) => readFileSync(join(src, file), "utf8").split("\n").length > 400);
  expect(long).toEqual([]);
});

test.each([
  ["not loaded for a project without a tag", clock.replace("@reactor", ""), false],
  ["loaded for a project with one", clock, true],
])("ts-morph is %s", (_, source, loads) => {
  const project = new TemporaryProject({ "clock.reactor.ts": source });
  const script = `
    import { createRequire } from "node:module";
    import { check } from ${JSON.stringify(new URL("../dist/index.js", import.meta.url).href)};
    await check();
    const loaded = Object.keys(createRequire(import.meta.url).cache);
    process.stdout.write(String(loaded.some((path) => path.includes("ts-morph"))));
  `;
  const run = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: project.folder,
    encoding: "utf8",
  });
  expect(run).toMatchObject({ status: 0, stdout: String(loads) });
});
