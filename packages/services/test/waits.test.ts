import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import {
  DelayedCallError,
  FakeClock,
  TimeoutError,
  callLater,
  currentClock,
  deferWithTimeout,
  pause,
  retry,
  systemClock,
} from "@picot/services";
import type { Clock } from "@picot/services";

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("callLater()", () => {
  /** Calls by name, with what is done to them; the names in the order in which the calls were made. */
  function script(clock: Clock): { made: string[]; done: Promise<void> } {
    const made: string[] = [];
    const at = (ms: number, name: string) => callLater(ms, () => made.push(name), { clock });
    at(60, "third");
    at(20, "first");
    at(40, "never").cancel();
    const moved = at(1, "last");
    moved.delay(80);
    const soon = at(10_000, "second");
    soon.reset(40);
    const done = new Promise<void>((resolve) => void callLater(140, resolve, { clock }));
    return { made, done };
  }

  test("[C189] order, cancel, delay and reset are the same on the fake clock and in real time", async () => {
    const clock = new FakeClock();
    const fake = script(clock);
    await clock.advance(140);
    const real = script(systemClock);
    await real.done;
    expect(fake.made).toEqual(["first", "second", "third", "last"]);
    expect(real.made).toEqual(fake.made);
    expect(clock.pending).toBe(0);
  });

  test("[C189] a delayed call tells when it is due, and whether it is still to come", async () => {
    const clock = new FakeClock();
    await clock.advance(5);
    const call = callLater(10, () => {}, { clock });
    expect([call.due, call.active]).toEqual([15, true]);
    call.delay(10);
    expect(call.due).toBe(25);
    await clock.advance(10);
    call.reset(1);
    expect(call.due).toBe(16);
    await clock.advance(1);
    expect(call.active).toBe(false);
    call.cancel();
    expect(() => call.reset(1)).toThrow(DelayedCallError);
    expect(() => call.delay(1)).toThrow(expect.objectContaining({ code: "ERR_PICOT_DELAYED_CALL" }));
  });

  test("a time that is no duration is refused", () => {
    for (const ms of [-1, NaN, Infinity]) expect(() => callLater(ms, () => {})).toThrow(RangeError);
  });

  test("outside a test reactor the clock of a thread is the system's", () => {
    expect(currentClock()).toBe(systemClock);
  });
});

describe("pause()", () => {
  test("[C197] resolves after its time, and not before", async () => {
    const clock = new FakeClock();
    let over = false;
    const paused = pause(1_000, { clock }).then(() => (over = true));
    await clock.advance(999);
    expect(over).toBe(false);
    await clock.advance(1);
    await paused;
  });

  test("[C197] a signal ends it with its reason, and no timer and no listener is left", async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const { signal } = controller;
    const paused = pause(1_000, { clock, signal });
    const finished = pause(1, { clock, signal });
    await clock.advance(1);
    await finished;
    controller.abort(new RangeError("enough"));
    await expect(paused).rejects.toThrow(new RangeError("enough"));
    await expect(pause(1, { clock, signal })).rejects.toThrow("enough");
    expect([clock.pending, getEventListeners(signal, "abort").length]).toEqual([0, 0]);
  });
});

describe("deferWithTimeout()", () => {
  test("gives what the work gives, and leaves no timer", async () => {
    const clock = new FakeClock();
    expect(await deferWithTimeout(1_000, () => 1, { clock })).toBe(1);
    expect(await deferWithTimeout(1_000, async () => 2, { clock })).toBe(2);
    const failing = (): never => {
      throw new RangeError("at once");
    };
    await expect(deferWithTimeout(1_000, failing, { clock })).rejects.toThrow("at once");
    expect(clock.pending).toBe(0);
  });

  test("past its limit the work's signal fires, and the error has a code of its own", async () => {
    const clock = new FakeClock();
    let reason: unknown;
    const late = deferWithTimeout(
      1_000,
      (signal) =>
        new Promise((_, reject) =>
          signal.addEventListener("abort", () => {
            reason = signal.reason;
            reject(new RangeError("as it ends"));
          }),
        ),
      { clock },
    );
    const told = late.catch((error: unknown) => error);
    await clock.advance(1_000);
    const error = await told;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ name: "TimeoutError", code: "ERR_PICOT_TIME_UP" });
    expect(reason).toBe(error);
  });

  test("a signal from outside ends it with its own reason", async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const late = deferWithTimeout(1_000, () => new Promise(() => {}), { clock, signal: controller.signal });
    controller.abort(new RangeError("enough"));
    await expect(late).rejects.toThrow("enough");
    expect([clock.pending, getEventListeners(controller.signal, "abort").length]).toEqual([0, 0]);
  });
});

describe("retry()", () => {
  /** Fails so often, then succeeds; and when it was called. */
  function flaky(clock: Clock, failures: number): { work: () => Promise<string>; calls: number[] } {
    const calls: number[] = [];
    return {
      calls,
      async work() {
        calls.push(clock.now());
        if (calls.length <= failures) throw new RangeError(`failure ${calls.length}`);
        return "done";
      },
    };
  }

  test("[C195] success at once is one call", async () => {
    const clock = new FakeClock();
    const { work, calls } = flaky(clock, 0);
    expect(await retry(work, { clock })).toBe("done");
    expect([calls, clock.pending]).toEqual([[0], 0]);
  });

  test("[C195] three failures, then success", async () => {
    const clock = new FakeClock();
    const { work, calls } = flaky(clock, 3);
    const done = retry(work, { clock });
    await clock.advance(3_000);
    expect(await done).toBe("done");
    expect(calls).toEqual([0, 1_000, 2_000, 3_000]);
  });

  test("[C195] when all fail, a TimeoutError has the last error as its cause, and no call comes after the limit", async () => {
    const clock = new FakeClock();
    const { work, calls } = flaky(clock, Infinity);
    const told = retry(work, { clock, timeout: 3_000 }).catch((error: unknown) => error);
    await clock.advance(10_000);
    const error = await told;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ message: "Retries exhausted after 3s", cause: new RangeError("failure 3") });
    expect(calls).toEqual([0, 1_000, 2_000]);
  });

  test("[C195] a try that is under way at the limit is given up", async () => {
    const clock = new FakeClock();
    const signals: AbortSignal[] = [];
    const work = (signal: AbortSignal): Promise<never> => {
      signals.push(signal);
      return new Promise(() => {});
    };
    const told = retry(work, { clock, timeout: 1_500 }).catch((error: unknown) => error);
    await clock.advance(1_500);
    expect(await told).toMatchObject({ message: "Retries exhausted after 1.5s" });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(clock.pending).toBe(0);
  });

  test("[C195] intervals that have an end are taken in turn, and then it gives up", async () => {
    const clock = new FakeClock();
    const { work, calls } = flaky(clock, Infinity);
    const told = retry(work, { clock, intervals: [100, 400] }).catch((error: unknown) => error);
    await clock.advance(1_000);
    expect(await told).toMatchObject({ message: "Retries exhausted after 0.5s", cause: new RangeError("failure 3") });
    expect(calls).toEqual([0, 100, 500]);
  });

  test("[C195] a signal ends it between two tries", async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const { work, calls } = flaky(clock, Infinity);
    const told = retry(work, { clock, signal: controller.signal }).catch((error: unknown) => error);
    await tick();
    controller.abort(new RangeError("enough"));
    expect(await told).toEqual(new RangeError("enough"));
    expect([calls.length, clock.pending]).toEqual([1, 0]);
  });
});
