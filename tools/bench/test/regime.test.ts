import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { parseOptions } from "../dist/options.js";
import { possibleRegimes } from "../dist/regime.js";

const apart = possibleRegimes().find(({ name }) => name === "apart");

function regimesOf(row: string, ...args: readonly string[]): readonly string[] {
  const { rows } = parseOptions(["node", "bench", "--row", row, ...args]);
  return rows.flatMap(({ regimes }) => regimes.map(({ name }) => name));
}

/** A thread that tells its number in the system and stays. */
const STAY = `
  const { parentPort, workerData } = require("node:worker_threads");
  import(workerData).then(({ ownThread }) => parentPort.postMessage(ownThread()));
  setInterval(() => {}, 1_000);
`;

const library = new URL("../dist/apart.js", import.meta.url).href;

const PRELUDE = `
  import { once } from "node:events";
  import { readdirSync } from "node:fs";
  import { Worker } from "node:worker_threads";
  import { allowed, keepApart } from ${JSON.stringify(library)};
  const apart = ${JSON.stringify(apart?.apart)};
  const threads = () => readdirSync("/proc/self/task").map(Number);
  const start = async () => {
    const worker = new Worker(${JSON.stringify(STAY)}, { eval: true, execArgv: [], workerData: ${JSON.stringify(library)} });
    return (await once(worker, "message"))[0];
  };
`;

/** Runs a program on the two cores, as a measured process runs, and returns what it prints. */
function run(program: string): unknown {
  const [command = "", ...before] = apart?.prefix ?? [];
  const args = [...before, process.execPath, "--input-type=module", "-e", `${PRELUDE}${program}\nprocess.exit();`];
  const { stdout, stderr } = spawnSync(command, args, { encoding: "utf8", timeout: 20_000, killSignal: "SIGKILL" });
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

test.skipIf(!apart)("the main thread is on the first core, and all others are on the second", () => {
  const [mine, others] = apart?.apart ?? [];
  const found = run(`
    const worker = await start();
    keepApart(apart);
    console.log(JSON.stringify({
      main: allowed(process.pid),
      worker: allowed(worker),
      others: [...new Set(threads().filter((one) => one !== process.pid).map(allowed))],
    }));`);
  expect(found).toEqual({ main: String(mine), worker: String(others), others: [String(others)] });
});

test.skipIf(!apart)("threads of the application go to the first core, and the main thread with the others", () => {
  const [mine, others] = apart?.apart ?? [];
  const found = run(`
    const application = [await start(), await start()];
    const reactor = await start();
    keepApart(apart, application);
    console.log(JSON.stringify({ application: application.map(allowed), rest: [process.pid, reactor].map(allowed) }));`);
  const [first, second] = [String(mine), String(others)];
  expect(found).toEqual({ application: [first, first], rest: [second, second] });
});

test.skipIf(!apart)("a thread that has come since is moved the next time", () => {
  const [mine, others] = apart?.apart ?? [];
  const found = run(`
    keepApart(apart);
    const late = await start();
    const before = allowed(late);
    keepApart(apart);
    console.log(JSON.stringify([before, allowed(late)]));`);
  // Whoever is started stays with whoever started it.
  expect(found).toEqual([String(mine), String(others)]);
});

test.skipIf(!apart)(
  "calls are measured where the system puts the threads, on one core, and apart; pinned to two if asked for",
  () => {
    expect(regimesOf("add")).toEqual(["free", "one", "apart"]);
    expect(regimesOf("threads")).toEqual(["free", "one", "apart"]);
    expect(regimesOf("add", "--regime", "two")).toEqual(["two"]);
  },
);

test.skipIf(!apart)("a row that cannot keep its threads apart is measured where the system puts them", () => {
  for (const row of ["cold", "idle", "blocked", "memory"])
    expect(regimesOf(row, "--regime", "apart")).toEqual(["free"]);
});

test("what is expected on two cores is expected of threads that are apart", () => {
  const targets = parseOptions(["node", "bench"]).rows.flatMap(({ row }) => row.targets);
  expect(targets.some(({ regimes }) => regimes?.includes("two"))).toBe(false);
  expect(targets.filter(({ regimes }) => regimes?.includes("apart")).length).toBe(5);
});
