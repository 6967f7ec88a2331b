import { expect, test } from "vitest";
import { calm, runNode, runScenario, scenario } from "./harness.ts";
import type { Outcome } from "./scenarios/outcome.ts";
import type { Kind, Started } from "./scenarios/start-errors.ts";

const START = "ERR_PICOT_REACTOR_START";
/** The limit of these cases is 1 second. */
const SOON = 3000;

/** What each kind's original error says. */
const kinds: readonly [Kind, RegExp][] = [
  ["missing", /Cannot find module .*layer\.mjs/],
  ["syntax error", /Unexpected|missing|Invalid/],
  ["top-level throw", /thrown at the top/],
  ["missing import", /Cannot find module .*imported-and-not-there/],
  ["missing export", /nothing/],
  ["late throw", /thrown after an await/],
];

test.for(kinds)(
  "[C8][R19] setup() with a module that fails (%s) throws ReactorStartError with the original message",
  async ([kind, text]) => {
    const { setup, call, repaired } = await scenario<Started>("start-errors", "setupWith", [kind]);
    expect(setup.error?.code).toBe(START);
    expect(setup.error?.message).toMatch(text);
    expect(setup.ms).toBeLessThan(calm(SOON));
    expect(call.error?.code).toBe(START);
    expect(call.ms).toBeLessThan(calm(SOON));
    expect(repaired.value).toBe(true);
  },
);

test.for(kinds)(
  "[R19] a call into a module that fails (%s) throws ReactorStartError with the original message; the reactor lives",
  async ([kind, text]) => {
    const { call, again, other } = await scenario<{ call: Outcome; again: Outcome; other: Outcome }>(
      "start-errors",
      "callInto",
      [kind],
    );
    for (const each of [call, again]) {
      expect(each.error?.code).toBe(START);
      expect(each.error?.message).toMatch(text);
      expect(each.ms).toBeLessThan(calm(SOON));
    }
    expect(other.value).toBe(true);
  },
);

test("[C8] the error of the module itself is the cause: class, message and fields", async () => {
  const { setup } = await scenario<Started>("start-errors", "setupWith", ["top-level throw"]);
  expect(setup.error?.cause).toMatchObject({ name: "RangeError", message: "thrown at the top", code: "E_TOP" });
});

test("[C8] the starter gets it in a worker as well", async () => {
  const { error } = await scenario<Outcome>("start-errors", "setupInWorker");
  expect(error?.code).toBe(START);
  expect(error?.cause).toMatchObject({ message: "thrown at the top" });
});

test("setup() returns with its modules loaded", async () => {
  expect(await scenario("start-errors", "setupWithGood")).toBe(true);
});

test("[R22] options that Node refuses are a ReactorStartError with Node's own as its cause, and the next call starts a reactor", async () => {
  const { refused, next } = await scenario<{ refused: Outcome; next: Outcome }>("start-errors", "refusedOptions");
  expect(refused.error).toMatchObject({ code: START, cause: { code: "ERR_INVALID_ARG_TYPE" } });
  expect(next.value).toBe(true);
});

test("[R23] where the permission model allows no worker, the start says what allows it", async () => {
  const { stdout } = await runNode(["-p", 'process.allowedNodeEnvironmentFlags.has("--permission")']);
  // Since Node 24 without "experimental".
  const permission = stdout.trim() === "true" ? "--permission" : "--experimental-permission";
  const execArgv = [permission, "--allow-fs-read=*"];
  const { result } = await runScenario("start-errors", "startHere", [], { execArgv });
  const { error } = result as Outcome; // what the scenario returns
  expect(error).toMatchObject({ code: START, cause: { code: "ERR_ACCESS_DENIED" } });
  expect(error?.message).toContain("--allow-worker");
});

test.for([
  [1, "reactor"],
  [2, "supervisor"],
] as const)(
  "[R24] where the system has no thread for the %s, the start says so, and a later one works",
  async ([first]) => {
    const { refused, next } = await scenario<{ refused: Outcome[]; next: Outcome }>("refused-workers", "refusedFrom", [
      first,
    ]);
    for (const { error, ms } of refused) {
      expect(error?.code).toBe(START);
      expect(error?.message).toContain("EAGAIN");
      expect(ms).toBeLessThan(calm(SOON));
    }
    expect(next.value).toBe(true);
  },
);

test("[R20] a module whose top level never ends is a ReactorStartError at startTimeout, and another start works", async () => {
  const { setup, call, repaired } = await scenario<Started>("start-errors", "setupThatHangs");
  for (const each of [setup, call]) {
    expect(each.error?.code).toBe(START);
    expect(each.error?.message).toContain("500 ms");
  }
  expect(setup.ms).toBeGreaterThan(490);
  expect(setup.ms).toBeLessThan(calm(500 + SOON));
  expect(call.ms).toBeLessThan(calm(SOON));
  expect(repaired.value).toBe(true);
});

test("[R21] a module in TypeScript is loaded, or refused with the cause and the way out", async () => {
  const { loaded, runs } = await scenario<{ loaded: Outcome; runs: boolean }>("start-errors", "setupWithTypeScript");
  const { error } = loaded;
  if (runs) {
    expect(error).toBeUndefined();
    return;
  }
  expect(error?.code).toBe(START);
  expect(error?.message).toMatch(/Unknown file extension "\.ts".* build first/s);
});
