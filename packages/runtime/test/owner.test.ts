import { expect, test } from "vitest";
import { calm, scenario } from "./harness.ts";
import type { Outcome } from "./scenarios/outcome.ts";
import type { Ownership } from "./scenarios/owner.ts";

const DIED = "ERR_PICOT_REACTOR_DIED";

test.for([true, false])(
  "[R16] after the orderly end of the worker that owned the reactor, the next call starts another (main had called: %s)",
  async (before) => {
    const { first, next, other } = await scenario<Ownership>("owner", "ownerEnds", [before]);
    expect(next.error).toBeUndefined();
    expect(next.value).not.toBe(first);
    expect(other.value).toBe(next.value);
  },
);

test("[R16] a caller that is blocked when the owner ends is released, and the next call starts another reactor", async () => {
  const { released, waited, next, first, other } = await scenario<Ownership & { released: Outcome; waited: number }>(
    "owner",
    "ownerEndsUnderCaller",
  );
  expect(released.error).toMatchObject({ code: DIED, reason: "owner-ended", exitCode: null, mayHaveRun: true });
  expect(waited).toBeLessThan(calm(3000));
  expect(next.error).toBeUndefined();
  expect(next.value).not.toBe(first);
  expect(other.value).toBe(next.value);
});

test("[R16] a caller that is blocked when the owner is terminated is released, and the next call starts another reactor", async () => {
  const { released, waited, next, first, other } = await scenario<Ownership & { released: Outcome; waited: number }>(
    "owner",
    "ownerIsTerminated",
  );
  expect(released.error).toMatchObject({ code: DIED, reason: "owner-ended", mayHaveRun: true });
  expect(waited).toBeLessThan(calm(6000));
  expect(next.error).toBeUndefined();
  expect(next.value).not.toBe(first);
  expect(other.value).toBe(next.value);
});

test("[R16] a call to the reactor of an owner that was terminated does not hang, and the one after it starts another", async () => {
  const { noticed, next, first } = await scenario<Ownership & { noticed: Outcome }>(
    "owner",
    "ownerIsTerminatedWithNobodyBlocked",
  );
  expect(noticed.error).toMatchObject({ code: DIED, reason: "owner-ended" });
  expect(noticed.ms).toBeLessThan(calm(6000));
  expect(next.error).toBeUndefined();
  expect(next.value).not.toBe(first);
});

test.for(["end", "terminate"])(
  "a thread that only called leaves the reactor to the others at its end (%s)",
  async (how) => {
    const { before, after } = await scenario<{ before: number; after: number }>("owner", "callerEnds", [how]);
    expect(after).toBe(before);
  },
);
