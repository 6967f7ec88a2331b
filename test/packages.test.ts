/** What the packages hold, packed as they would be published: entry points that every resolver finds, and a facade in a library. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const packages = ["packages/runtime", "packages/services", "tools/picot", "tools/lint", "examples/library"];
const folder = mkdtempSync(join(tmpdir(), "picot-packages-"));
const tarballs = new Map<string, string>();

async function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(command, args, { cwd, timeout: 120_000 });
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }; // as execFile rejects
    throw new Error(`${command} ${args.join(" ")}\n${stdout}\n${stderr}`, { cause: error });
  }
}

beforeAll(async () => {
  for (const each of packages) {
    const into = join(folder, each);
    mkdirSync(into, { recursive: true });
    await run("npx", ["-y", "pnpm@12", "pack", "--pack-destination", into], join(root, each));
    tarballs.set(each, join(into, readdirSync(into)[0] ?? ""));
  }
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(packages)("%s", (each) => {
  const tarball = (): Buffer => readFileSync(tarballs.get(each) ?? "");

  test("has entry points that publint finds nothing in", async () => {
    const { buffer, byteOffset, byteLength } = tarball();
    const packed = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer; // files are never in shared memory
    const { messages } = await publint({ pack: { tarball: packed }, strict: true });
    expect(messages).toEqual([]);
  });

  test("has types that go with its code, for every way to resolve an ES module", async () => {
    const result = await checkPackage(createPackageFromTarballData(tarball()));
    // ES modules only: require() gets them from Node 20.19 on, and older resolvers know no `exports`.
    const problems = (result.types === false ? [] : result.problems).filter(
      (problem) =>
        problem.kind !== "CJSResolvesToESM" && !("resolutionKind" in problem && problem.resolutionKind === "node10"),
    );
    expect(problems).toEqual([]);
  });
});

const consumer = {
  "package.json": '{ "private": true, "type": "module" }\n',
  "main.ts": `import { Digests as Asynchronous } from "file-digests-example";
import { type Digest, Digests } from "file-digests-example/blocking";

const digests: Digests = new Digests({ algorithm: "md5" });
const found: readonly Digest[] = digests.folder("data");
for (const { path, digest } of found) console.log(path, digest);
try {
  digests.file("none");
} catch (error) {
  console.log((error as NodeJS.ErrnoException).code);
}
console.log((await new Asynchronous({ algorithm: "md5" }).file("data/a.txt")) === found[0]?.digest);
// @ts-expect-error: a result, and no promise of one
export const promise: Promise<string> = digests.file("data/a.txt");
`,
  "data/a.txt": "a",
  "data/deep/b.txt": "b",
};

test("a library's blocking entry point needs no generator and no configuration, and is typed", async () => {
  const project = join(folder, "consumer");
  mkdirSync(join(project, "data/deep"), { recursive: true });
  for (const [name, text] of Object.entries(consumer)) writeFileSync(join(project, name), text);
  const installed = ["packages/runtime", "examples/library"].map((each) => tarballs.get(each) ?? "");
  await run("npm", ["install", "--no-audit", "--no-fund", ...installed, "@types/node@20"], project);
  expect(readdirSync(join(project, "node_modules"))).not.toContain("picot");
  const strict = ["--strict", "--target", "es2023", "--types", "node", "--skipLibCheck", "false"];
  for (const [compiler, ...flags] of [
    ["typescript5/bin/tsc", "--module", "nodenext", "--noEmit"],
    ["typescript/bin/tsc", "--module", "preserve", "--noEmit"],
    ["typescript/bin/tsc", "--module", "nodenext"],
  ]) {
    await run(process.execPath, [join(root, "node_modules", compiler ?? ""), ...strict, ...flags, "main.ts"], project);
  }
  expect(await run(process.execPath, ["main.js"], project)).toBe(
    "a.txt 0cc175b9c0f1b6a831c399e269772661\ndeep/b.txt 92eb5ffee6ae2fec3ad71c777531578f\nENOENT\ntrue\n",
  );
}, 120_000);
