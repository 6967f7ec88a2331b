/** The runtime's tests in their long forms. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** True if they pass. `only`: part of the titles of those that are run. */
export function thorough(files: readonly string[], only?: string): boolean {
  const cwd = fileURLToPath(new URL("../../../", import.meta.url));
  const vitest = fileURLToPath(new URL("../../../node_modules/vitest/vitest.mjs", import.meta.url));
  const tests = files.map((name) => `packages/runtime/test/${name}.test.ts`);
  const options = ["--testTimeout=3600000", ...(only === undefined ? [] : ["-t", only])];
  const env = { ...process.env, PICOT_THOROUGH: "1" };
  const { status } = spawnSync(process.execPath, [vitest, "run", ...options, ...tests], { cwd, env, stdio: "inherit" });
  return status === 0;
}
