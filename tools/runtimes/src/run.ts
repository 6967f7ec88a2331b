/** Runs the suite that a runtime is given, and reads how it went. */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { type Installed, install } from "./install.ts";
import { type Result, readResult } from "./result.ts";
import { type Runtime, filtersOf } from "./runtime.ts";

export interface Options {
  /** Of the repository. Absolute, with a slash at its end. */
  readonly root: string;
  /** For programs and results. Absolute. */
  readonly cache: string;
  /** Test files to run instead of the runtime's suite, as vitest's filters. */
  readonly files: readonly string[];
  /** Asks the registry again for runtimes that are here already. */
  readonly fresh: boolean;
  /** Milliseconds until a whole suite is taken to hang. */
  readonly limit: number;
}

export interface Row extends Result {
  readonly runtime: string;
  readonly title: string;
  /** Empty where the runtime could not be had. */
  readonly version: string;
  readonly seconds: number;
}

export async function runOn(runtime: Runtime, options: Options): Promise<Row> {
  const { name, title } = runtime;
  const start = performance.now();
  let version = "";
  try {
    const installed = await install(runtime, options.cache, options.fresh);
    version = installed.version;
    const result = await test(runtime, installed, options);
    return { runtime: name, title, version, seconds: secondsSince(start), ...result };
  } catch (error) {
    // The other runtimes are still worth a try.
    const reason = String(error).split("\n")[0] ?? "";
    const failures = [{ file: "", title: "", reason }];
    return { runtime: name, title, version, seconds: secondsSince(start), passed: 0, failed: 1, skipped: 0, failures };
  }
}

async function test(runtime: Runtime, { program }: Installed, options: Options): Promise<Result> {
  mkdirSync(options.cache, { recursive: true });
  // Of this process alone: the suite has tests that run this program.
  const output = join(options.cache, `${runtime.name}.${process.pid}.json`);
  const isNode = runtime.suite === "everything";
  const vitest = [
    join(options.root, "node_modules/vitest/vitest.mjs"),
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${output}`,
    ...filtersOf(runtime.suite, options.files),
  ];
  const node = isNode ? program : process.execPath;
  const env = {
    // Programs that a test starts by the name `node` are that one too.
    PATH: `${dirname(node)}${delimiter}${process.env["PATH"] ?? ""}`,
    // For packages/runtime/test/harness.ts.
    PICOT_TEST_RUNTIME: isNode ? undefined : JSON.stringify([program, ...runtime.before]),
  };
  await finish(node, vitest, env, options);
  let json: string;
  try {
    json = readFileSync(output, "utf8");
  } catch {
    throw new Error(`vitest ended without a report, or took more than ${options.limit / 1000} s and was killed.`);
  } finally {
    rmSync(output, { force: true });
  }
  return readResult(json, options.root);
}

/** Whatever the status is: failing tests are in the report. */
function finish(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  { root, limit }: Options,
): Promise<void> {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...env },
    // Standard output is for the report alone.
    stdio: ["ignore", 2, 2],
    timeout: limit,
    killSignal: "SIGKILL",
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", () => resolve());
  });
}

function secondsSince(start: number): number {
  return Math.round((performance.now() - start) / 1000);
}
