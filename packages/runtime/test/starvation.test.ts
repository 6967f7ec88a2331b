import { expect, test } from "vitest";
import { calm, scenario } from "./harness.ts";
import type { Outcome } from "./scenarios/outcome.ts";

test.for([1, 2, 8])(
  "[R48] a pool of %i threads that all wait for the reactor, which waits for one, grows",
  async (size) => {
    const { depths, ms } = await scenario<{ depths: number[]; ms: number }>("starvation", "starve", [size, size, 1]);
    expect(depths).toEqual(Array(size).fill(1));
    expect(ms).toBeLessThan(calm(3000));
  },
);

test("a pool grows as deep as jobs and calls are nested", async () => {
  const { depths } = await scenario<{ depths: number[] }>("starvation", "starve", [1, 2, 12]);
  expect(depths).toEqual([12, 12]);
});

test("the size of a pool is a whole number, and set in the reactor", async () => {
  const [before, ...sizes] = await scenario<Outcome[]>("starvation", "sizes");
  expect(before?.error?.code).toBe("ERR_PICOT_WRONG_THREAD");
  expect(sizes.map(({ error }) => error?.code)).toEqual([...Array(3).fill("ERR_PICOT_ARGUMENT"), undefined]);
});
