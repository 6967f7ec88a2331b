import { expect, test } from "vitest";
import { runScenario, scenario } from "./harness.ts";
import type { Told } from "./scenarios/blocked-loop.ts";

test("[C56] a method that blocks a turning loop is told, once; outside a loop nothing is", async () => {
  expect(await scenario<Told>("blocked-loop", "told")).toEqual({
    before: [],
    after: ["Calculator.add", "Calculator.plain", "Calculator.later", "gather"],
    ended: 0,
  });
});

test("[C56] a hook that throws refuses the call, each time", async () => {
  expect(await scenario("blocked-loop", "refused")).toEqual([
    "not here: Calculator.add",
    "not here: Calculator.add",
    false,
    4,
  ]);
});

test("[C56] with no hook it is a process warning, once for a method", async () => {
  const { result, stderr, status } = await runScenario("blocked-loop", "warned");
  expect({ result, status }).toEqual({
    result: {
      name: "PicotBlockedLoopWarning",
      code: "PICOT_BLOCKED_LOOP",
      message: "Calculator.add blocks a thread whose event loop turns: nothing else is served there meanwhile.",
    },
    status: 0,
  });
  expect(stderr.split("PICOT_BLOCKED_LOOP")).toHaveLength(2);
});

test("[C56] nobody is told anything who has not asked", async () => {
  expect(await runScenario("blocked-loop", "unasked")).toMatchObject({ status: 0, stdout: "", stderr: "" });
});
