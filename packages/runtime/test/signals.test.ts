/** Ctrl-C, and other signals, while the main thread waits for a call. */
import { expect, test } from "vitest";
import { calm, runScenario, scenario } from "./harness.ts";
import type { Outcome } from "./scenarios/outcome.ts";
import type { Heard } from "./scenarios/signals.ts";

const interruptedWork = {
  name: "InterruptedError",
  code: "ERR_PICOT_INTERRUPTED",
  mayHaveRun: true,
  message: "Signalled.work: interrupted by Ctrl-C. Its work was asked to stop.",
};

test("[C57] Ctrl-C ends a call that would last for ever", async () => {
  const { error, ms } = await scenario<Outcome>("signals", "during", ["work", 300]);
  expect(error).toEqual({ ...interruptedWork });
  expect(ms).toBeLessThan(calm(3000));
});

test("[C58] at Ctrl-C the work cleans up in the reactor before the call ends", async () => {
  const { stdout, stderr, status } = await runScenario("signals", "during", ["work", 300]);
  expect({ lines: stdout.split("\n"), stderr, status }).toEqual({
    lines: ["cancelled", "handled cancellation", "exit async", "keyboard interrupt", ""],
    stderr: "",
    status: 0,
  });
});

test.for([
  ["making", ["exit resource", "keyboard interrupt", ""]],
  ["body", ["cancelled", "handled cancellation", "exit async", "close resource", "keyboard interrupt", ""]],
] as const)("[C59] a resource is put away when Ctrl-C interrupts its %s", async ([at, lines]) => {
  const { stdout, status } = await runScenario("signals", "resource", [at]);
  expect({ lines: stdout.split("\n"), status }).toEqual({ lines, status: 0 });
});

test("[C60] a loop of calls ends in order by a flag that a SIGINT listener sets", async () => {
  const { stdout, stderr, status } = await runScenario("signals", "flagged");
  expect({ stdout, stderr, status }).toEqual({ stdout: "close inner\nclose outer\n", stderr: "", status: 0 });
});

test("[C61] Ctrl-C is heard in each of ten processes", async () => {
  for (let i = 0; i < 10; i += 2) {
    const moments = [150 + 10 * i, 155 + 10 * i];
    const runs = moments.map((ms) => scenario<Outcome>("signals", "during", ["work", ms]));
    for (const { error } of await Promise.all(runs)) expect(error).toEqual(interruptedWork);
  }
});

test("[R28] with interrupts off Ctrl-C ends the process, as Node does it", async () => {
  const { signal, ms, stderr } = await runScenario("signals", "notAsked");
  expect({ signal, stderr }).toEqual({ signal: "SIGINT", stderr: "" });
  expect(ms).toBeLessThan(calm(5000));
});

test("with interrupts off a SIGINT listener runs when the loop turns", async () => {
  expect(await scenario("signals", "notAskedButHeard", ["SIGINT"])).toEqual([0, 1]);
});

test("[R29] [R30] each Ctrl-C ends a call, and the program's listeners run once", async () => {
  const { outcomes, heard } = await scenario<Heard>("signals", "listens");
  expect(outcomes.map(({ error }) => error)).toEqual([interruptedWork, interruptedWork]);
  expect(heard).toEqual([11, 12]);
});

test("an error of a SIGINT listener is the program's, and not the call's", async () => {
  const { outcome, thrown } = await scenario<{ outcome: Outcome; thrown: string }>("signals", "listenerThrows");
  expect(outcome.error).toEqual(interruptedWork);
  expect(thrown).toBe("thrown by the listener");
});

test("a SIGINT listener may end the process, after the clean-up of the call", async () => {
  const { status, stdout } = await runScenario("signals", "listenerExits");
  expect({ status, lines: stdout.split("\n") }).toEqual({
    status: 3,
    lines: ["cancelled", "handled cancellation", "exit async", ""],
  });
});

test("[R31] SIGTERM ends the process where nobody listens", async () => {
  const { signal, ms } = await runScenario("signals", "terminated");
  expect(signal).toBe("SIGTERM");
  expect(ms).toBeLessThan(calm(5000));
});

test("[R31] a SIGTERM listener runs once, when the loop turns", async () => {
  expect(await scenario("signals", "notAskedButHeard", ["SIGTERM"])).toEqual([0, 1]);
});

test("an interrupt that nobody catches ends the process with status 130", async () => {
  const { status, stdout, stderr } = await runScenario("signals", "uncaught");
  expect(status).toBe(130);
  expect(stdout).toMatch(/exit async\nexit 1(30)?\n$/);
  expect(stderr).toContain("InterruptedError: Signalled.work: interrupted by Ctrl-C.");
  expect(stderr).not.toContain("nap");
});

test("work that ends in another error when it is interrupted is the cause", async () => {
  const { error } = await scenario<Outcome>("signals", "during", ["fail", 300]);
  expect(error).toMatchObject({ name: "InterruptedError", cause: { name: "RangeError" } });
});

test("work that ignores an interrupt is waited for a while, or until Ctrl-C comes again", async () => {
  const [once, twice] = await Promise.all([1, 2].map((times) => scenario<Outcome>("signals", "ignored", [times])));
  expect(once?.error?.name).toBe("InterruptedError");
  expect(once?.ms).toBeGreaterThan(2000);
  expect(twice?.error?.name).toBe("InterruptedError");
  expect(twice?.ms).toBeLessThan(calm(2000));
});

test("work goes on when the waiting for its result is interrupted", async () => {
  const { wait, again } = await scenario<{ wait: Outcome; again: Outcome }>("signals", "resultGoesOn");
  expect(wait.error?.name).toBe("InterruptedError");
  expect(again.value).toBe("done");
});

test("Ctrl-C ends the waiting for room, and nothing was sent", async () => {
  const { error } = await scenario<Outcome>("signals", "whileFull");
  expect(error).toMatchObject({ name: "InterruptedError", mayHaveRun: false });
});

test("all that is gathered is cancelled at Ctrl-C", async () => {
  const { all, each } = await scenario<{ all: Outcome; each: Outcome[] }>("signals", "gathered");
  expect(all.error?.name).toBe("InterruptedError");
  expect(each.map(({ error }) => error?.name)).toEqual(["CancelledError", "CancelledError"]);
});
