/** Loaders and test runners that run a program's first blocking call. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ended, type RunOptions, runNode } from "./harness.ts";

const built = fileURLToPath(new URL("../dist-test/", import.meta.url));
const { resolve } = createRequire(import.meta.url);
const vitest = join(dirname(resolve("vitest/package.json")), "vitest.mjs");
const tsx = pathToFileURL(resolve("tsx")).href;

let folder = "";
beforeAll(() => {
  // Where packages are found by name, and where nobody looks for tests.
  folder = mkdtempSync(join(built, "hosts-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The limit of a case is 5 seconds, on a machine of its own. */
const LIMIT: RunOptions = { limit: 30_000 };

function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const facade = JSON.stringify(pathToFileURL(join(built, "fixtures/calculator.facade.js")).href);
const program = `import { Calculator } from ${facade};\nconsole.log(new Calculator().add(2, 3));\n`;

function expectFive({ stdout, status, killed, stderr }: Ended): void {
  expect({ stdout, status, killed }, stderr).toEqual({ stdout: "5\n", status: 0, killed: false });
}

test("[R39] module.register() with hooks of its own, and a blocking call at once", async () => {
  const hooks = write("hooks.mjs", "export const resolve = (name, context, next) => next(name, context);\n");
  const text = `import { register } from "node:module";\nregister(${JSON.stringify(pathToFileURL(hooks).href)});\n`;
  const register = write("register.mjs", text);
  const path = write("registered.mjs", program);
  expectFive(await runNode([path], { ...LIMIT, execArgv: ["--import", pathToFileURL(register).href] }));
});

/** TypeScript as it is written, in both threads. */
function sources(name: string): string {
  const source = JSON.stringify(new URL("./fixtures/calculator.facade.ts", import.meta.url).href);
  return write(name, `${program.replace(facade, source)}const typed: number = 1;\nvoid typed;\n`);
}

test("[R39] tsx, registered by a module of one's own, runs the sources of a facade and of its reactor layer", async () => {
  const register = write("tsx.mjs", `import { register } from "tsx/esm/api";\nregister();\n`);
  const execArgv = ["--import", pathToFileURL(register).href];
  expectFive(await runNode([sources("registered.ts")], { ...LIMIT, execArgv }));
});

// On Node 20 tsx keeps to the main thread then, and the reactor's error says what to do.
test.skipIf(process.versions.node.startsWith("20."))("[R39] so does --import tsx", async () => {
  expectFive(await runNode([sources("imported.ts")], { ...LIMIT, execArgv: ["--import", tsx] }));
});

test.for(["forks", "threads", "vmForks", "vmThreads"])("[R39] [R88] a test blocks in vitest (%s)", async (pool) => {
  const text = `import { expect, test } from "vitest";
import { Calculator } from ${JSON.stringify(join(built, "fixtures/calculator.facade.js"))};
const calculator = new Calculator();
test("add", () => expect(calculator.add(2, 3)).toBe(5));
test("later", () => expect(calculator.later(100, "later")).toBe("later"));
test("error", () => expect(() => calculator.add(() => 1, 3)).toThrow(TypeError));
`;
  write(`${pool}/vitest.config.mjs`, "export default {};\n");
  for (const name of ["one", "two"]) write(`${pool}/${name}.test.mjs`, text);
  const args = ["run", "--pool", pool, "--root", join(folder, pool), "--no-cache", "--maxWorkers", "1"];
  const { status, killed, stdout, stderr } = await runNode([vitest, ...args], LIMIT);
  expect({ status, killed }, stdout + stderr).toEqual({ status: 0, killed: false });
  expect(stdout).toMatch(/Tests .*6 passed/);
});

test("[R39] [R88] a test blocks in node --test, which ends", async () => {
  const text = `import assert from "node:assert";
import test from "node:test";
import { Calculator } from ${facade};
const calculator = new Calculator();
test("add", () => assert.equal(calculator.add(2, 3), 5));
`;
  const files = ["one", "two"].map((name) => write(`node/${name}.test.mjs`, text));
  const { status, killed, stdout } = await runNode(["--test", ...files], LIMIT);
  expect({ status, killed }, stdout).toEqual({ status: 0, killed: false });
  expect(stdout).toMatch(/pass 2/);
});
