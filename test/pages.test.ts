/** Does what the users' pages say, word by word: their files are written, their commands run, and what these print is compared. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { program, rowsOf } from "./coming-from.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "picot-docs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pages = [
  "live-objects",
  "events",
  "services",
  "marks",
  "testing",
  "threads",
  "green",
  "which-layer",
  "cancellation",
  "contexts",
  "coming-from",
];

// What the test runner around it sets must not reach the programs.
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV|NODE_OPTIONS)/.test(name)),
);

async function run(command: string, cwd: string): Promise<string> {
  try {
    return (await promisify(execFile)("sh", ["-c", command], { cwd, env, timeout: 60_000 })).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }; // as execFile rejects
    throw new Error(`${command}\n${stdout}\n${stderr}`, { cause: error });
  }
}

interface Block {
  readonly language: string;
  readonly file: string;
  readonly text: string;
}

const textOf = (page: string): string => readFileSync(join(root, "docs", `${page}.md`), "utf8");

const blocksOf = (page: string): Block[] =>
  [...textOf(page).matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(
    ([, language = "", file = "", text = ""]) => ({ language, file, text }),
  );

const rows = rowsOf(textOf("coming-from"));

/** All pages are one project, since a compiler takes longer to start than to compile: what is built lies beside its source. */
beforeAll(async () => {
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  const compilerOptions = {
    target: "es2023",
    module: "nodenext",
    types: ["node"],
    strict: true,
    skipLibCheck: true,
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*/src"] }));
  for (const page of pages) {
    mkdirSync(join(folder, page, "src"), { recursive: true });
    symlinkSync("src", join(folder, page, "dist"));
    for (const { file, text } of blocksOf(page)) {
      if (!file.includes("/")) continue;
      mkdirSync(dirname(join(folder, page, file)), { recursive: true });
      writeFileSync(join(folder, page, file), text);
    }
  }
  const programs = join(folder, "coming-from/src");
  writeFileSync(join(programs, "app.ts"), await program(rows, "app"));
  writeFileSync(join(programs, "reactor.ts"), await program(rows, "reactor"));
  const service = 'import { Service } from "@picot/services";\nexport const feed = new Service();\n';
  writeFileSync(join(programs, "services.ts"), service);
  await run(`node ${join(root, "tools/picot/bin/picot.js")} generate`, folder);
  await run(join(root, "node_modules/.bin/tsc"), folder);
});

test.for(pages)("docs/%s.md is true, block by block", async (page) => {
  let printed = "";
  let compared = 0;
  for (const { language, file, text } of blocksOf(page)) {
    if (language === "sh") {
      for (const command of text.trim().split("\n")) {
        // Done for all pages together.
        if (!/^npx (tsc|picot generate)$/.test(command)) printed = await run(command, join(folder, page));
      }
    } else if (file === "output") {
      expect(printed).toBe(text);
      compared += 1;
    }
  }
  // The lines of the one are run below; the other shows a test, whose command fails with it.
  expect(compared > 0).toBe(page !== "coming-from" && page !== "testing");
});

test.for(["app", "reactor"])("each line of docs/coming-from.md runs: %s", async (where) => {
  const printed = await run(`node dist/${where}.js`, join(folder, "coming-from"));
  const names = rows.filter((row) => row.where === where).map(({ name }) => name);
  expect(printed.split("\n").filter((line) => line.startsWith("`"))).toEqual(names);
  expect(names.length).toBeGreaterThan(15);
});

test("what has no counterpart in picot says why", () => {
  for (const { name, where, code, reason } of rows) {
    if (where === "") expect(reason, name).toMatch(/^none: ./);
    else expect(code, name).not.toBe("");
  }
});
