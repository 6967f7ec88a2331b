/** What the runtime ships is what its sources say, on any machine. */
import { execFile } from "node:child_process";
import { readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const runtime = join(root, "packages/runtime");
const shipped = join(runtime, "dist/bundle");
// As deep as the other: source maps hold relative paths.
const again = join(runtime, "dist/bundle-again");
afterAll(() => rmSync(again, { recursive: true, force: true }));

const filesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
const shippedFiles = filesOf(shipped);

test("to bundle the same sources again gives the same bytes", async () => {
  const cli = join(root, "node_modules/rolldown/bin/cli.mjs");
  // From another folder than the build does.
  await promisify(execFile)(process.execPath, [cli, "-c", join(runtime, "rolldown.config.ts"), "--dir", again], {
    cwd: join(root, "test"),
  });
  expect(filesOf(again)).toEqual(shippedFiles);
});

test("no bundle says where it was made", () => {
  expect(Object.keys(shippedFiles).filter((name) => shippedFiles[name]!.includes(root))).toEqual([]);
});

test("a thread's file has all that it needs in it", () => {
  const threads = Object.keys(shippedFiles).filter((name) => name.endsWith(".cjs"));
  expect(threads.length).toBeGreaterThan(0);
  for (const name of threads) {
    const required = [...shippedFiles[name]!.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, module = ""]) => module);
    expect(required.filter((module) => !module.startsWith("node:") && module !== "url")).toEqual([]);
  }
});

test("every file that a bundle starts a thread with is there", () => {
  // As an argument: a text of ours shows how to name a module.
  const started = Object.values(shippedFiles).flatMap((text) =>
    [...text.matchAll(/\(new URL\("\.\/([\w.-]+)", (?:import\.meta|require\()/g)].map(([, file = ""]) => file),
  );
  expect(started).toContain("worker.cjs");
  expect(started.filter((file) => shippedFiles[file] === undefined)).toEqual([]);
});

test("an ES module of the package fetches parts of Node without a namespace", () => {
  const modules = Object.keys(shippedFiles).filter((name) => name.endsWith(".js"));
  const imported = modules.flatMap((name) =>
    [...shippedFiles[name]!.matchAll(/^import .*?"([^"]+)";$/gm)].map(([, module = ""]) => module),
  );
  expect([...new Set(imported)].sort()).toEqual(["./serving.js", "./shared.js", "piscina"]);
});

test("a first call waits for nothing that only others need", () => {
  const imported = (name: string): string[] =>
    [...shippedFiles[name]!.matchAll(/^import .*?"\.\/([^"]+)";$/gm)].map(([, module = ""]) => module);
  expect(imported("facade.js")).toEqual(["shared.js"]);
  expect(imported("shared.js")).toEqual([]);
  // The reactor's half.
  expect(shippedFiles["serving.js"]).toContain("Served = class");
  expect(shippedFiles["shared.js"]).not.toContain("Served = class");
});
