import { existsSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { versionIn } from "../dist/install.js";
import { filtersOf } from "../dist/runtime.js";

const cli = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
const root = fileURLToPath(new URL("../../..", import.meta.url));

test.for([
  ["v24.1.0\n", "24.1.0"],
  ["1.4.5\n", "1.4.5"],
  ["deno 2.9.6 (stable, release, x86_64-unknown-linux-gnu)\nv8 14.0.1\n", "2.9.6"],
  ["v26.0.0-rc.1", "26.0.0-rc.1"],
] as const)("a runtime that says %j is of version %s", ([said, version]) => {
  expect(versionIn(said)).toBe(version);
});

test("a runtime that names no version is refused", () => {
  expect(() => versionIn("hello")).toThrow('No version in "hello".');
});

test("a Node runs all test files, the others those of the hand-off's scenarios", () => {
  expect(filtersOf("everything", [])).toEqual([]);
  const files = filtersOf("scenarios", []);
  expect(files.length).toBeGreaterThan(10);
  expect(files.filter((file) => !existsSync(`${root}/${file}`))).toEqual([]);
});

test("files that the user names take the suite's place", () => {
  expect(filtersOf("scenarios", ["stop"])).toEqual(["stop"]);
});

test("a runtime that is not known is refused with those that are", () => {
  const { status, stderr } = spawnSync(process.execPath, [cli, "--runtime", "node18"], { encoding: "utf8" });
  expect(status).not.toBe(0);
  expect(stderr).toContain("node20, node22, node24, node26, bun, deno");
});

test("--json prints how the files that were asked for went", { timeout: 120_000 }, () => {
  const here = `node${process.versions.node.split(".")[0]}`;
  const args = [cli, "--runtime", here, "--files", "tools/runtimes/test/document", "--json"];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect(JSON.parse(stdout)).toEqual({
    rows: [expect.objectContaining({ runtime: here, version: process.versions.node, failed: 0, failures: [] })],
  });
  expect(status).toBe(0);
});
