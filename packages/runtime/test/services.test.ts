import { expect, test } from "vitest";
import { calm, runScenario, scenario } from "./harness.ts";
import type { Outcome } from "./scenarios/outcome.ts";

const STARTED = ["starts first", "runs first", "starts second", "runs second"];
const STOPPED = ["stops second", "stopped second", "stops first", "stopped first", "hook of the module"];

const lines = (text: string): string[] => text.trim().split("\n");

test("[C191] setup() starts services in order before it returns, stop() ends them in reverse before it returns", async () => {
  const { stdout, stderr, status } = await runScenario("services", "startAndStop");
  expect([status, stderr]).toEqual([0, ""]);
  expect(lines(stdout)).toEqual([...STARTED, "setup returned", ...STOPPED, "stop returned"]);
});

test("[C191] at the end of the process services are stopped, too", async () => {
  const { stdout, status } = await runScenario("services", "leftRunning");
  expect(status).toBe(0);
  expect(lines(stdout)).toEqual([...STARTED, ...STOPPED]);
});

test("a service's facade blocks until it runs; one that setup() starts is provided", async () => {
  expect(await scenario("services", "withFacade")).toEqual({ before: false, after: true, provided: true });
});

test("where a service fails to start, those that run are stopped, and setup() throws its error", async () => {
  const { stdout, result } = await runScenario("services", "startFails", ["failing"]);
  const { failed, next } = result as { failed: Outcome; next: boolean }; // as the scenario returns it
  expect(failed.error).toMatchObject({
    code: "ERR_PICOT_REACTOR_START",
    cause: { message: expect.stringContaining("no port") },
  });
  expect(failed.error?.message).toContain("failing");
  // What follows is of the next reactor.
  expect(lines(stdout).slice(0, 4)).toEqual(["starts first", "runs first", "stops first", "stopped first"]);
  expect(next).toBe(true);
});

test.each([["neither"], ["missing"]])("what is no service is refused by name: %s", async (name) => {
  const { failed, next } = await scenario<{ failed: Outcome; next: boolean }>("services", "startFails", [name]);
  expect(failed.error?.message).toContain(`exports no service ${name}`);
  expect(next).toBe(true);
});

test("a reference that names nothing is refused before anything starts", async () => {
  expect(await scenario("services", "badReferences")).toEqual(Array.from({ length: 4 }, () => "ERR_PICOT_ARGUMENT"));
});

test("a service that does not end is told by name, holds nobody up, and stop() ends in its time", async () => {
  const { result, stdout, stderr } = await runScenario("services", "stopWithin", [["first", "stuck", "second"], 2_500]);
  const { error, ms } = result as Outcome; // as the scenario returns it
  expect(error).toBeUndefined();
  expect(ms).toBeLessThan(calm(5_000));
  expect(lines(stdout).slice(6)).toEqual([
    "stops second",
    "stopped second",
    "stops stuck",
    "stops first",
    "stopped first",
    "hook of the module",
  ]);
  expect(stderr).toMatch(/^picot: stop: not ended within \d+ ms: service stuck\.\n$/);
});

test("a service that fails to stop is logged, and the next one is stopped", async () => {
  const { stdout, stderr } = await runScenario("services", "stopWithin", [["first", "clumsy"], 1_000]);
  expect(stdout).toContain("stopped first");
  expect(stderr).toMatch(/^picot: the service clumsy failed to stop: RangeError: already closed/);
});

test("a restarted reactor starts the services again", async () => {
  expect(await scenario("services", "restarted")).toEqual({ died: "ERR_PICOT_REACTOR_DIED", running: true });
});
