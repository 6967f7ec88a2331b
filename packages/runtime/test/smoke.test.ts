import { expect, test } from "vitest";
import { scenario } from "./harness.ts";

test("[C27] a facade's call returns what the reactor layer's promise settles with", async () => {
  expect(await scenario("smoke", "adds")).toBe(6);
});
