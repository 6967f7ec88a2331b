/** Does what docs/green.md shows: generates its twin, compiles its examples, and runs each. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "picot-green-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, timeout: 60_000 });
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }; // as execFile rejects
    throw new Error(`${args.join(" ")}\n${stdout}\n${stderr}`, { cause: error });
  }
}

const tsconfig = {
  compilerOptions: { target: "es2023", module: "nodenext", types: ["node"], strict: true, outDir: "dist" },
};

test("every example of docs/green.md compiles, and prints what the page says", async () => {
  const page = readFileSync(join(root, "docs/green.md"), "utf8");
  const blocks = [...page.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)].map(([, name = "", text = ""]) => ({
    name,
    text,
  }));
  const examples = blocks.filter(({ name }) => name === "example").map(({ text }) => text);
  const outputs = blocks.filter(({ name }) => name === "output").map(({ text }) => text);
  expect(outputs).toHaveLength(examples.length);

  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
  for (const { name, text } of blocks) if (name.endsWith(".ts")) writeFileSync(join(folder, name), text);
  for (const [at, text] of examples.entries()) writeFileSync(join(folder, `example-${at}.ts`), text);
  await run(join(root, "tools/picot/bin/picot.js"), "generate", "--no-cache");
  await run(join(root, "node_modules/typescript/bin/tsc"));
  const printed = await Promise.all(examples.map((_, at) => run(join("dist", `example-${at}.js`))));
  expect(printed).toEqual(outputs);
});
