import { expect, test } from "vitest";
import { scenario } from "./harness.ts";
import type { Race, Reached } from "./scenarios/topology.ts";

test("[C2] a thousand setups from 20 threads at once start one reactor", async () => {
  const rounds = await scenario<Race[]>("topology", "raceOfSetups", [10], { limit: 40_000 });
  expect(rounds).toHaveLength(10);
  for (const { reactors, threads } of rounds) {
    expect(reactors).toHaveLength(20);
    expect(new Set(reactors).size).toBe(1);
    // The reactor and its supervisor.
    expect(threads).toBe(2);
  }
});

test("[C6] first calls from 20 threads at once start one reactor", async () => {
  const { reactors, threads } = await scenario<Race>("topology", "raceOfCalls");
  expect(reactors).toHaveLength(21);
  expect(new Set(reactors).size).toBe(1);
  expect(threads).toBe(22);
});

test("the very first call of a thread may be a large one", async () => {
  const lengths = await scenario<number[]>("topology", "largeFirstCalls", [20]);
  expect(lengths).toEqual(Array.from({ length: 20 }, () => 100_000));
});

test("a plain worker and a worker nested in it reach the main thread's reactor with no wiring", async () => {
  const { reactors, owns } = flat(await scenario<Reached>("topology", "nested", [2]));
  expect(owns[0]).toBe(0);
  expect(new Set(owns).size).toBe(3);
  expect(new Set(reactors).size).toBe(1);
  expect(owns).not.toContain(reactors[0]);
});

test("[C6] a nested worker that calls first starts the reactor that all threads reach", async () => {
  const { reactors, owns } = flat(await scenario<Reached>("topology", "nestedFirst", [2]));
  expect(new Set(owns).size).toBe(3);
  expect(new Set(reactors).size).toBe(1);
});

test("the threads of a pool that the program owns reach the reactor with no wiring", async () => {
  const { main, seen } = await scenario<{ main: number; seen: { own: number; reactor: number }[] }>(
    "topology",
    "ownPool",
  );
  expect(seen).toHaveLength(8);
  expect(new Set(seen.map((each) => each.reactor))).toEqual(new Set([main]));
  expect(seen.map((each) => each.own)).not.toContain(main);
});

test("the threads of an embedded reactor's pool call back into it", async () => {
  const { reactor, deferred } = await scenario<{ reactor: number; deferred: { own: number; reactor: number } }>(
    "topology",
    "poolOfReactor",
  );
  expect(deferred.reactor).toBe(reactor);
  expect(deferred.own).not.toBe(reactor);
  expect(deferred.own).not.toBe(0);
});

function flat(reached: Reached): { owns: number[]; reactors: number[] } {
  const [owns, reactors]: [number[], number[]] = [[], []];
  for (let each: Reached | undefined = reached; each !== undefined; each = each.below) {
    owns.push(each.own);
    reactors.push(each.reactor);
  }
  return { owns, reactors };
}
