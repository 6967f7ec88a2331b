import { expect, test } from "vitest";
import { program, scenario } from "./harness.ts";

interface Report {
  readonly header: { readonly glibcVersionRuntime?: string };
}
/** Whether the process that runs scenarios has the allocator that is meant. */
const isGnu = program === process.execPath && "glibcVersionRuntime" in (process.report.getReport() as Report).header; // typed object

test.runIf(isGnu)("a thread that copies megabytes does so in memory that it has used before", async () => {
  // Of the 512 pages that the two copies have.
  expect(await scenario("room", "faults")).toBeLessThan(50);
});

test.runIf(isGnu)("what is kept for large copies has an end", async () => {
  // 800 MB of copies have gone by then.
  expect(await scenario("room", "held")).toBeLessThan(400_000_000);
});
