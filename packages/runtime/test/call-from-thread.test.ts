import { expect, test } from "vitest";
import { runScenario, scenario } from "./harness.ts";

interface Where {
  readonly notes: string[];
  readonly order: string[];
}

test("[C99] callFromThread runs its function in the reactor, from the main thread and from a worker", async () => {
  const { notes } = await scenario<Where>("call-from-thread", "embedded");
  expect(notes).toEqual(["main, in the reactor", "worker, in the reactor"]);
});

test("[C99] the same in the thread that hosts the reactor, where it does not run at once, and from its pool", async () => {
  const { atOnce, notes } = await scenario<Where & { atOnce: number }>("call-from-thread", "hosted");
  expect(atOnce).toBe(0);
  expect(notes).toEqual(["host, in the reactor", "pool, in the reactor", "pool again, in the reactor"]);
});

test.each(["embedded", "hosted"])(
  "[C100] inside a timer's callback it runs in the next turn, not at the next timer: %s",
  async (topology) => {
    const { order } = await scenario<Where>("call-from-thread", topology);
    expect(order).toEqual(["timer", "posted", "next timer"]);
  },
);

interface Counts {
  readonly seen: Record<string, number>;
  readonly outOfOrder: number;
  readonly megabytes: number;
}

test("[C101] of 100,000 in a row from one thread none is lost or out of order, and memory stays bounded", async () => {
  const { seen, outOfOrder, megabytes } = await scenario<Counts>("call-from-thread", "many", [0, 100_000], {
    limit: 60_000,
  });
  expect({ seen, outOfOrder }).toEqual({ seen: { main: 99_999 }, outOfOrder: 0 });
  expect(megabytes).toBeLessThan(150);
});

test("[C101] the same from three threads at once", async () => {
  const { seen, outOfOrder } = await scenario<Counts>("call-from-thread", "many", [2, 30_000], { limit: 60_000 });
  expect({ seen, outOfOrder }).toEqual({ seen: { main: 29_999, t0: 29_999, t1: 29_999 }, outOfOrder: 0 });
});

test("[C101] none is lost of threads that end right after them", async () => {
  const { seen, outOfOrder } = await scenario<Counts>("call-from-thread", "thenEnd", [], { limit: 40_000 });
  expect({ seen, outOfOrder }).toEqual({ seen: { t0: 2_999, t1: 2_999, t2: 2_999 }, outOfOrder: 0 });
});

test.each(["errors", "errorsInHost"])(
  "an error of a function that nobody waits for is logged once in the reactor, which goes on: %s",
  async (name) => {
    const { status, result, stderr, stdout } = await runScenario("call-from-thread", name);
    expect({ status, stdout, result }).toEqual({
      status: 0,
      stdout: "",
      result: [["afterwards, in the reactor"], "settled"],
    });
    for (const text of ["RangeError: at once", "RangeError: later", "noSuchExport"]) {
      expect(
        stderr.split("picot: ").filter((each) => each.includes(text)),
        text,
      ).toHaveLength(1);
    }
    expect(stderr.match(/picot: /g)).toHaveLength(3);
  },
);

test("an argument that cannot cross, or a module with no URL, is refused at once", async () => {
  const [code, message, relative, notes] = await scenario<unknown[]>("call-from-thread", "misuse");
  expect([code, relative, notes]).toEqual(["ERR_PICOT_ARGUMENT", "ERR_PICOT_ARGUMENT", []]);
  expect(message).toMatch(/^note: args\[0\]\.f is a function/);
});
