import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const uses = fileURLToPath(new URL("uses", import.meta.url));

/** Sources leave types to be inferred, and one has an enum: strict options that are about facades complain of these alone. */
const ofSources = /\.(?:reactor|blocking)\.m?tsx?\(\d+,\d+\): error TS90\d\d:|^\.\.\/fixtures\/.*: error TS1294:/;

test.each([
  ["5.9", "typescript5/bin/tsc"],
  ["6", "@typescript/typescript6/bin/tsc6"],
  ["7", "typescript/bin/tsc"],
])(
  "[C124][C171][C172] every expected facade compiles under TypeScript %s, with right uses and without wrong ones",
  (version, bin) => {
    const tsc = fileURLToPath(new URL(`../../../node_modules/${bin}`, import.meta.url));
    const shown = spawnSync(process.execPath, [tsc, "--version"], { encoding: "utf8" });
    expect(shown.stdout).toContain(`Version ${version}`);
    const run = spawnSync(process.execPath, [tsc, "-p", uses, "--pretty", "false"], { cwd: uses, encoding: "utf8" });
    const complaints = `${run.stdout}${run.stderr}`.split("\n").filter((line) => line !== "" && !ofSources.test(line));
    expect(complaints).toEqual([]);
  },
);
