/** Runs the programs of docs/threads.md, with twins that are generated from them, and compares what they print with what it says. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const page = readFileSync(join(root, "docs/threads.md"), "utf8");
const blocks = [...page.matchAll(/^```(ts|text) (\S+)\n([\s\S]*?)^```$/gm)].map(
  ([, language = "", file = "", text = ""]) => ({ language, file, text }),
);
const programs = blocks.filter(({ language }) => language === "text");
const folder = mkdtempSync(join(tmpdir(), "picot-threads-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(file: string, ...args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [file, ...args], { cwd: folder, timeout: 60_000 });
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }; // as execFile rejects
    throw new Error(`${file} ${args.join(" ")}\n${stdout}\n${stderr}`, { cause: error });
  }
}

const tsconfig = {
  compilerOptions: {
    target: "es2023",
    module: "nodenext",
    types: ["node"],
    strict: true,
    skipLibCheck: true,
    rootDir: "src",
    outDir: "dist",
  },
  include: ["src"],
};

beforeAll(async () => {
  for (const { language, file, text } of blocks) {
    if (language !== "ts") continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
  for (const [name, target] of [
    ["@picot/runtime", "packages/runtime"],
    ["@types/node", "node_modules/@types/node"],
  ] as const) {
    mkdirSync(dirname(join(folder, "node_modules", name)), { recursive: true });
    symlinkSync(join(root, target), join(folder, "node_modules", name));
  }
  await run(join(root, "tools/picot/bin/picot.js"), "generate");
  await run(join(root, "node_modules/typescript/bin/tsc"));
}, 120_000);

test("the page has programs, and each says what it prints", () => {
  expect(programs.length).toBeGreaterThan(4);
});

test.each(programs.map(({ file, text }) => [file, text]))("%s prints what the page says", async (file, text) => {
  expect(await run(file.replace("src/", "dist/").replace(/ts$/, "js"))).toBe(text);
});
