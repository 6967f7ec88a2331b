import { calm } from "./harness.ts";
/** Green tasks in a thread that is no reactor, as a unit test of the reactor layer has them. */
import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as later } from "node:timers/promises";
import { CancelledError, FOREVER, TimeoutRangeError, currentCall, eventual } from "@picot/runtime";
import {
  type Green,
  blockingCallFromGreenlet,
  callMultipleInGreenlet,
  deferToGreenlet,
  forEach,
  sleep,
  waitForDeferred,
  waitForGreenlet,
} from "@picot/runtime/green";
import { describe, expect, test } from "vitest";
import { takeEventualMode } from "../dist/eventual.js";
import { Calculator } from "./fixtures/calculator.facade.ts";

/** Gives a value at once, as a promise does, but is not one, and may give another such thing. */
// oxlint-disable-next-line unicorn/no-thenable
const thenable = <T>(value: T): PromiseLike<T> => ({ then: (resolve) => Promise.resolve(resolve?.(value) as never) });

const turn = (): Promise<void> => later(1);

describe("waitForDeferred", () => {
  test("[C203] follows a chain of promises in promises to its value", async () => {
    const chain = thenable(thenable(Promise.resolve(thenable(42))));
    expect(await deferToGreenlet(() => waitForDeferred(chain))).toBe(42);
  });

  test("[C203] throws what the promise rejects with, where it is waited for", async () => {
    const task = deferToGreenlet(function* () {
      try {
        yield* waitForDeferred(later(1).then(() => Promise.reject(new RangeError("too far"))));
      } catch (error) {
        return `caught ${String(error)}`;
      }
      return "nothing";
    });
    expect(await task).toBe("caught RangeError: too far");
  });

  test("[C203] throws also what is no error, undefined too", async () => {
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors
    const task = deferToGreenlet(() => waitForDeferred(Promise.reject(undefined)));
    expect(
      await task.then(
        () => "returned",
        (error: unknown) => [error],
      ),
    ).toEqual([undefined]);
  });

  test("gives a value that is no promise at once", async () => {
    const seen: string[] = [];
    const task = deferToGreenlet(function* () {
      seen.push(yield* waitForDeferred("first"));
    });
    await Promise.resolve();
    expect(seen).toEqual(["first"]);
    await task;
  });
});

describe("waitForGreenlet", () => {
  test("[C204] is a promise of the task's value", async () => {
    const promise = waitForGreenlet(deferToGreenlet(adding, 1, 2));
    expect(promise).toBeInstanceOf(Promise);
    expect(await promise).toBe(3);
  });

  test("[C204] rejects with the task's error", async () => {
    const error = new RangeError("no");
    await expect(waitForGreenlet(deferToGreenlet(failing, error))).rejects.toBe(error);
  });

  test("[C204] runs what a green function returns as a task", async () => {
    expect(await waitForGreenlet(adding(3, 4))).toBe(7);
    await expect(waitForGreenlet(failing(new RangeError("no")))).rejects.toThrow("no");
  });
});

function* adding(a: number, b: number): Green<number> {
  yield* sleep(1);
  return a + b;
}

function* failing(error: Error): Green<never> {
  yield* sleep(1);
  throw error;
}

describe("a task", () => {
  test("begins once the code that runs now has ended", async () => {
    const order: string[] = [];
    const task = deferToGreenlet(function* () {
      order.push("task");
    });
    order.push("caller");
    await task;
    expect(order).toEqual(["caller", "task"]);
  });

  test("waits beside all others: 50 that wait for 200 ms take no 10 s", async () => {
    const start = performance.now();
    await Promise.all(Array.from({ length: 50 }, () => deferToGreenlet(() => sleep(200))));
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test("is a promise: it can be awaited twice, caught and finished", async () => {
    const task = deferToGreenlet(adding, 1, 1);
    expect([await task, await task]).toEqual([2, 2]);
    let finished = false;
    await task.finally(() => (finished = true));
    expect(finished).toBe(true);
    const failed = deferToGreenlet(failing, new RangeError("no"));
    expect(await failed.catch(String)).toBe("RangeError: no");
  });

  test("another task waits for it as for any promise", async () => {
    const task = deferToGreenlet(function* () {
      return (yield* waitForDeferred(deferToGreenlet(adding, 1, 2))) * 2;
    });
    expect(await task).toBe(6);
  });

  test("keeps the AsyncLocalStorage context of whoever deferred it, from wait to wait", async () => {
    const storage = new AsyncLocalStorage<string>();
    const body = function* (): Green<(string | undefined)[]> {
      const seen = [storage.getStore()];
      yield* sleep(1);
      seen.push(storage.getStore());
      yield* waitForDeferred(later(1));
      seen.push(storage.getStore());
      storage.enterWith(`${storage.getStore()}!`);
      yield* waitForDeferred(later(1));
      return [...seen, storage.getStore()];
    };
    const tasks = ["a", "b"].map((store) => storage.run(store, () => deferToGreenlet(body)));
    expect(await Promise.all(tasks)).toEqual([
      ["a", "a", "a", "a!"],
      ["b", "b", "b", "b!"],
    ]);
    expect(storage.getStore()).toBeUndefined();
  });

  test("that yields what is no wait is told so there, by name", async () => {
    const wrong = function* wrong(): Generator<unknown, void, unknown> {
      yield later(1);
    } as unknown as () => Green<void>; // which TypeScript would not allow
    await expect(deferToGreenlet(wrong)).rejects.toThrow(
      /^The green task wrong yielded a Promise: .*yield\* waitForDeferred\(promise\)/,
    );
  });

  test("of a function that is no generator fails, and says so", async () => {
    for (const wrong of [async () => {}, () => 5, async function* () {}])
      await expect(deferToGreenlet(wrong as unknown as () => Green<void>)).rejects.toMatchObject({
        code: "ERR_PICOT_ARGUMENT",
      }); // which TypeScript would not allow
  });
});

test("callMultipleInGreenlet runs one after the other, and gives all results", async () => {
  const order: string[] = [];
  const step = (name: string) =>
    function* (): Green<string> {
      order.push(`${name} begins`);
      yield* sleep(2);
      order.push(`${name} ends`);
      return name;
    };
  expect(await callMultipleInGreenlet([step("a"), step("b")])).toEqual(["a", "b"]);
  expect(order).toEqual(["a begins", "a ends", "b begins", "b ends"]);
  const failed = callMultipleInGreenlet([() => failing(new RangeError("no")), step("c")]);
  await expect(failed).rejects.toThrow("no");
  expect(order).toHaveLength(4);
});

describe("sleep", () => {
  test("waits at least that long, and not much longer", async () => {
    const start = performance.now();
    await deferToGreenlet(() => sleep(50));
    const took = performance.now() - start;
    expect(took).toBeGreaterThan(48);
    expect(took).toBeLessThan(calm(3_000));
  });

  test("of 0 lets the event loop turn", async () => {
    let turned = false;
    setImmediate(() => (turned = true));
    await deferToGreenlet(() => sleep(0));
    expect(turned).toBe(true);
  });

  test("of longer than Node's timers last goes on, and what is no duration is refused", async () => {
    const long = deferToGreenlet(() => sleep(2 ** 40));
    await turn();
    long.cancel();
    await expect(long).rejects.toBeInstanceOf(CancelledError);
    for (const wrong of [-1, NaN, Infinity])
      await expect(deferToGreenlet(() => sleep(wrong))).rejects.toBeInstanceOf(TimeoutRangeError);
  });
});

describe("blockingCallFromGreenlet", () => {
  test("calls an async function and gives its result, or throws its error", async () => {
    const half = async (value: number): Promise<number> => {
      await turn();
      if (value % 2 !== 0) throw new RangeError(`${value} is odd`);
      return value / 2;
    };
    expect(await deferToGreenlet(() => blockingCallFromGreenlet(half, 8))).toBe(4);
    await expect(deferToGreenlet(() => blockingCallFromGreenlet(half, 3))).rejects.toThrow("3 is odd");
  });

  test("the function is a call: it has a name, and a signal that fires when its task is cancelled", async () => {
    let told: unknown;
    let method = "";
    const endless = async (): Promise<void> => {
      const call = currentCall();
      ({ method } = call);
      await new Promise<void>((resolve) => call.signal.addEventListener("abort", () => resolve()));
      told = call.signal.reason;
    };
    const task = deferToGreenlet(() => blockingCallFromGreenlet(endless));
    await turn();
    task.cancel();
    await expect(task).rejects.toBeInstanceOf(CancelledError);
    expect(method).toBe("endless");
    expect(told).toBeInstanceOf(CancelledError);
  });

  test("a signal that is asked for only after the end has fired already", async () => {
    let aborted = false;
    let asked = (): void => {};
    const done = new Promise<void>((resolve) => (asked = resolve));
    const slow = async (): Promise<void> => {
      await turn();
      await turn();
      ({ aborted } = currentCall().signal);
      asked();
    };
    const task = deferToGreenlet(() => blockingCallFromGreenlet(slow));
    await Promise.resolve().then(() => {});
    task.cancel();
    await expect(task).rejects.toBeInstanceOf(CancelledError);
    await done;
    expect(aborted).toBe(true);
  });
});

test("a blocking facade is refused by name in a green task, with its green twin", async () => {
  const task = deferToGreenlet(function* rateOfDay() {
    yield* sleep(1);
    return new Calculator();
  });
  await expect(task).rejects.toMatchObject({
    code: "ERR_PICOT_WRONG_THREAD",
    message: expect.stringMatching(
      /^new Calculator was called in the green task rateOfDay, .*Use its green twin in calculator\.green there, with yield\*/,
    ),
  });
});

test("so is one by eventual(), and nothing stays of it", async () => {
  const facade = Object.create(Calculator.prototype) as Calculator; // a constructor would be refused before
  const task = deferToGreenlet(function* () {
    return eventual(facade).add(1, 2);
  });
  await expect(task).rejects.toThrow(/^Calculator\.add was called in the green task \(anonymous\), /);
  expect(takeEventualMode()).toBe(false);
});

describe("forEach", () => {
  async function* counting(log: string[], to = 3): AsyncGenerator<number> {
    try {
      for (let at = 1; at <= to; at++) {
        await turn();
        yield at;
      }
    } finally {
      await turn();
      log.push("closed");
    }
  }

  test("runs its body for each item of an asynchronous iterable, and of an ordinary one", async () => {
    const log: string[] = [];
    const body = function* (item: number): Green<void> {
      yield* sleep(1);
      log.push(String(item));
    };
    await deferToGreenlet(() => forEach(counting(log), body));
    await deferToGreenlet(() => forEach([4, 5], body));
    expect(log).toEqual(["1", "2", "3", "closed", "4", "5"]);
  });

  test("closes the iterator, and waits for that, where the body ends it or fails", async () => {
    const log: string[] = [];
    await deferToGreenlet(() =>
      forEach(counting(log), function* (item) {
        log.push(String(item));
        return item < 2;
      }),
    );
    expect(log).toEqual(["1", "2", "closed"]);
    const failed = deferToGreenlet(() => forEach(counting(log), () => failing(new RangeError("no"))));
    await expect(failed).rejects.toThrow("no");
    expect(log).toEqual(["1", "2", "closed", "closed"]);
  });

  test("a cancelled task does not wait for an item that never comes", async () => {
    const never = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) };
    const task = deferToGreenlet(() => forEach(never, () => sleep(FOREVER)));
    await turn();
    task.cancel();
    await expect(task).rejects.toBeInstanceOf(CancelledError);
  });
});
