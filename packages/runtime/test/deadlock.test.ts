import { expect, test } from "vitest";
import { calm, scenario } from "./harness.ts";
import type { Deadlock } from "./scenarios/deadlock.ts";
import type { Outcome } from "./scenarios/outcome.ts";

/** Milliseconds; three times what is promised. */
const PROMPT = 300;

const byReactor = (ring: Deadlock["ring"]): Deadlock["ring"] =>
  [...ring].sort((a, b) => (a.reactor < b.reactor ? -1 : 1));

const here = expect.stringMatching(/rings\.(js|ts):\d+:\d+$/);

test("[R40] a facade called in its own reactor's thread is refused within 5 ms", async () => {
  const { code, ms } = await scenario<{ code: string; ms: number }>("deadlock", "itself");
  expect(code).toBe("ERR_PICOT_WRONG_THREAD");
  expect(ms).toBeLessThan(calm(15));
});

test("[C55][R41] two reactors that wait for each other are told, with thread, method and place of each", async () => {
  const { error, ring, ms, after } = await scenario<Deadlock>("deadlock", "ring", [["A", "B", "A"]]);
  expect(error).toMatchObject({ name: "DeadlockError", code: "ERR_PICOT_DEADLOCK" });
  // Which of them gives up is the chance of a moment.
  expect(byReactor(ring)).toEqual([
    { reactor: "a", thread: after[0], method: "B.hop", waitsFor: "b", at: here },
    { reactor: "b", thread: after[1], method: "A.hop", waitsFor: "a", at: here },
  ]);
  expect((error as { message: string }).message).toMatch(
    /the reactor b \(thread \d+\) waits for the reactor a in A\.hop, called at \S*rings\.\w+:\d+:\d+\n/,
  );
  expect(ms).toBeLessThan(calm(PROMPT));
});

test("[R42] a ring of three is told, the default reactor among them", async () => {
  const { ring, ms, after } = await scenario<Deadlock>("deadlock", "ring", [["A", "B", "Plain", "A"]]);
  expect(byReactor(ring).map(({ reactor, waitsFor }) => [reactor, waitsFor])).toEqual([
    ["", "a"],
    ["a", "b"],
    ["b", ""],
  ]);
  expect(ring.map(({ waitsFor }) => waitsFor)).toEqual(
    [...ring.slice(1), ...ring.slice(0, 1)].map((each) => each.reactor),
  );
  expect(after).toHaveLength(4);
  expect(ms).toBeLessThan(calm(PROMPT));
});

test("a ring with a thread that hosts its reactor is told", async () => {
  const { value, inHost } = await scenario<{ value: Deadlock; inHost: boolean }>("deadlock", "hostedRing");
  expect(value.error).toMatchObject({ code: "ERR_PICOT_DEADLOCK" });
  expect(byReactor(value.ring).map(({ reactor }) => reactor)).toEqual(["", "b"]);
  expect(inHost).toBe(true);
});

test("[C55] a thread that runs a function for another is not taken for blocked, and is told once it waits again", async () => {
  const { error, ran, ms } = await scenario<Outcome & { ran: boolean }>("deadlock", "whileAsked", [400]);
  expect(error?.code).toBe("ERR_PICOT_DEADLOCK");
  expect(error?.message).toContain("the reactor a (thread");
  expect(error?.message).toContain("in B.asksBack, called at");
  expect(ran).toBe(true);
  expect(ms).toBeGreaterThan(390);
  expect(ms).toBeLessThan(calm(400 + PROMPT));
});

test("a reactor that waits for the start of another, which calls it, is told", async () => {
  const { error, ms } = await scenario<Outcome>("deadlock", "whileStarting");
  // It is the start that fails, or the waiting for it.
  expect([error?.code, error?.cause?.code]).toContain("ERR_PICOT_DEADLOCK");
  expect(ms).toBeLessThan(calm(9_000));
});

test("[R41] of two that call each other at the same moment, one is told every time", async () => {
  const rounds = Number(process.env["PICOT_RING_ROUNDS"] ?? 100);
  const limit = 20_000 + rounds * 400;
  const { one, both, others } = await scenario<{ one: number; both: number; others: unknown[] }>(
    "deadlock",
    "atOnce",
    [rounds],
    { limit },
  );
  expect(others).toEqual([]);
  expect({ one, both }).toEqual({ one: rounds, both: 0 });
}, 4_100_000);

test("reactors that wait long, and in no ring, are told nothing", async () => {
  const outcomes = await scenario<Outcome<number>[]>("deadlock", "noRing");
  expect(outcomes.map(({ value, error }) => error?.message ?? value)).toEqual([3, 2, 3]);
});

test("[C65] work that loads the module which its caller is loading goes through", async () => {
  expect(await scenario("deadlock", "loadsSame")).toEqual(["in the reactor"]);
});
