import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ESLint } from "eslint";
import { check, format, resolveConfig } from "prettier";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const config = fileURLToPath(new URL("../eslint.config.js", import.meta.url));
const sources = ["packages/services/src", "tools/picot/src/{emit,report}/**/*.ts"];

/** Prettier itself, as its own command calls it. */
async function optionsFor(path: string, printWidth: number): Promise<object> {
  return { printWidth, ...(await resolveConfig(path)), filepath: path };
}

test("a rule that blocks on Prettier finds in this repository what Prettier's own check finds", async () => {
  // A width that is not this repository's, so that some files differ, and some do not.
  const rules = { "example/prettier": ["warn", { printWidth: 90 }] as ["warn", object] };
  const linter = new ESLint({ cwd: root, overrideConfigFile: config, overrideConfig: { rules } });
  const results = await linter.lintFiles(sources);
  const found = Object.fromEntries(results.map(({ filePath, messages }) => [filePath, messages.length === 0]));
  const expected: Record<string, boolean> = {};
  for (const path of Object.keys(found)) {
    const options = await optionsFor(path, 90);
    expected[path] = await check(readFileSync(path, "utf8"), options);
  }
  expect(found).toEqual(expected);
  const same = Object.values(found).filter(Boolean).length;
  expect(same).toBeGreaterThan(3);
  expect(results.length - same).toBeGreaterThan(3);
});

test("what it mends is what Prettier writes", async () => {
  const linter = new ESLint({ cwd: root, overrideConfigFile: config, fix: true });
  const path = join(root, "tools/picot/src/cli.ts");
  const text = readFileSync(path, "utf8").replaceAll("  ", "   ");
  const [result] = await linter.lintText(text, { filePath: path });
  expect(result?.output).toBe(await format(text, await optionsFor(path, 120)));
});

test("threads of `eslint --concurrency` share one reactor", () => {
  const eslint = join(dirname(createRequire(import.meta.url).resolve("eslint/package.json")), "bin/eslint.js");
  const reactors = fileURLToPath(new URL("reactors.config.js", import.meta.url));
  const args = ["--concurrency", "2", "--config", reactors, "--format", "json", "packages/services/{src,test}/**/*.ts"];
  const run = spawnSync(process.execPath, [eslint, ...args], { cwd: root, encoding: "utf8", timeout: 50_000 });
  expect(run).toMatchObject({ status: 0 });
  const results = JSON.parse(run.stdout) as { readonly messages: readonly { readonly message: string }[] }[];
  const told = results.flatMap(({ messages }) => messages.map(({ message }) => JSON.parse(message) as Told));
  expect(told).toHaveLength(results.length);
  // Two threads lint, neither the main one; all their calls are answered in one other.
  expect(new Set(told.map(({ thread }) => thread)).size).toBe(2);
  expect(new Set(told.map(({ pid, reactor }) => `${pid} ${reactor}`)).size).toBe(1);
  expect(told.some(({ thread, reactor }) => thread === reactor)).toBe(false);
});

interface Told {
  readonly pid: number;
  readonly thread: number;
  readonly reactor: number;
}
