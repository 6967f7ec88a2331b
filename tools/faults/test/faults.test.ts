import { expect, test } from "vitest";
import { death } from "../dist/one.js";
import { STEPS } from "../dist/steps.js";

// Both leave the thread no word to say; the long form, with all ways, is `pnpm faults`.
test.each(STEPS)("no caller hangs or gets a wrong answer where the reactor dies: %s", async (step) => {
  const [exit, reallyExit] = [
    await death("picot/run", ["process.exit(7)", step]),
    await death("picot/run", ["process.reallyExit()", step]),
  ];
  for (const { ended } of [exit, reallyExit]) {
    if (ended === "aborted") throw new Error("the process was aborted");
    expect(ended.hangs).toBe(0);
    expect(ended.callers.filter(({ right }) => !right)).toEqual([]);
    // Milliseconds; a slice is 250.
    expect(Math.max(...ended.callers.map(({ late }) => late ?? 0))).toBeLessThan(1_000);
  }
});
