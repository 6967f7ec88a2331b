import { describe, expect, test } from "vitest";
import { FakeClock, LoopingCall, LoopingCallError } from "@picot/services";
import { beginnings, HeldUpClock, recorded } from "./record.ts";

const UNHEARD = (): void => {};

describe("turns", () => {
  test("[C185] by default the first run is at once, inside start()", () => {
    const { loop, runs } = recorded(new FakeClock());
    void loop.start(2_000);
    expect(beginnings(runs)).toEqual([0]);
  });

  test("[C185] with now: false the first run is one interval later", async () => {
    const clock = new FakeClock();
    const { loop, runs } = recorded(clock);
    void loop.start(2_000, { now: false });
    await clock.advance(1_999);
    expect(runs).toEqual([]);
    await clock.advance(1);
    expect(beginnings(runs)).toEqual([2_000]);
  });

  test("[C185] it runs at every interval from the start", async () => {
    const clock = new FakeClock();
    await clock.advance(300);
    const { loop, runs } = recorded(clock);
    void loop.start(2_000);
    await clock.advance(6_000);
    expect(beginnings(runs)).toEqual([300, 2_300, 4_300, 6_300]);
    expect(loop.missed).toBe(0);
  });

  test("[C185] a body that returns no promise keeps the same turns", async () => {
    const clock = new FakeClock();
    const times: number[] = [];
    const loop = new LoopingCall(() => times.push(clock.now()), { clock });
    void loop.start(10);
    await clock.advance(30);
    expect(times).toEqual([0, 10, 20, 30]);
  });

  test("[C185] interval 0 runs as fast as the loop turns, and misses nothing", async () => {
    const clock = new FakeClock();
    const { loop, runs } = recorded(clock, [0, 5]);
    let left = 4;
    const counted = new LoopingCall(() => (--left === 0 ? counted.stop() : undefined), { clock });
    await Promise.all([counted.start(0), clock.advance(0)]);
    expect(left).toBe(0);
    void loop.start(0);
    const moved = clock.advance(6);
    while (runs.length < 10) await new Promise((resolve) => setImmediate(resolve));
    loop.stop();
    await moved;
    expect(beginnings(runs).slice(0, 3)).toEqual([0, 0, 5]);
    expect(loop.missed).toBe(0);
  });

  test("[C185] fractions of a millisecond do not pile up", async () => {
    const clock = new FakeClock();
    const { loop, runs } = recorded(clock);
    void loop.start(0.1);
    await clock.advance(50);
    expect(runs.length).toBeGreaterThanOrEqual(500);
    expect(loop.missed).toBe(0);
    for (const [turn, run] of runs.entries()) expect(run.began).toBeCloseTo(turn * 0.1, 9);
  });
});

describe("slow bodies", () => {
  test("[C185] the smallest of intervals gives a finite count", async () => {
    const clock = new FakeClock();
    const { loop } = recorded(clock, [5, 10]);
    void loop.start(Number.MIN_VALUE);
    await clock.advance(6);
    expect(loop.missed).toBeLessThan(Infinity);
    expect(clock.now()).toBe(6);
  });

  test("[C185][C188] the next run waits for the promise, at the next turn of the first grid", async () => {
    const clock = new FakeClock();
    const { loop, runs } = recorded(clock, [5_000]);
    void loop.start(2_000);
    await clock.advance(8_000);
    expect(runs.slice(0, 2)).toEqual([
      { began: 0, ended: 5_000 },
      { began: 6_000, ended: 6_000 },
    ]);
    expect(beginnings(runs)).toEqual([0, 6_000, 8_000]);
  });

  test("[C185] the turns that a slow run covers are counted as soon as it settles", async () => {
    const clock = new FakeClock();
    const { loop } = recorded(clock, [5_000, 0, 2_500]);
    void loop.start(2_000);
    await clock.advance(4_999);
    expect(loop.missed).toBe(0);
    await clock.advance(1);
    expect(loop.missed).toBe(2);
    await clock.advance(7_000);
    expect(loop.missed).toBe(3);
  });

  test("[C185] a run that settles exactly at a turn has missed that turn, as in Twisted", async () => {
    const clock = new FakeClock();
    const { loop, runs } = recorded(clock, [2_000]);
    void loop.start(2_000);
    await clock.advance(4_000);
    expect(beginnings(runs)).toEqual([0, 4_000]);
    expect(loop.missed).toBe(1);
  });

  test("[C188] a promise that never settles holds every later run", async () => {
    const clock = new FakeClock();
    let runs = 0;
    const loop = new LoopingCall(() => (runs++, new Promise(UNHEARD)), { clock });
    void loop.start(10);
    await clock.advance(1_000);
    expect(runs).toBe(1);
    expect(loop.running).toBe(true);
    expect(clock.pending).toBe(0);
  });

  test("[C188] any thenable is waited for", async () => {
    const clock = new FakeClock();
    let runs = 0;
    const loop = new LoopingCall(
      // oxlint-disable-next-line unicorn/no-thenable -- the thing under test
      () => (runs++, { then: (done: () => void) => void clock.callLater(15, done) }),
      { clock },
    );
    void loop.start(10);
    await clock.advance(19);
    expect(runs).toBe(1);
    await clock.advance(1);
    expect(runs).toBe(2);
  });

  test("[C185] a loop that was held up runs once for all the turns that passed, and counts the others", async () => {
    const clock = new HeldUpClock();
    const { loop, runs } = recorded(clock);
    void loop.start(10);
    await clock.advance(0);
    clock.holdUp(35);
    await clock.advance(10);
    expect(beginnings(runs)).toEqual([0, 45]);
    expect(loop.missed).toBe(3);
    await clock.advance(5);
    expect(beginnings(runs)).toEqual([0, 45, 50]);
    expect(loop.missed).toBe(3);
  });
});

describe("the end", () => {
  test("[C186] a body that rejects ends the loop, and the promise rejects with its very error", async () => {
    const clock = new FakeClock();
    const failure = new Error("no network");
    let runs = 0;
    const loop = new LoopingCall(
      async () => {
        if (++runs === 3) throw failure;
      },
      { clock },
    );
    const ended = loop.start(10).catch((error: unknown) => error);
    await clock.advance(100);
    expect(await ended).toBe(failure);
    expect(runs).toBe(3);
    expect(loop.running).toBe(false);
    expect(clock.pending).toBe(0);
  });

  test("[C186] a body that throws, even undefined, ends the loop too", async () => {
    const loop = new LoopingCall(() => {
      throw undefined;
    });
    await expect(loop.start(10)).rejects.toBeUndefined();
    expect(loop.running).toBe(false);
  });

  test("[C186] stop() from inside the first run resolves with the loop", async () => {
    const clock = new FakeClock();
    const loop: LoopingCall = new LoopingCall(() => loop.stop(), { clock });
    expect(await loop.start(10)).toBe(loop);
    expect(loop.running).toBe(false);
    expect(clock.pending).toBe(0);
  });

  test("[C186] stop() between two runs resolves at once, and leaves no timer", async () => {
    const clock = new FakeClock();
    const { loop, runs } = recorded(clock);
    const ended = loop.start(10);
    await clock.advance(15);
    loop.stop();
    expect(clock.pending).toBe(0);
    expect(await ended).toBe(loop);
    await clock.advance(100);
    expect(beginnings(runs)).toEqual([0, 10]);
  });

  test("[C186] stop() during a run resolves only once that run has settled", async () => {
    const clock = new FakeClock();
    const { loop, runs } = recorded(clock, [50]);
    let resolved = false;
    const ended = loop.start(10).then(() => (resolved = true));
    await clock.advance(20);
    loop.stop();
    expect(loop.running).toBe(false);
    await clock.advance(29);
    expect(resolved).toBe(false);
    await clock.advance(1);
    await ended;
    expect(runs).toEqual([{ began: 0, ended: 50 }]);
  });

  test("[C186] a run that fails after stop() still rejects: its error is not lost", async () => {
    const failure = new Error("too late");
    const loop: LoopingCall = new LoopingCall(async () => {
      loop.stop();
      throw failure;
    });
    await expect(loop.start(10)).rejects.toBe(failure);
  });

  test("[C186] a loop that ended can be started again, on a new grid and with a new count", async () => {
    const clock = new FakeClock();
    const { loop, runs } = recorded(clock, [25]);
    void loop.start(10);
    await clock.advance(33);
    expect(loop.missed).toBe(2);
    loop.stop();
    void loop.start(10);
    expect(loop.missed).toBe(0);
    await clock.advance(10);
    expect(beginnings(runs)).toEqual([0, 30, 33, 43]);
  });
});

describe("reset", () => {
  test("[C187] the next run is a full interval after reset(), and the grid goes on from there", async () => {
    const clock = new FakeClock();
    const { loop, runs } = recorded(clock);
    void loop.start(10);
    await clock.advance(17);
    loop.reset();
    expect(clock.pending).toBe(1);
    await clock.advance(20);
    expect(beginnings(runs)).toEqual([0, 10, 27, 37]);
    expect(loop.missed).toBe(0);
  });

  test("[C187] reset() again and again puts the run off for ever", async () => {
    const clock = new FakeClock();
    const { loop, runs } = recorded(clock);
    void loop.start(10, { now: false });
    for (let i = 0; i < 5; i++) {
      await clock.advance(9);
      loop.reset();
    }
    expect(runs).toEqual([]);
    await clock.advance(10);
    expect(beginnings(runs)).toEqual([55]);
  });

  test("[C187] reset() during a run counts from that moment, without an overlap", async () => {
    const clock = new FakeClock();
    const { loop, runs } = recorded(clock, [8]);
    void loop.start(10);
    await clock.advance(7);
    loop.reset();
    await clock.advance(30);
    expect(beginnings(runs)).toEqual([0, 17, 27, 37]);
  });

  test("[C187] after a run longer than the interval, reset() inside it included, turns are missed on the new grid", async () => {
    const clock = new FakeClock();
    const { loop, runs } = recorded(clock, [18]);
    void loop.start(10);
    await clock.advance(7);
    loop.reset();
    await clock.advance(30);
    expect(beginnings(runs)).toEqual([0, 27, 37]);
    expect(loop.missed).toBe(1);
  });
});

describe("refusals", () => {
  test.each([-1, -0.001, NaN, Infinity, -Infinity])(
    "[C185] an interval of %d is a RangeError, and nothing starts",
    (interval) => {
      const clock = new FakeClock();
      const { loop, runs } = recorded(clock);
      expect(() => loop.start(interval)).toThrow(RangeError);
      expect(loop.running).toBe(false);
      expect(runs).toEqual([]);
    },
  );

  test.each(["5", undefined, null, 5n])("[C185] an interval that is no number (%s) is a RangeError", (interval) => {
    expect(() => new LoopingCall(UNHEARD).start(interval as unknown as number)).toThrow(RangeError);
  });

  test("[C185] starting twice is an error with a code, and the first loop goes on", async () => {
    const clock = new FakeClock();
    const { loop, runs } = recorded(clock);
    void loop.start(10);
    expect(() => loop.start(10)).toThrow(LoopingCallError);
    expect(() => loop.start(10)).toThrow(
      expect.objectContaining({ code: "ERR_PICOT_LOOPING_CALL", name: "LoopingCallError" }),
    );
    await clock.advance(10);
    expect(beginnings(runs)).toEqual([0, 10]);
  });

  test("[C185] starting again before the last run has settled is an error: the runs would overlap", async () => {
    const clock = new FakeClock();
    const { loop } = recorded(clock, [50]);
    const ended = loop.start(10);
    loop.stop();
    expect(() => loop.start(10)).toThrow(LoopingCallError);
    await clock.advance(50);
    await ended;
    void loop.start(10);
    expect(loop.running).toBe(true);
  });

  test("stop() and reset() of a loop that is not running are errors", () => {
    const loop = new LoopingCall(UNHEARD);
    expect(() => loop.stop()).toThrow(LoopingCallError);
    expect(() => loop.reset()).toThrow(LoopingCallError);
  });

  test("a body that is no function is refused when it is given", () => {
    expect(() => new LoopingCall("download" as unknown as () => void)).toThrow(TypeError);
  });
});
