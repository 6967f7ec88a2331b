import { expect, test } from "vitest";
import { calm, runScenario, scenario } from "./harness.ts";
import type { AfterDeath } from "./scenarios/death.ts";
import type { Outcome } from "./scenarios/outcome.ts";

const DIED = "ERR_PICOT_REACTOR_DIED";
/** The limit of these cases is 1 second. */
const SOON = 3000;

test.for([
  ["[R1] process.exit(0)", "exit", 0, 0],
  ["[R2] process.exit(7)", "exit", 7, 7],
  ["[R6] process.reallyExit(4)", "reallyExit", 4, 4],
  ["an exit listener that changes the code", "exitWithOther", 8, 8],
  ["a handler of uncaught errors that calls process.exit(1)", "exitInHandler", 1, 1],
] as const)("%s in a method releases all blocked callers with ReactorDiedError", async ([, how, code, exitCode]) => {
  const outcomes = await scenario<Outcome[]>("death", "endsUnderFour", [how, code]);
  expect(outcomes).toHaveLength(4);
  for (const { error } of outcomes)
    expect(error).toMatchObject({ code: DIED, reason: "exit", exitCode, mayHaveRun: true });
  expect(outcomes[0]?.ms).toBeLessThan(calm(SOON));
});

test("[C22] a timer in the reactor that calls process.exit(3) releases the blocked main thread", async () => {
  const { error, ms } = await scenario<Outcome>("death", "exitsLater", [3]);
  expect(error).toMatchObject({ code: DIED, reason: "exit", exitCode: 3 });
  expect(error?.message).toContain("process.exit(3)");
  expect(ms).toBeLessThan(calm(SOON));
});

test("[R3] an error that nobody catches releases all blocked callers, and is the cause", async () => {
  const outcomes = await scenario<Outcome[]>("death", "endsUnderFour", ["throwUncaught", "off the rails"]);
  expect(outcomes).toHaveLength(4);
  for (const { error } of outcomes) {
    expect(error).toMatchObject({
      code: DIED,
      reason: "uncaught",
      cause: { name: "RangeError", message: "off the rails" },
    });
    expect(error?.message).toContain("off the rails");
  }
  expect(outcomes[0]?.ms).toBeLessThan(calm(SOON));
});

test("[R7] a reactor out of memory releases its callers, or ends the process; it never hangs", async () => {
  const { result, status, signal, killed } = await runScenario("death", "runsOutOfMemory", [], { limit: 30_000 });
  expect(killed).toBe(false);
  // V8 may find no way out of a heap that is full, and then aborts the whole process.
  if (signal === "SIGABRT" || status === 134) return;
  const outcomes = result as Outcome[]; // what the scenario returns
  expect(outcomes).toHaveLength(3);
  for (const { error } of outcomes) expect(error).toMatchObject({ code: DIED, reason: "out-of-memory", exitCode: 1 });
});

test("a death is told to all who are blocked, though the thread that started the reactor is busy", async () => {
  const late = await scenario<number[]>("death", "toldWhileOwnerIsBusy", [6]);
  expect(late).toHaveLength(6);
  // Within tens of milliseconds, where the machine is quiet.
  for (const ms of late) expect(ms).toBeLessThan(calm(1000));
});

test("an error that a handler took is not blamed for a later end", async () => {
  const { error } = await scenario<Outcome>("death", "exitsAfterSurviving", [6]);
  expect(error).toMatchObject({ code: DIED, reason: "exit", exitCode: 6 });
  expect(error?.cause).toBeUndefined();
  expect(error?.message).toContain("process.exit(6)");
});

test("a handler of uncaught errors that throws itself ends the reactor with an uncaught error", async () => {
  const [own] = await scenario<Outcome[]>("death", "endsUnderFour", ["throwInHandler", "off the rails"]);
  expect(own?.error).toMatchObject({ code: DIED, reason: "uncaught" });
});

test.for(["stop", "die"])("reactors one after another leave no thread behind (%s)", async (how) => {
  expect(await scenario("death", "generations", [6, how])).toEqual({ reactors: 7, threads: 2 });
});

test.for([
  ["idle", "hang"],
  ["in a loop", "loop"],
  ["asleep on shared memory", "sleep"],
] as const)("[R9] terminating the reactor's thread while it is %s releases its caller", async ([, how]) => {
  const { error, ms } = await scenario<Outcome>("death", "terminatedIn", [how]);
  expect(error).toMatchObject({ code: DIED, reason: "terminated" });
  expect(ms).toBeLessThan(calm(SOON));
});

test.for([10, 30_000, 200_000])(
  "[R13] an answer of %i bytes sent right before the reactor's end is returned",
  async (bytes) => {
    const { answer, next } = await scenario<{ answer: Outcome<number[]>; next: Outcome }>("death", "answersThenDies", [
      bytes,
    ]);
    expect(answer.value).toEqual([bytes, 7, 7]);
    expect(next.error).toMatchObject({ code: DIED, mayHaveRun: false });
  },
);

test.for([10, 200_000])("[R13] an answer of %i bytes to a later thread is returned as well", async (bytes) => {
  const { value, error } = await scenario<Outcome<number[]>>("death", "answersWorkerThenDies", [bytes]);
  expect(error).toBeUndefined();
  expect(value).toEqual([bytes, 7, 7]);
});

test("[R16] after a death with nobody blocked, calls are refused at once in every thread and sent nowhere; setup() starts another", async () => {
  const { known, made, other, ran, restarted } = await scenario<AfterDeath>("death", "callAfterDeath");
  for (const each of [known, made, other.value]) {
    expect(each?.error).toMatchObject({ code: DIED, reason: "exit", exitCode: 5, mayHaveRun: false });
    expect(each?.ms).toBeLessThan(calm(180));
  }
  expect(ran).toBe(0);
  expect(restarted).toBe(true);
});

test("[R16] a call that is made while the reactor is dying ends with ReactorDiedError", async () => {
  const { error, ms } = await scenario<Outcome>("death", "callRightAfterDeath");
  expect(error).toMatchObject({ code: DIED, exitCode: 5 });
  expect(ms).toBeLessThan(calm(SOON));
});
