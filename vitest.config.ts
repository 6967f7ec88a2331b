import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/*.test.ts", "{packages,tools,examples}/*/test/**/*.test.ts"],
    // Tests start processes that start threads: more than the cores would only make them wait for each other.
    maxWorkers: 2,
    // Against what hangs only: beside ten busy processes all takes ten times as long.
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
