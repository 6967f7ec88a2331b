import { expect, test } from "vitest";
import { calm, runScenario, scenario } from "./harness.ts";
import type { Outcome } from "./scenarios/outcome.ts";

const DIED = "ERR_PICOT_REACTOR_DIED";

test.for([["thrown"], ["rejected"]] as const)(
  "[R4][R5] something that is no error and that nobody catches (%s) is the cause of the reactor's death",
  async ([how]) => {
    const { error } = await scenario<Outcome>("faults", "throwsNowhere", [42, how]);
    expect(error).toMatchObject({ code: DIED, reason: "uncaught", mayHaveRun: true });
    // Node makes an error of a rejection itself.
    if (how === "thrown") expect(error?.cause).toEqual({ name: "number", message: "42" });
    else expect(error?.cause).toMatchObject({ code: "ERR_UNHANDLED_REJECTION" });
    expect(error?.message).toContain("42");
  },
);

test("[R4] also an undefined", async () => {
  const { outcome, hasCause } = await scenario<{ outcome: Outcome; hasCause: boolean }>("faults", "throwsUndefined");
  expect(outcome.error).toMatchObject({ code: DIED, reason: "uncaught" });
  expect(hasCause).toBe(true);
  expect(outcome.error?.message).toContain("undefined");
});

test("[R8] a stack overflow in a method fails that call alone", async () => {
  const { failed, same } = await scenario<{ failed: Outcome; same: boolean }>("faults", "overflows");
  expect(failed.error?.name).toBe("RangeError");
  expect(same).toBe(true);
});

test("[R10] a reactor with nothing to do goes on living", async () => {
  expect(await scenario("faults", "drains")).toBe(true);
});

test.for(["before the bell", "before the notify"])(
  "[R14] an answer is returned at once, though the reactor died %s of it",
  async (step) => {
    const { answer, late } = await scenario<{ answer: unknown; late: number }>("faults", "diesWithin", [step]);
    expect(answer).toBe("answered");
    expect(late).toBeLessThan(calm(200));
  },
);

test.for(["SIGSEGV", "SIGKILL"])("[R18] a fault that ends the process (%s) ends it at once", async (how) => {
  const { signal, killed } = await runScenario("faults", "killsProcess", [how], { limit: 6000 });
  expect(killed).toBe(false);
  expect(signal).toBe(how);
});

test.for(["main", "worker"])("[R26] a process that is stopped for 3 s reports no death (owner: %s)", async (owner) => {
  const { value, error } = await scenario<Outcome>("faults", "suspended", [owner]);
  expect(error).toBeUndefined();
  expect(value).toBe("fine");
});

test("[R25] a reactor at a breakpoint is not dead: its callers wait, or their time is up", async () => {
  const { limited, patient } = await scenario<{ limited: Outcome; patient: Outcome }>("faults", "atBreakpoint");
  expect(limited.error?.code).toBe("ERR_PICOT_TIMEOUT");
  expect(patient.value).toBe("patient");
  expect(patient.ms).toBeGreaterThan(1500);
});

test("[C21] a reactor that dies of its own error is logged with the stack, and all callers are told with the cause", async () => {
  const { result, stderr, status } = await runScenario("faults", "diesAfterGoodCall");
  const { blocked, next } = result as { blocked: Outcome; next: Outcome }; // what the scenario returns
  expect(status).toBe(0);
  for (const { error } of [blocked, next]) {
    expect(error).toMatchObject({ code: DIED, reason: "uncaught", cause: { code: "ERR_UNHANDLED_REJECTION" } });
    expect(error?.message).toContain("died");
  }
  expect(stderr.match(/picot: nobody caught an error, which ends the reactor/g)).toHaveLength(1);
  expect(stderr).toContain("internal");
});

test("[C167] the message of the hand-off's own error begins with the method that was called", async () => {
  const texts = await scenario<Record<string, string>>("faults", "messages");
  const begins = {
    argument: "Faults.value: args[0]",
    deep: "Faults.value: ",
    result: "Faults.unsendable: its result",
    timeout: "Faults.idle: no answer",
    unbound: "Faults.value: ",
    died: "Faults.exit: the reactor died",
    dead: "Faults.value: the reactor died",
    stale: "Faults.value: its object lived in a reactor that has ended",
    stopped: "Faults.value: the reactor was stopped",
  };
  for (const [what, begin] of Object.entries(begins)) expect(texts[what]?.slice(0, begin.length)).toBe(begin);
});

test("[R11] a call that the reactor has no time for ends at its limit, and tells that the loop stands still", async () => {
  type Ended = { outcome: Outcome; stalled: unknown };
  const { spins, spinsLater, idles, spinsForAMoment } = await scenario<Record<string, Ended>>("faults", "stalls");
  for (const [each, stalled] of [
    [spins, true],
    [spinsLater, true],
    [idles, false],
  ] as const) {
    expect(each?.outcome.error?.code).toBe("ERR_PICOT_TIMEOUT");
    expect(each?.stalled).toBe(stalled);
    expect(each?.outcome.ms).toBeGreaterThan(490);
    expect(each?.outcome.ms).toBeLessThan(calm(1000));
  }
  expect(spinsForAMoment?.outcome.value).toBe("spun");
});

test("[R12] with onStall: terminate a reactor that stands still is ended, and all its callers are told", async () => {
  const { own, other, quiet, waited } = await scenario<Record<"own" | "other" | "quiet", Outcome> & { waited: number }>(
    "faults",
    "endsStalled",
  );
  expect(quiet.value).toBe("spun");
  for (const { error } of [own, other]) {
    expect(error).toMatchObject({ code: DIED, reason: "stalled", mayHaveRun: true });
    expect(error?.message).toContain("did not turn for 500 ms");
  }
  expect(own.ms).toBeGreaterThan(400);
  expect(own.ms).toBeLessThan(calm(500 + 3000));
  expect(waited).toBeLessThan(calm(1000));
});

test("[R17] with restart the next call after a death works, at most so often, and old facades are stale", async () => {
  const STALE = "ERR_PICOT_STALE_HANDLE";
  expect(await scenario("faults", "restarts")).toEqual({
    threads: 4,
    codes: [DIED, STALE, undefined, DIED, STALE, undefined, DIED, DIED, DIED].map((each) => each ?? null),
  });
});

test("[R17] also by another thread, with the options of the setup()", async () => {
  expect(await scenario("faults", "restartsElsewhere")).toEqual({ same: true, refused: "ERR_PICOT_MESSAGE_TOO_BIG" });
});

test("[R5] with unhandledRejections: log a rejection that nobody handles is logged, and the reactor lives", async () => {
  const { result, stderr } = await runScenario("faults", "outlivesRejection");
  expect(result).toEqual({ thread: true, value: 1 });
  expect(stderr.match(/RangeError: left behind/g)).toHaveLength(1);
});

test("options of setup() that are none are refused, and nothing is started", async () => {
  const codes = await scenario<unknown[]>("faults", "badOptions");
  expect(new Set(codes)).toEqual(new Set(["ERR_PICOT_ARGUMENT"]));
});
