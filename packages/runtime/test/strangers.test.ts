import { expect, test } from "vitest";
import { calm, scenario } from "./harness.ts";
import type { Meeting } from "./scenarios/strangers.ts";

test("[C2] threads that share no ancestor which loaded picot elect one reactor", async () => {
  const { reactors, main } = await scenario<Meeting>("strangers", "meet", [8]);
  expect(reactors).toHaveLength(8);
  expect(new Set([...reactors, main]).size).toBe(1);
});

test("the next call starts another reactor once its owner, a stranger to the caller, has ended", async () => {
  const { before, after, error } = await scenario<{ before: number; after: number; error?: string }>(
    "strangers",
    "ownerEnds",
  );
  expect(error).toBeUndefined();
  expect(after).not.toBe(before);
});

test("a stranger takes over the claim of an owner that was terminated", async () => {
  const { before, after } = await scenario<{ before: number; after: number }>("strangers", "ownerIsTerminated");
  expect(after).not.toBe(before);
});

test("a process leaves no claim and no lifeline behind", async () => {
  expect(await scenario<string[]>("strangers", "leavesBehind")).toEqual([]);
});

test("[R85] a terminated thread's calls are cancelled, and its number is free again", async () => {
  const { reason, ms } = await scenario<{ reason: string; ms: number }>("strangers", "terminatedCaller");
  expect(reason).toMatch(/The thread that made this call has ended/);
  expect(ms).toBeLessThan(calm(3000));
});

test("[R86] threads that come and go, in order or terminated, leave no port, socket or listener behind", async () => {
  const { before, after, warnings } = await scenario<{ before: string[]; after: string[]; warnings: string[] }>(
    "strangers",
    "comeAndGo",
    [100],
    { limit: 120_000 },
  );
  expect(warnings).toEqual([]);
  expect(after.length).toBeLessThanOrEqual(before.length + 2);
}, 130_000);
