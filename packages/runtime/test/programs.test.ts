/** Whole programs, as a user writes them: the first thing that they do is to block. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { calm, runNode, type Ended } from "./harness.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "picot-test-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const facade = JSON.stringify(new URL("../dist-test/fixtures/calculator.facade.js", import.meta.url).href);
const probe = JSON.stringify(new URL("../dist-test/fixtures/probe.facade.js", import.meta.url).href);
const runtime = JSON.stringify(new URL("../dist/bundle/index.js", import.meta.url).href);

function run(name: string, text: string): Promise<Ended> {
  const path = join(folder, name);
  writeFileSync(path, text);
  // The limit of this case is 5 seconds.
  return runNode([path], { limit: 15_000 });
}

function expectFive({ stdout, stderr, status, killed }: Ended): void {
  expect({
    stdout,
    status,
    killed,
    stderr: stderr.replace(/^.*ExperimentalWarning.*\n.*trace-warnings.*\n/m, ""),
  }).toEqual({ stdout: "5\n", status: 0, killed: false, stderr: "" });
}

test("[R38] a blocking call is the first statement of an ES module", async () => {
  expectFive(
    await run("first.mjs", `import { Calculator } from ${facade};\nconsole.log(new Calculator().add(2, 3));\n`),
  );
});

test("[R38] setup() and a blocking call are the first statements of an ES module", async () => {
  expectFive(
    await run(
      "setup.mjs",
      `import { setup } from ${runtime};\nimport { Calculator } from ${facade};\nsetup();\nconsole.log(new Calculator().add(2, 3));\n`,
    ),
  );
});

test("[R38] a module that blocks while it is loaded is imported by another", async () => {
  await run("inner.mjs", `import { Calculator } from ${facade};\nexport const sum = new Calculator().add(2, 3);\n`);
  expectFive(await run("outer.mjs", `import { sum } from "./inner.mjs";\nconsole.log(sum);\n`));
});

test("[R38] a blocking call stands between two awaits at the top level of a module", async () => {
  const text = `await null;\nconst { Calculator } = await import(${facade});\nconst sum = new Calculator().add(2, 3);\nawait new Promise((resolve) => setTimeout(resolve, 1));\nconsole.log(sum);\n`;
  expectFive(await run("awaits.mjs", text));
});

test("[R38] a CommonJS program requires a facade and calls it at once", async () => {
  const text = `const { setup } = require(new URL(${runtime}).pathname);\nsetup();\nconst { Calculator } = require(new URL(${facade}).pathname);\nconsole.log(new Calculator().add(2, 3));\n`;
  expectFive(await run("first.cjs", text));
});

test("[R38] a script on the command line calls a facade at once", async () => {
  expectFive(
    await runNode(
      ["--input-type=module", "-e", `import { Calculator } from ${facade}; console.log(new Calculator().add(2, 3));`],
      { limit: 15_000 },
    ),
  );
});

test.for([
  ["V8's limits", ["--max-old-space-size=500", "--stack-trace-limit=30"]],
  ["a title", ["--title=other"]],
  ["a debugger", ["--inspect=127.0.0.1:0"]],
  ["a debugger and V8's limits", ["--inspect=127.0.0.1:0", "--max-old-space-size=500"]],
] as const)("[R38] a process that was started with options for %s has a reactor", async ([, execArgv]) => {
  const ended = await runNode(
    ["--input-type=module", "-e", `import { Calculator } from ${facade}; console.log(new Calculator().add(2, 3));`],
    { limit: 15_000, execArgv },
  );
  expect({ stdout: ended.stdout, status: ended.status }).toEqual({ stdout: "5\n", status: 0 });
});

test.for([
  ["alone", []],
  ["under a debugger", ["--inspect=127.0.0.1:0", "--max-old-space-size=500"]],
] as const)("[R38] what a process imports first is imported in the reactor too (%s)", async ([, execArgv]) => {
  const preload = "data:text/javascript,globalThis.preloaded = true";
  const path = join(folder, "preload.mjs");
  writeFileSync(path, `import { Probe } from ${probe};\nconsole.log(new Probe().preloaded());\n`);
  for (const form of [["--import", preload], [`--import=${preload}`]]) {
    const { stdout } = await runNode([path], { limit: 15_000, execArgv: [...execArgv, ...form] });
    expect(stdout).toBe("true\n");
  }
});

test("where what a process imports first fails in workers, the first call says so, and the program ends", async () => {
  const preload =
    'data:text/javascript,import { isMainThread } from "node:worker_threads"; if (!isMainThread) throw new Error("not here");';
  const text = `import { Calculator } from ${facade};\ntry { new Calculator(); } catch (error) { console.log(error.code, error.message); }\n`;
  const path = join(folder, "failing-preload.mjs");
  writeFileSync(path, text);
  const { stdout, status, ms } = await runNode([path], { limit: 15_000, execArgv: ["--import", preload] });
  expect(stdout).toMatch(/^ERR_PICOT_REACTOR_START .*preloads/);
  expect(status).toBe(0);
  expect(ms).toBeLessThan(calm(3000));
});
