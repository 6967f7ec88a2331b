/** The end of green tasks that are cancelled, and of pools. */
import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as later } from "node:timers/promises";
import { CancelledError, FOREVER } from "@picot/runtime";
import { type Green, GreenPool, deferToGreenlet, deferToGreenletPool, sleep } from "@picot/runtime/green";
import { describe, expect, test } from "vitest";

const turn = (): Promise<void> => later(1);

const timers = (): number => process.getActiveResourcesInfo().filter((each) => each === "Timeout").length;

describe("a task that is cancelled", () => {
  test("before it began never begins", async () => {
    let begun = false;
    const task = deferToGreenlet(function* early() {
      begun = true;
    });
    task.cancel();
    await expect(task).rejects.toThrow("The green task early was cancelled before it began.");
    await turn();
    expect(begun).toBe(false);
  });

  test("gets CancelledError where it waits, and its finally blocks run, which may wait", async () => {
    const log: string[] = [];
    const task = deferToGreenlet(function* cleaning() {
      try {
        try {
          yield* sleep(FOREVER);
        } finally {
          yield* sleep(5);
          log.push("inner");
        }
      } catch (error) {
        log.push((error as Error).message); // of picot
        throw error;
      } finally {
        yield* sleep(5);
        log.push("outer");
      }
    });
    await turn();
    task.cancel();
    expect(log).toEqual([]);
    await expect(task).rejects.toBeInstanceOf(CancelledError);
    expect(log).toEqual(["inner", "The green task cleaning was cancelled.", "outer"]);
  });

  test("has its timer cleared", async () => {
    const before = timers();
    const task = deferToGreenlet(() => sleep(100_000));
    await Promise.resolve();
    await Promise.resolve();
    expect(timers()).toBe(before + 1);
    task.cancel();
    expect(timers()).toBe(before);
    await expect(task).rejects.toBeInstanceOf(CancelledError);
  });

  test("while it runs is told at its next wait", async () => {
    const log: string[] = [];
    const task: Promise<void> & { cancel(): void } = deferToGreenlet(function* () {
      task.cancel();
      log.push("still runs");
      try {
        yield* sleep(FOREVER);
      } finally {
        log.push("told");
      }
    });
    await expect(task).rejects.toBeInstanceOf(CancelledError);
    expect(log).toEqual(["still runs", "told"]);
  });

  test("a second time is not disturbed in its finally", async () => {
    let cleaned = false;
    const task = deferToGreenlet(function* () {
      try {
        yield* sleep(FOREVER);
      } finally {
        yield* sleep(10);
        cleaned = true;
      }
    });
    await turn();
    task.cancel();
    await turn();
    task.cancel();
    await expect(task).rejects.toBeInstanceOf(CancelledError);
    expect(cleaned).toBe(true);
  });

  test("ends as it likes: with a value, too", async () => {
    const task = deferToGreenlet(function* () {
      try {
        yield* sleep(FOREVER);
      } catch {
        return "stopped";
      }
      return "never";
    });
    await turn();
    task.cancel();
    expect(await task).toBe("stopped");
    task.cancel();
    expect(await task).toBe("stopped");
  });

  test("runs its finally in its own AsyncLocalStorage context, and not in the canceller's", async () => {
    const storage = new AsyncLocalStorage<string>();
    const seen: (string | undefined)[] = [];
    const task = storage.run("own", () =>
      deferToGreenlet(function* () {
        try {
          yield* sleep(FOREVER);
        } finally {
          seen.push(storage.getStore());
          yield* sleep(1);
          seen.push(storage.getStore());
        }
      }),
    );
    await turn();
    storage.run("canceller's", () => task.cancel());
    await expect(task).rejects.toBeInstanceOf(CancelledError);
    expect(seen).toEqual(["own", "own"]);
  });
});

describe("a pool", () => {
  test("runs no more than its size at once, and begins the others in their order", async () => {
    const pool = new GreenPool(3);
    const begun: number[] = [];
    let [running, most] = [0, 0];
    const work = function* (at: number): Green<number> {
      begun.push(at);
      most = Math.max(most, ++running);
      yield* sleep(at % 3);
      running -= 1;
      return at;
    };
    const all = Array.from({ length: 30 }, (_, at) => at);
    const tasks = all.map((at) => deferToGreenletPool(pool, work, at));
    expect([pool.running, pool.waiting]).toEqual([0, 30]);
    expect(await Promise.all(tasks)).toEqual(all);
    expect(begun).toEqual(all);
    expect(most).toBe(3);
    expect([pool.running, pool.waiting]).toEqual([0, 0]);
  });

  test("goes on after a task that fails", async () => {
    const pool = new GreenPool(1);
    const failed = deferToGreenletPool(pool, function* () {
      throw new RangeError("no");
    });
    const next = deferToGreenletPool(pool, function* () {
      return "next";
    });
    await expect(failed).rejects.toThrow("no");
    expect(await next).toBe("next");
  });

  test("that is cancelled cancels all: those that wait for their turn never begin", async () => {
    const pool = new GreenPool(2);
    const log: string[] = [];
    const tasks = ["a", "b", "c", "d"].map((name) =>
      deferToGreenletPool(
        pool,
        function* (name: string): Green<void> {
          log.push(`${name} begins`);
          try {
            yield* sleep(FOREVER);
          } finally {
            yield* sleep(1);
            log.push(`${name} ends`);
          }
        },
        name,
      ),
    );
    await turn();
    pool.cancel();
    const outcomes = await Promise.allSettled(tasks);
    expect(outcomes.map((each) => each.status === "rejected" && each.reason instanceof CancelledError)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(log).toEqual(["a begins", "b begins", "a ends", "b ends"]);
    await pool.whenIdle();
  });

  test("tells when it is idle, however its tasks end", async () => {
    const pool = new GreenPool(2);
    await pool.whenIdle();
    let ended = 0;
    for (let at = 0; at < 5; at++) {
      const task = deferToGreenletPool(pool, function* () {
        yield* sleep(1);
        ended += 1;
        if (at === 2) throw new RangeError("no");
      });
      task.catch(() => {});
    }
    await pool.whenIdle();
    expect(ended).toBe(5);
  });

  test("has a task begin in the context of whoever deferred it", async () => {
    const pool = new GreenPool(1);
    const storage = new AsyncLocalStorage<string>();
    const body = function* (): Green<string | undefined> {
      yield* sleep(1);
      return storage.getStore();
    };
    const tasks = ["a", "b"].map((store) => storage.run(store, () => deferToGreenletPool(pool, body)));
    expect(await Promise.all(tasks)).toEqual(["a", "b"]);
  });

  test("refuses a size that is none", () => {
    for (const wrong of [0, 1.5, -1, NaN])
      expect(() => new GreenPool(wrong)).toThrow(/its size is a whole number, 1 or more/);
  });
});
