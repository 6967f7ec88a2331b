import { expect, test } from "vitest";
import { scenario } from "./harness.ts";
import type { Nested, Threads } from "./scenarios/named.ts";
import type { Outcome } from "./scenarios/outcome.ts";

test("each name is one reactor, a thread of its own, whichever thread calls first", async () => {
  const { main, seen, byReference } = await scenario<Threads>("named", "reach");
  expect(seen[1]).toEqual(seen[0]);
  expect(seen[2]).toEqual(seen[0]);
  expect(new Set([main, ...(seen[0] ?? [])]).size).toBe(4);
  expect(byReference).toEqual(seen[0]?.slice(0, 2));
});

test("a reactor may call the facades of another, and not its own", async () => {
  const { path, threads, own } = await scenario<Nested>("named", "nest");
  expect(path).toEqual(threads);
  expect(own.error?.code).toBe("ERR_PICOT_WRONG_THREAD");
});

test("a named reactor is stopped and started by its name", async () => {
  const { stopped, other, again, names } = await scenario<{
    stopped: Outcome;
    other: boolean;
    again: boolean;
    names: Outcome[];
  }>("named", "stopOne");
  expect(stopped.error?.code).toBe("ERR_PICOT_REACTOR_STOPPED");
  expect([other, again]).toEqual([true, true]);
  expect(names.map(({ error }) => error?.code)).toEqual(Array(4).fill("ERR_PICOT_ARGUMENT"));
});

test("a thread may host a named reactor, with a pool that knows its home", async () => {
  const { where, elsewhere, posted, refused } = await scenario<{
    where: unknown;
    elsewhere: { thread: number };
    posted: number;
    refused: Outcome;
  }>("named", "host");
  expect(where).toEqual({ thread: 0, inReactor: true, host: 0, inHost: true });
  expect(elsewhere.thread).not.toBe(0);
  expect(posted).toBe(0);
  expect(refused.error?.code).toBe("ERR_PICOT_SETUP");
});

test("results of several reactors are gathered together, and stashed ones found by their id alone", async () => {
  const { stashed, order, same } = await scenario<{
    stashed: string;
    order: number[];
    same: boolean;
  }>("named", "results");
  expect(stashed).toBe("stashed");
  expect(order).toEqual([0]);
  expect(same).toBe(true);
});
