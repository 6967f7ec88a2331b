/** Does what README.md says, word by word, with packages that are packed as they would be published. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const packages = ["packages/runtime", "packages/services", "tools/picot"];
const readme = readFileSync(join(root, "README.md"), "utf8");

interface Block {
  readonly language: string;
  readonly file: string;
  readonly text: string;
}

const blocks: Block[] = [...readme.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(
  ([, language = "", file = "", text = ""]) => ({ language, file, text }),
);

const folder = mkdtempSync(join(tmpdir(), "picot-readme-"));
const tarballs = new Map<string, string>();

// What the test runner and the package manager around it set must not reach the user's own.
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm_|pnpm_|VITEST|NODE_ENV|NODE_OPTIONS|INIT_CWD)/i.test(name)),
);

async function run(command: string, cwd: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)("sh", ["-c", command], { cwd, env, timeout: 180_000 });
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }; // as execFile rejects
    throw new Error(`${command}\n${stdout}\n${stderr}`, { cause: error });
  }
}

beforeAll(async () => {
  for (const each of packages) {
    await run(`npx -y pnpm@12 pack --pack-destination ${folder}`, join(root, each));
    const { name } = JSON.parse(readFileSync(join(root, each, "package.json"), "utf8")) as { name: string }; // our own
    const file = readdirSync(folder).find((entry) => entry.startsWith(`${name.replace("@", "").replace("/", "-")}-`));
    tarballs.set(name, join(folder, file ?? ""));
  }
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The packages of this repository are installed as they were packed; the rest comes from the registry. */
function withTarballs(command: string): string {
  if (!command.startsWith("npm install")) return command;
  return command
    .split(" ")
    .map((word) => tarballs.get(word) ?? word)
    .join(" ");
}

test("[C176] README's steps work in an empty folder with the packed packages, and nothing of the generator runs with the program", async () => {
  const project = join(folder, "project");
  mkdirSync(project);
  let printed = "";
  for (const { language, file, text } of blocks) {
    if (file !== "" && file !== "output") {
      mkdirSync(dirname(join(project, file)), { recursive: true });
      writeFileSync(join(project, file), text);
    } else if (language === "sh") {
      for (const command of text.trim().split("\n")) printed = await run(withTarballs(command), project);
    } else if (file === "output") {
      // Beside ten busy processes the reactor may not get to run in that time, and the error says so.
      expect(printed.replace(/ The reactor's event loop does not turn.*$/m, "")).toBe(text);
    }
  }
  expect(printed).toMatch(/1 passed/);

  // Run-time code needs the runtime alone.
  await run("npm uninstall picot typescript vitest", project);
  expect(await run("node dist/main.js", project)).toContain("EURUSD 1.08");
}, 400_000);
