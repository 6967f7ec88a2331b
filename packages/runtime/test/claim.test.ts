import { expect, test } from "vitest";
import { scenario } from "./harness.ts";
import type { Outcome } from "./scenarios/outcome.ts";

test("a claim that nobody stands for is overruled, and the call goes on", async () => {
  const { value, error } = await scenario<Outcome<number>>("claim", "callUnderEmptyClaim");
  expect(error).toBeUndefined();
  expect(value).toBeGreaterThan(0);
});
